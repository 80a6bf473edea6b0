"""Announcements: by moderators alone, told once to everybody who can read them, and marked in the lists."""

from __future__ import annotations

import pytest

from community.forum import takeout
from community.forum.actions import announcing
from community.forum.models import Thread
from community.members import epoch
from community.members.actions import block
from community.notifications.models import Notice
from tests.cast import World, grants, person
from tests.forum.forms import place, send_question, send_reply
from tests.pages import text_of
from tests.verbs import ask, carry_out_jobs, signed_in


def told() -> list[str]:
    found = Notice.objects.filter(kind="thread.announced").values_list("member__handle", flat=True)
    return sorted(found)


def announce(world: World, who: str = "mona", **more: str) -> int:
    client = signed_in(world.people[who])
    return send_question(client, world.commons, kind="announcement", title="We meet in May", **more).status_code


def test_everybody_who_can_read_it_is_told_once(world: World) -> None:
    assert announce(world) == 302
    carry_out_jobs()
    assert told() == ["ada", "ben", "cleo", "fay", "olga", "ron"]
    announcing.tell_everybody.func(Thread.objects.get().pk, 0)
    assert len(told()) == 6
    assert "Mona announced “We meet in May”" in text_of(signed_in(world.cleo).get("/notices/"))


def test_in_a_cohorts_space_only_its_people_are_told(world: World) -> None:
    ask(world.mona, world.spring_space, "Saxifrage day", kind="announcement")
    carry_out_jobs()
    assert told() == ["ada", "ben", "fay", "olga", "ron"]
    assert "Saxifrage" not in text_of(signed_in(world.cleo).get("/notices/"))


def test_it_is_told_piece_by_piece(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "AT_ONCE", 2)
    for number in range(5):
        person(f"more{number}", world.dune)
    epoch.move()
    announce(world)
    assert carry_out_jobs() == 7, "twelve people, two at a time, and a last look"
    assert len(told()) == 11


def test_moved_before_all_were_told_it_is_told_where_it_stands(world: World) -> None:
    thread = ask(world.mona, world.commons, "For us alone", kind="announcement")
    Thread.objects.update(space=world.table)
    carry_out_jobs()
    assert told() == ["olga"]
    Notice.objects.all().delete()
    announcing.tell_everybody.func(thread.pk + 1, 0)
    assert told() == [], "one that is gone is told to nobody"


@pytest.mark.parametrize("who", ["ada", "fay", "ron"])
def test_members_announce_nothing_and_are_offered_nothing(world: World, who: str) -> None:
    assert announce(world, who) == 403
    assert not Thread.objects.exists()
    if who != "ron":
        assert "An announcement" not in text_of(signed_in(world.people[who]).get("/forum/ask/"))
    assert "An announcement" in text_of(signed_in(world.mona).get("/forum/ask/"))


def test_it_stands_under_a_name(world: World) -> None:
    answer = send_question(signed_in(world.mona), world.commons, kind="announcement", title="Kept", anonymous="1")
    page = text_of(answer)
    assert (answer.status_code, "stands under your name" in page, 'value="Kept"' in page) == (422, True, True)
    assert not Thread.objects.exists()


def test_with_replies_or_without(world: World) -> None:
    announce(world)
    announce(world, closed="1")
    open_, closed = Thread.objects.order_by("pk")
    assert send_reply(signed_in(world.ada), open_).status_code == 302
    assert send_reply(signed_in(world.ada), closed).status_code == 403
    assert "Closed for new replies." in text_of(signed_in(world.ada).get(place(closed)))


def test_only_announcements_can_be_without_replies(world: World) -> None:
    send_question(signed_in(world.ada), world.commons, closed="1")
    assert Thread.objects.get().locked_at is None


def test_lists_and_its_page_say_what_it_is_and_nobody_waits_for_an_answer(world: World) -> None:
    announce(world)
    client = signed_in(world.ada)
    for page in ("/forum/", "/forum/in/commons/", place(Thread.objects.get())):
        assert "Announcement" in text_of(client.get(page)), page
    assert "We meet in May" not in text_of(client.get("/forum/?show=unanswered"))
    reply = send_reply(signed_in(world.ben), Thread.objects.get())
    assert reply.status_code == 302
    assert signed_in(world.mona).post(f"{place(Thread.objects.get())}2/answer/").status_code == 403


def test_blocking_keeps_away_nothing_a_moderator_announces(world: World) -> None:
    with pytest.raises(Exception, match="moderator"):
        block(grants(world.ada), world.mona)
    announce(world)
    carry_out_jobs()
    assert "ada" in told()


def test_read_it_is_no_news_and_taken_back_it_waits_for_nobody(world: World) -> None:
    announce(world)
    carry_out_jobs()
    client = signed_in(world.ada)
    client.post(f"{place(Thread.objects.get())}read/", {"number": 1})
    assert client.get("/notices/unread/").json()["unread"] == 0
    takeout.forget(world.mona.pk)
    assert told() == []
