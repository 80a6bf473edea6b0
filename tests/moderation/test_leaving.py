"""Leaving by one's own decision: out at once, nothing left that says who it was, words as one chose."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from cohorts.models import Message
from community.forum.actions import edit
from community.forum.models import Post, Thread
from community.members.models import Member, Seat
from moderation import actions
from moderation.actions import Refused, leaving
from moderation.models import AuditEntry, Policy
from tests.cast import World, grants
from tests.moderation.desk import everything_stored, invite, join
from tests.pages import text_of, typed_in
from tests.verbs import ask, carry_out_jobs, reply, say, signed_in


def leave(member: Member, client: Client | None = None, **fields: str) -> Any:
    given = {"words": "stay", "confirm": member.name} | fields
    return (client or signed_in(member)).post("/you/leave/", given)


def test_ada_leaves_and_is_nobody_any_more(world: World) -> None:
    thread = ask(world.ada, world.commons, "How do you do snow days?")
    other = signed_in(world.ada)
    answer = leave(world.ada)
    assert (answer.status_code, "You have left" in text_of(answer)) == (200, True)
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert other.get("/").status_code == 302
    gone = Member.objects.get(pk=world.ada.pk)
    assert (gone.name, gone.standing, gone.organization, gone.has_usable_password()) == (
        "A former member", "left", None, False,
    )  # fmt: skip
    assert not Seat.objects.filter(member=gone, freed_at=None).exists()
    assert not EmailAddress.objects.filter(user=gone).exists()
    assert "ada@school.test" not in str(everything_stored())
    page = text_of(signed_in(world.ben).get(f"/forum/t/{thread.key}/"))
    assert ("A former member" in page, "Ada" in page) == (True, False)


def test_words_that_stay_stay(world: World) -> None:
    thread = ask(world.ben, world.commons)
    reply(world.ada, thread, "<p>Helpful words</p>")
    said = say(world.ada, world.room, "Helpful here, too")
    leave(world.ada)
    carry_out_jobs()
    assert Post.objects.get(thread=thread, number=2).html == "<p>Helpful words</p>"
    assert Message.objects.get(pk=said.pk).body == "Helpful here, too"


def test_words_that_go_are_gone_everywhere(world: World) -> None:
    mine = ask(world.ada, world.commons, "A question of mine", "<p>Private asking</p>")
    reply(world.ben, mine, "<p>Ben's answer</p>")
    theirs = ask(world.ben, world.commons, "Ben asks")
    written = reply(world.ada, theirs, "<p>Private reply</p>")
    edit(grants(world.ada), written, body="<p>Private reply, said better</p>")
    said = [say(world.ada, world.room, f"Private word {n}") for n in range(3)]
    rev = type(world.room).objects.get(pk=world.room.pk).rev
    leave(world.ada, words="go")
    carry_out_jobs()
    stored = str(everything_stored())
    assert [w for w in ("A question of mine", "Private asking", "Private reply", "Private word") if w in stored] == []
    assert "Ben's answer" in stored
    assert Thread.objects.get(pk=theirs.pk).reply_count == 0
    assert Thread.objects.get(pk=mine.pk).reply_count == 1
    room = type(world.room).objects.get(pk=world.room.pk)
    gone = Message.objects.filter(pk__in=[m.pk for m in said])
    assert sorted(gone.values_list("rev", flat=True)) == [rev + 1, rev + 2, rev + 3]
    assert room.rev == rev + 3, "every client hears of it by its cursor"
    page = text_of(signed_in(world.ben).get(f"/forum/t/{mine.key}/"))
    assert "A question that was taken back" in page


def test_much_that_goes_goes_in_pieces(world: World, monkeypatch: Any) -> None:
    from cohorts import takeout

    monkeypatch.setattr(takeout, "AT_ONCE", 2)
    for number in range(5):
        say(world.ada, world.room, f"Private word {number}")
    leave(world.ada, words="go")
    assert carry_out_jobs() == 3
    assert not Message.objects.filter(deleted_at=None, author=world.ada).exists()


def test_a_mistaken_job_deletes_nothing_of_somebody_who_is_here(world: World) -> None:
    from community.takeout.actions import forget_some

    said = say(world.ada, world.room, "Still here")
    forget_some.call(world.ada.pk)
    assert Message.objects.get(pk=said.pk).body == "Still here"


def test_where_words_stay_by_policy_nobody_can_take_them(world: World) -> None:
    Policy.objects.update(leaving=Policy.Leaving.STAY)
    assert 'value="go"' not in text_of(signed_in(world.ada).get("/you/leave/"))
    with pytest.raises(Refused, match="Choose what becomes"):
        leaving.leave(grants(world.ada), words="go")


@pytest.mark.parametrize("typed", ["", "ada lovelace", "Ben"])
def test_the_name_must_be_written(world: World, typed: str) -> None:
    answer = leave(world.ada, words="go", confirm=typed)
    assert (answer.status_code, typed_in(answer, "confirm")) == (422, typed)
    assert 'value="go" checked' in text_of(answer)
    assert Member.objects.get(pk=world.ada.pk).standing == "active"


def test_the_last_owner_cannot_leave(world: World) -> None:
    answer = leave(world.olga)
    assert (answer.status_code, "only owner" in text_of(answer)) == (422, True)
    actions.set_role(grants(world.olga), world.mona, role="owner")
    assert leave(world.olga).status_code == 200


def test_invitations_somebody_sent_die_with_their_leaving(world: World) -> None:
    sent = invite(world.mona, world.cedar)
    leave(world.mona)
    assert join(sent).status_code == 410


def test_whoever_left_comes_back_as_somebody_new(world: World) -> None:
    address = world.ada.email
    leave(world.ada)
    sent = invite(world.mona, world.cedar, address)
    assert join(sent, email=address, name="Ada Again").status_code == 302
    assert Member.objects.get(email=address).pk != world.ada.pk


def test_it_is_in_the_log_without_the_name(world: World) -> None:
    leave(world.ada, words="go")
    entry = AuditEntry.objects.get(verb="leave")
    assert (entry.subject_label, entry.reason) == ("A former member", "words go")


@pytest.mark.parametrize("name", ["sue", "rex"])
def test_whoever_is_shut_out_does_not_leave_by_themselves(world: World, name: str) -> None:
    assert leave(world.people[name]).status_code == 403
