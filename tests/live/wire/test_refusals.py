"""Every reason for which something is not done, provoked as it comes about in life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from redis import Redis

from cohorts.models import Message, Room
from cohorts.talks import actions as talks
from community.members import actions as members
from community.members import epoch
from community.members.models import Member
from moderation.access.standing import Standing
from tests.cast import World, grants
from tests.harness.community import Community
from tests.harness.tab import Frame, Tab
from tests.live.wire.past import fill, stored, until
from tests.verbs import say


def of_ben(people: World) -> object:
    """A message that Ada did not write."""
    return say(people.ben, people.room).pk


def of_ada(people: World, **facts: Any) -> object:
    message = say(people.ada, people.room)
    Message.objects.filter(pk=message.pk).update(**facts)
    return message.pk


def close_room(people: World, field: str) -> Frame:
    Room.objects.filter(pk=people.room.pk).update(**{field: timezone.now()})
    return {"type": "say", "body": "Hello"}


def among_announcements(people: World, frame: Frame) -> Frame:
    Room.objects.filter(pk=people.room.pk).update(kind="announcements")
    return frame


def before_it_opens(people: World) -> Frame:
    opens = timezone.now() + timedelta(minutes=1)
    Room.objects.filter(pk=people.room.pk).update(kind="session", opens_at=opens, closes_at=opens + timedelta(hours=1))
    return {"type": "say", "body": "Hello"}


def said_before(people: World, nonce: object) -> Frame:
    say(people.ada, people.room, "First", nonce=nonce)
    return {"type": "say", "body": "Second"}


def of_old(people: World) -> Frame:
    return {"type": "edit", "message": of_ada(people, at=timezone.now() - timedelta(hours=25)), "body": "Late"}


def to_ben(people: World, *, blocked_by: str = "", **facts: Any) -> Frame:
    """Ada writes in her talk with Ben, of whom something has changed since it began."""
    talk = talks.begin(grants(people.ada), [people.ben])
    if blocked_by:
        other = {"ada": people.ben, "ben": people.ada}[blocked_by]
        members.block(grants(people.people[blocked_by]), other)
    if facts:
        Member.objects.filter(pk=people.ben.pk).update(**facts)
        epoch.move()
    return {"type": "say", "room": talk.pk, "body": "Hello"}


def said_before_cleo_came(people: World) -> Frame:
    table = talks.begin(grants(people.ada), [people.ben, people.fay], name="A table")
    said = say(people.ada, table, "Among us")
    talks.add(grants(people.ada), table, people.cleo)
    return {"type": "edit", "room": table.pk, "message": said.pk, "body": "Among us four"}


Provoke = Callable[[World, Any], Frame]
# Code → what provokes it. `type` and fields of the frame; `who` when it is not Ada, `room` when it is not hers.
# `flood` needs the budgets of life, `unavailable` a database that fails, `slow_mode` says when: see below.
PROVOKED: dict[str, list[Provoke]] = {
    "no_access": [
        lambda w, n: {"type": "say", "room": w.other_room.pk, "body": "Hello"},
        lambda w, n: {"type": "say", "room": uuid4(), "body": "Hello"},
        lambda w, n: {"type": "say", "room": "the kitchen", "body": "Hello"},
        lambda w, n: {"type": "enter", "room": w.other_room.pk, "after": None},
        lambda w, n: {"type": "follow", "topic": "space:nowhere"},
    ],
    "muted": [lambda w, n: {"type": "say", "who": "ron", "body": "Hello"}],
    "locked": [lambda w, n: close_room(w, "locked_at"), lambda w, n: before_it_opens(w)],
    "archived": [
        lambda w, n: close_room(w, "archived_at"),
        lambda w, n: {**close_room(w, "archived_at"), "who": "fay"},
    ],
    "announcements": [
        lambda w, n: among_announcements(w, {"type": "say", "body": "Hello"}),
        lambda w, n: among_announcements(w, {"type": "edit", "message": of_ada(w), "body": "Hello"}),
    ],
    "before_them": [lambda w, n: said_before_cleo_came(w)],
    "cannot_write": [lambda w, n: to_ben(w, blocked_by="ben")],
    "blocked": [lambda w, n: to_ben(w, blocked_by="ada")],
    "not_here": [lambda w, n: to_ben(w, standing=Standing.LEFT)],
    "empty": [
        lambda w, n: {"type": "say", "body": " \n "},
        lambda w, n: {"type": "edit", "message": of_ada(w), "body": "\u200b"},
    ],
    "too_long": [
        lambda w, n: {"type": "say", "body": "x" * 8_001},
        lambda w, n: {"type": "edit", "message": of_ada(w), "body": "x" * 60_000},
    ],
    "points_to_child": [
        lambda w, n: {"type": "say", "body": "Maya Thornton in 4th grade was suspended for a week"},
        lambda w, n: {"type": "say", "body": "Call her mother at (512) 555-0147", "looked": False},
        lambda w, n: {"type": "edit", "message": of_ada(w), "body": "Her SSN is 219-09-9999, can we store it?"},
    ],
    "unknown_message": [
        lambda w, n: {"type": "edit", "message": uuid4(), "body": "Whose?"},
        lambda w, n: {"type": "delete", "message": say(w.cleo, w.other_room).pk},
        lambda w, n: {"type": "say", "body": "Answer", "reply_to": uuid4()},
        lambda w, n: {"type": "pin", "message": "the first", "on": True},
        lambda w, n: {"type": "react", "message": of_ada(w, deleted_at=timezone.now()), "emoji": "👍", "on": True},
        lambda w, n: {"type": "history", "around": str(uuid4())},
    ],
    "not_yours": [
        lambda w, n: {"type": "edit", "message": of_ben(w), "body": "Mine now"},
        lambda w, n: {"type": "delete", "message": of_ben(w)},
        lambda w, n: {"type": "pin", "message": of_ada(w), "on": True},
        lambda w, n: {"type": "edit", "who": "mona", "message": of_ben(w), "body": "Mine now"},
    ],
    "too_late": [lambda w, n: of_old(w)],
    "bad_attachment": [
        lambda w, n: {"type": "say", "body": "Look", "attachments": [str(uuid4())]},
        lambda w, n: {"type": "say", "body": "Look", "attachments": ["photo.jpg"]},
        lambda w, n: {"type": "say", "body": "Look", "attachments": [str(uuid4()) for _ in range(11)]},
    ],
    "nonce_conflict": [
        lambda w, n: said_before(w, n),
        lambda w, n: {**said_before(w, n), "type": "delete", "message": of_ada(w)},
    ],
    "bad_frame": [
        lambda w, n: {"type": "say", "body": 7},
        lambda w, n: {"type": "sync", "after": -1},
        lambda w, n: {"type": "history"},
        lambda w, n: {"type": "history", "before": 3, "date": "2026-05-12"},
        lambda w, n: {"type": "react", "message": of_ada(w), "emoji": "yes", "on": True},
        lambda w, n: {"type": "react", "message": of_ada(w), "emoji": "👍", "on": "yes"},
        lambda w, n: {"type": "follow", "topic": ""},
        lambda w, n: {"type": "say", "body": "Hello", "looked": "yes"},
    ],
}  # fmt: skip
CASES = [(code, number) for code, ways in PROVOKED.items() for number in range(len(ways))]


@pytest.mark.parametrize(("code", "way"), CASES, ids=[f"{code}-{number}" for code, number in CASES])
def test_what_is_not_done_is_answered_with_its_reason(community: Community, people: World, code: str, way: int) -> None:
    nonce = uuid4()
    frame = {"room": people.room.pk, "nonce": nonce, **PROVOKED[code][way](people, nonce)}
    tab = community.tab(people.people[frame.pop("who", "ada")])
    before = stored(people.room)
    tab.send(frame.pop("type"), **frame)
    refused = tab.hears("refused", "ack", "entered", "page", "synced", "followed")
    assert (refused["type"], refused.get("code")) == ("refused", code)
    assert set(refused) == {"type", "nonce", "room", "code", "detail"}
    assert len(refused["detail"]) > 10
    if frame.get("topic") is None:
        assert refused["room"] == str(frame["room"])
    if "body" in frame or "message" in frame:
        assert refused["nonce"] == str(nonce)
    assert stored(people.room) == before
    tab.answers()  # a refusal is no mistake: the socket stays


@pytest.mark.parametrize("nonce", [None, "", "again", 7, "00000000-0000-0000-0000-00000000000g"])
def test_without_a_nonce_nothing_is_said(community: Community, people: World, nonce: object) -> None:
    tab = community.tab(people.ada)
    tab.send("say", room=people.room.pk, body="Hello", nonce=nonce)
    assert tab.hears("refused")["code"] == "bad_frame"
    assert stored(people.room) == []


def test_where_it_is_locked_who_leads_still_speaks(community: Community, people: World) -> None:
    close_room(people, "locked_at")
    told = [community.tab(people.people[name]).says(people.room)["type"] for name in ("ben", "fay", "mona")]
    assert told == ["refused", "ack", "ack"]


def test_words_before_a_refusal_can_be_sent_again_as_they_were(community: Community, people: World) -> None:
    """What was refused has used up no nonce."""
    tab = community.tab(people.ada)
    nonce = uuid4()
    close_room(people, "locked_at")
    assert tab.says(people.room, "Patience", nonce=nonce)["code"] == "locked"
    Room.objects.filter(pk=people.room.pk).update(locked_at=None)
    assert tab.says(people.room, "Patience", nonce=nonce)["type"] == "ack"


def test_what_may_point_to_a_child_stays_when_its_writer_lets_it(community: Community, people: World) -> None:
    """The very message that was refused is sent again; what was seen is in the answer and nowhere else."""
    tab, nonce, words = community.tab(people.ada), uuid4(), "Maya Thornton in 4th grade was suspended for a week"
    refused = tab.says(people.room, words, nonce=nonce)
    assert (refused["code"], "Maya Thornton" in refused["detail"]) == ("points_to_child", True)
    assert tab.says(people.room, words, nonce=nonce, looked=True)["type"] == "ack"
    assert tab.says(people.room, words, nonce=nonce)["type"] == "ack"  # stored already: nothing to ask
    assert [body for _, _, body in stored(people.room)] == [words]


def test_a_stored_message_is_confirmed_even_where_nothing_may_be_said_any_more(
    community: Community, people: World
) -> None:
    """The answer was lost, then the room was closed: the sender must learn that her words are there."""
    tab = community.tab(people.ada)
    nonce = uuid4()
    ack = tab.says(people.room, "In time", nonce=nonce)
    close_room(people, "archived_at")
    assert tab.says(people.room, "In time", nonce=nonce) == ack


def test_alumni_talk_slowly_and_are_told_how_long_to_wait(community: Community, people: World) -> None:
    Room.objects.filter(pk=people.room.pk).update(stage="alumni")
    tab, ben, fay = (community.tab(people.people[name]) for name in ("ada", "ben", "fay"))
    nonce = uuid4()
    assert tab.says(people.room, "First")["type"] == "ack"
    refused = tab.says(people.room, "Second", nonce=nonce)
    assert (refused["type"], refused["code"]) == ("refused", "slow_mode")
    assert 590 < refused["retry_after"] <= 600
    assert "in 10 minutes" in refused["detail"]
    assert [one.says(people.room)["type"] for one in (ben, fay, fay)] == ["ack"] * 3
    Message.objects.filter(author=people.ada).update(at=timezone.now() - timedelta(minutes=11))
    assert tab.says(people.room, "Second", nonce=nonce)["type"] == "ack"


# ---- too fast -----------------------------------------------------------------------------------------


def send_many(tabs: list[Tab], people: World, count: int) -> list[Frame]:
    nonces = [str(uuid4()) for _ in range(count)]
    for number, nonce in enumerate(nonces):
        tabs[number % len(tabs)].send("say", room=people.room.pk, nonce=nonce, body=f"Fast {number}")
    return [tabs[number % len(tabs)].hears("ack", "refused", nonce=nonce) for number, nonce in enumerate(nonces)]


def test_twenty_messages_in_ten_seconds_over_all_processes(paced: Community, neighbors: World) -> None:
    tabs = [paced.tab(neighbors.ada, at=n % paced.processes) for n in range(2)]
    answers = send_many(tabs, neighbors, 24)
    assert [answer["type"] for answer in answers].count("ack") == 20
    refused = [answer for answer in answers if answer["type"] == "refused"]
    assert {answer["code"] for answer in refused} == {"flood"}
    assert all(0 < answer["retry_after"] <= 10 for answer in refused)
    assert len(stored(neighbors.room)) == 20
    assert paced.tab(neighbors.ben).says(neighbors.room)["type"] == "ack"  # his pace is his own


def test_the_pace_is_kept_in_each_room_for_itself_and_changes_are_free(paced: Community, neighbors: World) -> None:
    tab = paced.tab(neighbors.mona)
    said = [answer for answer in send_many([tab], neighbors, 21) if answer["type"] == "ack"]
    assert len(said) == 20
    assert tab.says(neighbors.other_room)["type"] == "ack"
    edit = tab.does("edit", neighbors.room, message=said[0]["message"], body="Mended")
    assert edit["type"] == "ack"


def test_what_was_too_fast_goes_out_later_as_it_was(paced: Community, neighbors: World) -> None:
    tab = paced.tab(neighbors.ada)
    refused = [answer for answer in send_many([tab], neighbors, 21) if answer["type"] == "refused"]
    assert len(refused) == 1
    if paced.redis is not None:
        Redis.from_url(paced.redis.url).flushall()  # the ten seconds are over
    again = until(lambda: acked(tab, neighbors, refused[0]["nonce"]), within=15)
    assert again["seq"] == 21


def acked(tab: Tab, people: World, nonce: str) -> Frame | None:
    tab.send("say", room=people.room.pk, nonce=nonce, body="Fast 20")
    answer = tab.hears("ack", "refused", nonce=nonce)
    return answer if answer["type"] == "ack" else None


def test_a_quick_hand_at_reading_is_no_flood(community: Community, people: World) -> None:
    fill(people.ben, people.room, 3)
    tab = community.tab(people.ada)
    for _ in range(150):
        tab.send("sync", room=people.room.pk, after=0)
    assert [len(tab.hears("synced")["messages"]) for _ in range(150)] == [3] * 150
