"""Same question here: counted, never named, and told of the answer."""

from __future__ import annotations

from typing import Any

import pytest

from cohorts import actions as cohorts
from community.forum import actions as forum
from community.forum.following import queries
from community.forum.following.models import AsksToo
from community.forum.models import Thread
from community.members.models import Member
from moderation.actions.leaving import leave
from tests.cast import World, grants, person
from tests.forum.forms import act, place
from tests.pages import Answer, text_of
from tests.verbs import ask, carry_out_jobs, reply, signed_in


def too(member: Member, thread: Thread, **fields: str) -> Answer:
    return signed_in(member).post(f"{place(thread)}too/", fields)


def page(member: Member, thread: Thread) -> str:
    return text_of(signed_in(member).get(place(thread)))


def told(member: Member) -> list[str]:
    carry_out_jobs()
    return list(member.notices.filter(kind="answer.same").values_list("subject", flat=True))


def test_it_is_counted_and_nobody_is_named(world: World) -> None:
    thread = ask(world.ada, world.commons)
    assert "Same question here" in page(world.cleo, thread)
    assert "Same question here" not in page(world.ada, thread)
    for _ in range(2):
        assert too(world.cleo, thread).status_code == 302
    assert "1 other asks this, too" in page(world.ada, thread)
    assert "You will hear of the answer" in page(world.cleo, thread)
    assert "Cleo" not in page(world.ada, thread) + page(world.mona, thread)
    too(world.ben, thread)
    assert "2 others ask this, too" in page(world.ada, thread)
    assert "You and 1 other ask this, too" in page(world.cleo, thread)
    too(world.cleo, thread, off="1")
    assert "1 other asks this, too" in page(world.cleo, thread)


def test_whoever_has_it_too_is_told_of_the_answer(world: World) -> None:
    thread = ask(world.ada, world.commons, "Who insures us?")
    for member in (world.cleo, world.fay, world.mona):
        too(member, thread)
    helping = reply(world.fay, thread)
    forum.choose_answer(grants(world.ada), helping)
    assert told(world.cleo) == told(world.mona) == [str(helping.pk)]
    assert told(world.fay) == []  # it is hers
    inbox = text_of(signed_in(world.cleo).get("/notices/"))
    assert "Ada chose an answer to “Who insures us?”, which you ask, too" in inbox
    assert f"{place(thread)}?to=2#reply-2" in inbox


def test_another_answer_is_told_and_the_first_one_taken_back(world: World) -> None:
    thread = ask(world.ada, world.commons)
    too(world.cleo, thread)
    first, second = reply(world.ben, thread), reply(world.fay, thread)
    for answer in (first, second):
        forum.choose_answer(grants(world.ada), answer)
        assert told(world.cleo) == [str(answer.pk)]
    forum.take_back_answer(grants(world.ada), second)
    assert told(world.cleo) == []
    forum.choose_answer(grants(world.ada), first)
    forum.take_back_answer(grants(world.ada), first)
    assert told(world.cleo) == []


def test_a_deleted_answer_takes_its_notices_along(world: World) -> None:
    thread = ask(world.ada, world.commons)
    too(world.cleo, thread)
    forum.choose_answer(grants(world.ada), reply(world.ben, thread))
    assert len(told(world.cleo)) == 1
    act(signed_in(world.ben), thread, 2, "delete")
    assert told(world.cleo) == []


def test_who_lost_the_place_or_wants_peace_is_not_told(world: World) -> None:
    thread = ask(world.ada, world.spring_space)
    for member in (world.ben, world.fay, world.mona):
        too(member, thread)
    signed_in(world.mona).post(f"{place(thread)}follow/", {"level": "mute"})
    cohorts.withdraw(grants(world.olga), world.spring, world.ben)
    helping = reply(world.ada, thread)
    forum.choose_answer(grants(world.ada), helping)
    assert (told(world.ben), told(world.mona), told(world.fay)) == ([], [], [str(helping.pk)])


def test_an_alias_chooses_as_an_alias(world: World) -> None:
    thread = ask(world.ada, world.commons, anonymous=True)
    too(world.cleo, thread)
    forum.choose_answer(grants(world.ada), reply(world.ben, thread))
    assert len(told(world.cleo)) == 1
    inbox = text_of(signed_in(world.cleo).get("/notices/"))
    assert f"{thread.alias} chose an answer" in inbox
    assert "Ada" not in inbox


def test_many_are_told_in_several_goes(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "TOLD_AT_ONCE", 3)
    thread = ask(world.ada, world.commons)
    people = [person(f"also{n}", world.dune) for n in range(7)]
    AsksToo.objects.bulk_create(AsksToo(member=member, thread=thread) for member in people)
    forum.choose_answer(grants(world.ada), reply(world.ben, thread))
    assert [len(told(member)) for member in people] == [1] * 7


@pytest.mark.parametrize("kind", ["question", "discussion"])
def test_a_discussion_is_no_question_and_ones_own_is_ones_own(world: World, kind: str) -> None:
    thread = ask(world.ada, world.commons, kind=kind)
    assert too(world.ada, thread).status_code == 403
    assert too(world.cleo, thread).status_code == (302 if kind == "question" else 403)
    assert AsksToo.objects.count() == (kind == "question")


def test_it_is_in_ones_archive_and_goes_with_whoever_leaves(world: World) -> None:
    thread = ask(world.ada, world.commons)
    for member in (world.ben, world.cleo):
        too(member, thread)
    assert list(queries.asked_too_by(world.cleo.pk).values_list("thread", flat=True)) == [thread.pk]
    leave(grants(world.cleo), words="stay")
    assert list(AsksToo.objects.values_list("member__handle", flat=True)) == ["ben"]
