"""Polls: asked, voted in once, counted, closed; what a refused form keeps; who sees what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from community.forum import actions, events
from community.forum.models import Poll, Thread, Vote
from community.forum.polls import queries
from moderation.access.decision import Absent, Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import place
from tests.forum.polling import box, poll, send_poll, send_vote, votes
from tests.pages import text_of
from tests.verbs import ask, signed_in


def page(world: World, name: str, on: Poll) -> str:
    return text_of(signed_in(world.people[name]).get(place(on.thread)))


# ---- asking ----------------------------------------------------------------------------------


def test_a_poll_is_asked_with_one_choice_a_line(world: World) -> None:
    assert send_poll(signed_in(world.ada), world.commons).status_code == 302
    made = Poll.objects.get()
    assert (made.choices, made.kind, made.most, made.anonymous, made.results) == (
        ["Red", "Green", "Blue"], "single", 1, False, "always",
    )  # fmt: skip
    assert "Poll" in text_of(signed_in(world.ben).get("/forum/"))
    assert "Which color?" not in text_of(signed_in(world.ben).get("/forum/?show=unanswered"))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"choices": ""}, "at least two choices"),
        ({"choices": "Red\n \n"}, "at least two choices"),
        ({"choices": "\n".join(f"Choice {n}" for n in range(21))}, "up to 20"),
        ({"choices": "Red\nred"}, "stands there twice"),
        ({"choices": "Red\n" + "x" * 161}, "Up to 160 characters"),
        ({"most": "0", "poll_kind": "several"}, "A number from 1 to 20"),
        ({"closes_at": "soon"}, "Write the day and the hour"),
        ({"closes_at": "2020-01-01T10:00"}, "has passed"),
        ({"poll_kind": "magic"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(world: World, fields: dict[str, str], told: str) -> None:
    answer = send_poll(signed_in(world.ada), world.commons, **({"choices": "Kept one\nKept two"} | fields))
    text = text_of(answer)
    assert (answer.status_code, told in text, "For the door." in text) == (422, True, True)
    assert ("choices" in fields) or "Kept one\nKept two" in text
    assert not Thread.objects.exists()


def test_it_closes_at_an_hour_of_the_member_who_asked(world: World) -> None:
    world.ada.timezone = "America/Denver"
    world.ada.save()
    day = (timezone.now() + timedelta(days=40)).strftime("%Y-%m-%d")
    assert send_poll(signed_in(world.ada), world.commons, closes_at=f"{day}T16:00").status_code == 302
    closes_at = Poll.objects.get().closes_at
    assert closes_at is not None
    assert closes_at.strftime("%H:%M") in {"22:00", "23:00"}, "summer or winter in Denver"


def test_without_choices_no_poll_begins_and_others_have_none(world: World) -> None:
    with pytest.raises(Exception, match="at least two"):
        ask(world.ada, world.commons, kind="poll")
    assert not Thread.objects.exists()
    thread = ask(world.ada, world.commons, poll=actions.Wanted("single", ["Yes", "No"]))
    assert not Poll.objects.exists()
    with pytest.raises(Absent):
        queries.poll_for(grants(world.ada), thread.key)


# ---- voting ----------------------------------------------------------------------------------


def test_everybody_votes_once_and_may_think_again(world: World) -> None:
    on = poll(world.ada, world.commons)
    for name, pick in (("ben", 0), ("cleo", 0), ("fay", 2)):
        assert send_vote(signed_in(world.people[name]), on.thread, pick=pick).status_code == 302
    assert box(on) == {"0": 2, "2": 1}
    send_vote(signed_in(world.ben), on.thread, pick=2)
    assert box(on) == {"0": 1, "2": 2}
    text = page(world, "ada", on)
    for words in ("3 people have voted", '2<span class="sr-only"> of 3 votes</span> · 67 %', "Ben, Fay"):
        assert words in text
    assert "Change my vote" in page(world, "ben", on)
    send_vote(signed_in(world.ben), on.thread, off="1")
    send_vote(signed_in(world.ben), on.thread, off="1")
    assert (box(on), Vote.objects.count()) == ({"0": 1, "2": 1}, 2)


def test_the_same_form_sent_twice_counts_once(world: World) -> None:
    for anonymous in (False, True):
        on = poll(world.ada, world.commons, anonymous=anonymous)
        for _ in range(2):
            assert send_vote(signed_in(world.ben), on.thread, pick=1).status_code == 302
        assert (box(on), on.votes.count()) == ({"1": 1}, 1)


def test_the_database_itself_counts_a_person_once(world: World) -> None:
    on = poll(world.ada, world.commons, anonymous=True)
    votes(world.ben, on, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(poll=on, member=world.ben)
    for half in ({"picks": "1"}, {"at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.filter(poll=on).update(**half)


def test_several_up_to_so_many_in_whatever_order(world: World) -> None:
    on = poll(world.ada, world.commons, kind="several", most=2)
    assert send_vote(signed_in(world.ben), on.thread, pick=[2, 0, 2]).status_code == 302
    assert box(on) == {"0,2": 1}
    answer = send_vote(signed_in(world.cleo), on.thread, pick=[0, 1, 2])
    assert (answer.status_code, "Choose at most 2" in text_of(answer)) == (422, True)
    assert text_of(answer).count("checked") >= 3, "what was picked is still there"


def test_put_in_order_and_counted_in_rounds(world: World) -> None:
    on = poll(world.ada, world.commons, kind="ranked")
    for name, places in (
        ("ben", {"place_0": 1, "place_1": 2}), ("cleo", {"place_1": 1, "place_2": 5}),
        ("fay", {"place_0": 2, "place_2": 1}), ("mona", {"place_0": 1}), ("olga", {"place_1": 1}),
    ):  # fmt: skip
        assert send_vote(signed_in(world.people[name]), on.thread, **places).status_code == 302
    assert box(on) == {"0": 1, "0,1": 1, "1": 1, "1,2": 1, "2,0": 1}
    text = page(world, "ada", on)
    assert ("“Red” is ahead." in text, "Round 2" in text) == (True, True)
    assert '<option value="2" selected>2</option>' in page(world, "fay", on)


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("single", {}, "Choose something first."),
        ("single", {"pick": "9"}, "Choose something first."),
        ("single", {"pick": ["0", "1"]}, "Choose one of these."),
        ("single", {"pick": "-1"}, "Choose something first."),
        ("single", {"pick": "²"}, "Choose something first."),
        ("ranked", {"place_0": "1", "place_1": "1"}, "Two choices have the same place."),
        ("ranked", {"place_0": "0", "place_9": "1"}, "Choose something first."),
    ],
)
def test_what_makes_no_vote_is_said(world: World, kind: str, fields: dict[str, Any], told: str) -> None:
    on = poll(world.ada, world.commons, kind=kind)
    answer = send_vote(signed_in(world.ben), on.thread, **fields)
    assert (answer.status_code, told in text_of(answer)) == (422, True)
    assert (box(on), Vote.objects.count()) == ({}, 0)


def test_closed_while_somebody_votes_their_choice_stays_on_the_page(world: World) -> None:
    on = poll(world.ada, world.commons)
    actions.close_poll(grants(world.ada), on)
    answer = send_vote(signed_in(world.ben), on.thread, pick=1)
    text = text_of(answer).partition("<main")[2]
    assert answer.status_code == 422
    assert "This poll is closed. Your choice was not counted." in text
    assert "You had chosen: Green." in text
    assert box(on) == {}


def test_it_closes_by_itself(world: World) -> None:
    on = poll(world.ada, world.commons, closes_at=timezone.now() + timedelta(hours=1))
    votes(world.ben, on, 0)
    assert "Closes" in page(world, "ben", on)
    Poll.objects.update(closes_at=timezone.now())
    with pytest.raises(Denied):
        votes(world.cleo, on, 0)
    assert "Change my vote" not in page(world, "ben", on)


def test_in_a_thread_without_replies_people_still_vote(world: World) -> None:
    on = poll(world.ada, world.commons)
    Thread.objects.update(locked_at=timezone.now())
    assert send_vote(signed_in(world.ben), on.thread, pick=1).status_code == 302


def test_voting_over_and_over_is_slowed_down(world: World) -> None:
    on = poll(world.ada, world.commons)
    client = signed_in(world.ben)
    answers = {send_vote(client, on.thread, pick=n % 3).status_code for n in range(70)}
    assert answers == {302, 429}


# ---- closing ---------------------------------------------------------------------------------


def test_the_asker_closes_it_and_a_moderator_with_a_line_in_the_log(world: World) -> None:
    own, others = poll(world.ada, world.commons), poll(world.ada, world.commons)
    assert signed_in(world.ben).post(f"{place(own.thread)}poll/close/").status_code == 403
    assert signed_in(world.ada).post(f"{place(own.thread)}poll/close/").status_code == 302
    assert signed_in(world.mona).post(f"{place(others.thread)}poll/close/").status_code == 302
    assert signed_in(world.mona).post(f"{place(others.thread)}poll/close/").status_code == 403, "it is closed"
    assert list(AuditEntry.objects.values_list("verb", "actor__handle")) == [("close_poll", "mona")]
    assert "closed the poll" in text_of(signed_in(world.olga).get("/moderation/log/"))
    assert "Closed" in page(world, "ben", own)


# ---- who sees what ---------------------------------------------------------------------------


def test_how_it_stands_is_seen_after_voting(world: World) -> None:
    on = poll(world.ada, world.commons, results="voted")
    votes(world.ben, on, 0)
    for name in ("ada", "cleo", "mona"):
        text = page(world, name, on)
        assert ("once you have voted" in text, "<meter" in text, "Ben, " in text) == (True, False, False), name
    assert "<meter" in page(world, "ben", on)


def test_or_when_it_is_closed_and_nobody_looks_earlier(world: World) -> None:
    on = poll(world.ada, world.commons, results="closed")
    votes(world.ben, on, 0)
    for name in ("ada", "ben", "mona", "olga"):
        assert ("when the poll is closed" in page(world, name, on), "<meter" in page(world, name, on)) == (True, False)
    actions.close_poll(grants(world.ada), on)
    assert "<meter" in page(world, "cleo", on)


def test_whoever_watches_hears_that_something_changed_and_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[tuple[str, str]] = []
    on = poll(world.ada, world.spring_space)
    monkeypatch.setattr(events.news, "tell", lambda topic, at, frame: frames.append((topic, str(frame))))
    votes(world.ben, on, 1)
    [(topic, frame)] = frames
    assert topic == f"thread:{on.thread.key}"
    assert ('"data":{}' in frame.replace(" ", ""), "ben" in frame.lower()) == (True, False)
    assert "Ben" in text_of(signed_in(world.ada).get(f"{place(on.thread)}poll/"))
    assert signed_in(world.cleo).get(f"{place(on.thread)}poll/").status_code == 404


def test_kept_from_a_school_its_people_neither_see_it_nor_vote(world: World) -> None:
    on = poll(world.cleo, world.commons, hide=True)
    assert send_vote(signed_in(world.fay), on.thread, pick=1).status_code == 404
    assert send_vote(signed_in(world.ben), on.thread, pick=1).status_code == 302


def test_many_names_end_with_a_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("community.forum.polls.shown.FEW_NAMES", 2)
    on = poll(world.ada, world.commons)
    for name in ("ben", "cleo", "fay", "mona"):
        votes(world.people[name], on, 1)
    assert "Ben, Cleo and 2 more" in page(world, "ada", on)
