"""A thread of a room's words while time passes: reminders, changed words, taking it back, its promise, who leaves."""

from __future__ import annotations

import pytest

from cohorts.knowledge import actions
from cohorts.knowledge import takeout as source
from cohorts.models import Line, Proposal, Voice
from community.forum.actions import set_label
from community.forum.models import Space
from community.live.protocol import Edit
from community.notifications.models import Notice
from moderation.access.decision import Denied
from moderation.access.labels import Label
from tests.cast import World, grants, nonce
from tests.cohorts.quoting import act, asked, choose, decide, opening, place, publish, talk, thread_of, wait
from tests.cohorts.year import heard
from tests.moderation.desk import lines
from tests.pages import text_of
from tests.verbs import ask, do, say, signed_in, uuid


def reminded(world: World, name: str) -> int:
    return Notice.objects.filter(member=world.people[name], kind="quoted.reminder").count()


def test_after_three_days_of_silence_ben_is_asked_once_more_and_only_once(world: World) -> None:
    proposal = asked(world)
    decide(world.ada, proposal, "out")
    wait(proposal, days=2, hours=23)
    actions.remind.call()
    assert reminded(world, "ben") == 0
    wait(proposal, days=3, minutes=1)
    for _ in range(2):
        actions.remind.call()
    assert (reminded(world, "ada"), reminded(world, "ben")) == (0, 1)
    assert any("asks once more, until" in words for words in heard(world.ben))


def test_when_ada_changes_what_she_agreed_to_she_is_asked_anew(world: World) -> None:
    message = say(world.ada, world.room, "Page nine")
    proposal = asked(world, message)
    decide(world.ada, proposal, "named")
    do(world.ada, Edit(room=world.room.pk, nonce=uuid(nonce()), message=message.pk, body="Page ten"))
    before = Notice.objects.filter(member=world.ada, kind="quoted.asked").count()
    for _ in range(2):
        actions.remind.call()
    assert Notice.objects.filter(member=world.ada, kind="quoted.asked").count() == before + 1
    assert Line.objects.get().agreed == ""
    assert publish(world.fay, proposal).status_code == 422
    decide(world.ada, proposal, "named")
    assert publish(world.fay, proposal).status_code == 302
    assert "Page ten" in opening(proposal)


def test_taken_back_it_is_a_draft_again_and_answers_are_forgotten(world: World) -> None:
    messages = talk(world)
    proposal = asked(world, *messages)
    decide(world.ada, proposal, "named")
    choose(world.fay, messages[0])
    assert act(world.fay, proposal, "take_back").status_code == 422, "she prepares another one"
    act(world.fay, Proposal.objects.get(state="draft"), "drop")
    assert act(world.fay, proposal, "take_back").status_code == 302
    assert (Voice.objects.count(), Line.objects.exclude(agreed="").count()) == (0, 0)
    assert not any("quoted" in words for words in heard(world.ada))
    assert signed_in(world.ada).get(place(proposal, "mine/")).status_code == 404
    assert act(world.fay, proposal, "publish").status_code == 403


def test_once_asked_only_less_of_it_can_be_said(world: World) -> None:
    proposal = asked(world)
    assert signed_in(world.fay).post(place(proposal), {"title": "Another"}).status_code == 403
    line = Line.objects.get(message__author=world.ben)
    assert act(world.fay, proposal, f"out:{line.pk}").status_code == 302
    assert act(world.fay, proposal, "out:999").status_code == 404
    decide(world.ada, proposal, "named")
    assert publish(world.fay, proposal).status_code == 302
    assert "judge" not in opening(proposal)
    assert [(who, verb) for who, verb, _, _ in lines()] == [("fay", "ask_quoted"), ("fay", "publish_talk")]
    assert publish(world.fay, proposal).status_code in {302, 404}


@pytest.mark.parametrize(("of_space", "chosen", "holds"), [
    ("free", "unnamed", "unnamed"), ("stays", "unnamed", "stays"), ("free", "stays", "stays"),
])  # fmt: skip
def test_it_promises_at_least_what_the_room_does(world: World, of_space: str, chosen: str, holds: str) -> None:
    Space.objects.filter(pk=world.commons.pk).update(label=of_space)
    proposal = asked(world, talk(world)[0], label=chosen)
    publish(world.fay, proposal)
    assert thread_of(proposal).label == holds


def test_its_promise_never_becomes_looser_though_nobody_has_replied(world: World) -> None:
    Space.objects.filter(pk=world.commons.pk).update(label="free")
    world.commons.refresh_from_db()
    other = ask(world.fay, world.commons, label=Label.UNNAMED)
    set_label(grants(world.fay), other, Label.FREE)
    proposal = asked(world, talk(world)[0])
    act(world.fay, proposal, "stricter")
    publish(world.fay, proposal)
    thread = thread_of(proposal)
    assert thread.label == "stays"
    with pytest.raises(Denied):
        set_label(grants(world.fay), thread, Label.FREE)
    with pytest.raises(Denied):
        set_label(grants(world.mona), thread, Label.FREE)
    page = text_of(signed_in(world.fay).get(f"/forum/t/{thread.key}/label/"))
    assert "words said in a room" in page


def test_what_fay_prepares_is_in_her_archive_and_goes_when_she_leaves(world: World) -> None:
    proposal = asked(world)
    [words] = source.read(world.fay.pk)
    assert words.title == proposal.title
    assert "judge" not in words.html
    assert list(source.read(world.ada.pk)) == []
    source.drop(world.fay.pk)
    assert Proposal.objects.count() == 0
    assert not any("quoted" in words for words in heard(world.ada))
