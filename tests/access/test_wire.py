"""Every frame a client may send, by everybody, over real sockets; the rules behind them are in test_topics.py."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, get_args
from uuid import uuid4

import pytest
from django.conf import settings

from community.db import writing
from community.live import parsing, protocol
from community.routing import Door, handlers
from tests import cast
from tests.access.scene import SEES
from tests.cast import INSIDE, OUTSIDE, World
from tests.harness import databases
from tests.harness.community import Community
from tests.harness.tab import Tab
from tests.verbs import ask, say

pytestmark = pytest.mark.served
marks = count(1)
# What each frame is answered with, by whoever may; nothing is the answer of frames that only tell.
ANSWERED = {
    "enter": "entered", "sync": "synced", "history": "page", "follow": "followed", "ping": "pong",
    "leave": "", "read": "", "typing": "", "unfollow": "",
    "say": "ack", "edit": "ack", "delete": "ack", "react": "ack", "pin": "ack",
}  # fmt: skip
CHANGES = ("say", "edit", "react", "pin", "delete")  # the last takes the message away
CODES = {
    "ada": ("ack", "not_yours", "ack", "not_yours", "not_yours"),
    "ben": ("ack", "ack", "ack", "not_yours", "ack"),
    "fay": ("ack", "not_yours", "ack", "ack", "ack"),
    "mona": ("ack", "not_yours", "ack", "ack", "ack"),
    "olga": ("ack", "not_yours", "ack", "ack", "ack"),
    "ron": ("muted",) * 5,
    "cleo": ("no_access",) * 5,
}


@pytest.fixture(scope="module")
def community(tmp_path_factory: Any, collected: None, django_db_blocker: Any) -> Iterator[Community]:
    kind = "postgres" if settings.DATABASE_URL else "sqlite"
    folder = tmp_path_factory.mktemp("wire-of-access")
    with Community(folder, databases.fresh(kind, folder, django_db_blocker), django_db_blocker) as started:
        yield started


@pytest.fixture
def people(community: Community) -> Iterator[World]:
    with community.inside():
        with writing():
            world = cast.build(f"-{next(marks)}")
        yield world
        community.close_tabs()


def fields(frame_type: str, world: World, message: object) -> dict[str, Any]:
    """A well-formed frame of that type for the room of Spring."""
    changing, topic = {"nonce": uuid4(), "message": message}, f"space:{world.spring_space.slug}"
    given: dict[str, dict[str, Any]] = {
        "enter": {"after": None}, "leave": {}, "sync": {"after": 0}, "history": {"before": 10, "limit": 5},
        "read": {"seq": 1}, "typing": {}, "ping": {"at": 7},
        "follow": {"topic": topic}, "unfollow": {"topic": topic},
        "say": {"nonce": uuid4(), "body": "Hello"}, "edit": {**changing, "body": "Better"}, "delete": changing,
        "react": {**changing, "emoji": "❤️", "on": True}, "pin": {**changing, "on": True},
    }  # fmt: skip
    return {"room": world.room.pk, **given[frame_type]}


def answer(tab: Tab, frame_type: str, given: dict[str, Any]) -> str:
    """The type of the answer, or the code of the refusal; empty when there is none."""
    tab.kept.clear()
    tab.send(frame_type, **given)
    if frame_type in CHANGES:
        told = [tab.hears("ack", "refused", nonce=str(given["nonce"]))]
    elif frame_type == "ping":
        told = [tab.hears("pong")]
    else:
        tab.answers()
        told = [frame for frame in tab.kept if frame["type"] in {"refused", "error", *ANSWERED.values()}]
    return str(told[0].get("code", told[0]["type"])) if told else ""


def test_every_frame_that_is_read_is_carried_out_and_tested() -> None:
    kinds = {kind for part in get_args(protocol.Frame) for kind in (get_args(part) or (part,))}
    assert {kind.type for kind in kinds} == set(parsing.READERS) == set(ANSWERED)
    assert set(handlers(Door(), AnyProcess())) == kinds  # type: ignore[arg-type]


class AnyProcess:
    """As much of a process as naming its handlers needs."""

    class hub:  # noqa: N801
        loop = None

    on_stop: list[object] = []


@pytest.mark.parametrize("name", INSIDE)
def test_each_frame_does_for_each_person_what_they_may(community: Community, people: World, name: str) -> None:
    message = say(people.ben, people.room).pk
    tab = community.tab(people.people[name])
    sees = name in SEES["spring"]
    reading = {frame: told for frame, told in ANSWERED.items() if frame not in CHANGES}
    wanted = {frame: told if sees or told in {"", "pong"} else "no_access" for frame, told in reading.items()}
    assert {frame: answer(tab, frame, fields(frame, people, message)) for frame in reading} == wanted
    assert tuple(answer(tab, frame, fields(frame, people, message)) for frame in CHANGES) == CODES[name]


def test_what_cleo_sends_to_spring_is_heard_by_nobody_there(community: Community, people: World) -> None:
    said = say(people.ben, people.room).pk
    ada, cleo = community.tab(people.ada), community.tab(people.cleo)
    ada.enter(people.room)
    ada.kept.clear()
    for frame in ANSWERED:
        answer(cleo, frame, fields(frame, people, said))
    ada.hears_nothing("message", "typing", "read", "update", during=0.3)
    here = [member for frame in ada.all("presence") for member in frame.get("here", [])]
    assert people.cleo.pk not in here


def test_what_happens_in_spring_is_not_heard_by_cleo(community: Community, people: World) -> None:
    cleo, ada = community.tab(people.cleo), community.tab(people.ada)
    for topic in ("inbox", f"space:{people.spring_space.slug}", f"inbox:{people.ada.pk}"):
        cleo.send("follow", topic=topic)
    cleo.enter(people.other_room)
    ada.enter(people.room)
    assert ada.says(people.room, f"@{people.cleo.handle} look")["type"] == "ack"
    ask(people.ada, people.spring_space)
    cleo.hears_nothing("message", "update", "typing", "read", during=0.3)
    assert not any(str(people.room.pk) in text for text in cleo.heard)


@pytest.mark.parametrize("frame", [f for f, told in ANSWERED.items() if told not in {"", "pong"}])
def test_the_room_of_spring_answers_cleo_like_no_room(community: Community, people: World, frame: str) -> None:
    """The same frame to the room of another and to one that never was: the same words, apart from what was sent."""
    message, never, nonce = say(people.ben, people.room).pk, str(uuid4()), str(uuid4())
    tab = community.tab(people.cleo)
    told = []
    for room, topic in ((str(people.room.pk), f"space:{people.spring_space.slug}"), (never, "space:nowhere")):
        given = {**fields(frame, people, message), "nonce": nonce}
        sent = {**given, "room": room} if frame != "follow" else {"topic": topic}
        tab.send(frame, **sent)
        told.append({**tab.hears("refused"), "room": ""})
    assert told[0] == told[1]


@pytest.mark.parametrize("name", OUTSIDE)
def test_nobody_outside_gets_a_socket(community: Community, people: World, name: str) -> None:
    tab = community.tab(people.people[name], greet=False)
    assert tab.ends()[0] == 4403
    assert tab.heard == []


@pytest.mark.parametrize("key", ["", "nosuchsession"])
def test_a_visitor_gets_no_socket(community: Community, people: World, key: str) -> None:
    tab = community.tab(key, greet=False)
    assert tab.ends()[0] == 4401
    assert tab.heard == []
