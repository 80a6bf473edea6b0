"""What the live wire asks and sends: a message, a page of them, the smallest frames."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import uuid4

import pytest

from cohorts import actions, topics
from cohorts.timeline import Change, Done
from community.live.protocol import MAX_BODY, MAX_FRAME_BYTES, Edit, React, Say, encode
from tests.budgets.counting import settle, statements, told
from tests.cast import World
from tests.cohorts.talking import fill
from tests.verbs import do, say


def speak(world: World, count: int) -> Callable[[], object]:
    def act() -> object:
        frames = [Say(world.room.pk, uuid4(), "Hello there", None, ()) for _ in range(count)]
        return actions.commit_paced([Change(world.ben.pk, frame) for frame in frames])

    return act


def test_a_message_asks_five_things_and_ten_messages_ask_no_more(world: World) -> None:
    settle(world, 30)
    speak(world, 1)()
    for count in (1, 10):
        found = statements(speak(world, count))
        assert len(found) == 5, told(found)


@pytest.mark.parametrize("size", [6, 120])
def test_coming_in_and_catching_up_ask_the_same_of_rooms_of_any_length(world: World, size: int) -> None:
    fill(world.room, [world.ben, world.fay], size)
    ada, room = world.ada.pk, world.room.pk
    reads: dict[str, tuple[int, Callable[[], object]]] = {
        "enter": (8, lambda: topics.entered(ada, room, None)),
        "enter again": (7, lambda: topics.entered(ada, room, 3)),
        "sync": (7, lambda: topics.synced(ada, room, 3)),
        "look": (6, lambda: topics.look(ada, room)),
        "read": (6, lambda: topics.store_reads({(ada, f"room:{room}"): size})),
    }
    for name, (most, act) in reads.items():
        act()
        found = statements(act)
        assert len(found) <= most, f"{name}: {told(found)}"


def test_changing_a_message_keeps_its_budget(world: World) -> None:
    said = say(world.ben, world.room)
    for frame in (Edit(world.room.pk, said.pk, uuid4(), "Better"), React(world.room.pk, said.pk, uuid4(), "🎉", True)):
        found = statements(lambda frame=frame: do(world.ben, frame))  # type: ignore[misc]
        assert len(found) <= 11, told(found)


# ---- sizes -----------------------------------------------------------------------------------


def spoken(world: World, body: str) -> Done:
    return do(world.ben, Say(world.room.pk, uuid4(), body, None, ()))


def test_a_message_costs_its_words_twice_and_a_little(world: World) -> None:
    """As written, for whoever edits it, and as shown; beside them who, when and where."""
    words = "x" * 200
    done = spoken(world, words)
    assert done.frame is not None
    assert len(done.frame.encode()) <= 2 * len(words) + 560
    assert len(done.ack.encode()) <= 230


def test_the_longest_message_fits_into_a_frame(world: World) -> None:
    for body in ("x" * MAX_BODY, "李" * MAX_BODY):
        done = spoken(world, body)
        assert done.frame is not None
        assert len(done.frame.encode()) <= MAX_FRAME_BYTES


def test_a_page_of_messages_is_small(world: World) -> None:
    fill(world.room, [world.ben, world.fay], 60)
    _, fields = topics.entered(world.ada.pk, world.room.pk, None)
    frame = encode("entered", room=str(world.room.pk), members=[world.ada.pk], **fields)
    assert len(json.loads(frame)["messages"]) == 50
    assert len(frame.encode()) <= 24_000


def test_the_frames_that_come_often_are_tiny(world: World) -> None:
    room = str(world.room.pk)
    for frame in (
        encode("typing", room=room, member=world.ada.pk),
        encode("read", room=room, member=world.ada.pk, seq=10**9),
        encode("update", topic="inbox", kind="new", data={}),
        encode("heads", heads={room: 10**9}),
        encode("pong", at=1_700_000_000_000),
    ):
        assert len(frame) <= 120, frame
