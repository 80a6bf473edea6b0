"""Frames that nobody should send: what each is answered with, and that nobody else notices."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from community.live.protocol import MAX_FRAME_BYTES, Close
from tests.cast import World
from tests.harness.community import Community
from tests.harness.tab import Tab
from tests.live.wire.past import stored

TOO_LARGE = (Close.TOO_LARGE, f"a frame holds up to {MAX_FRAME_BYTES} bytes")
BAD_FRAMES = (Close.BAD_FRAMES, "too many frames that could not be read")


@pytest.fixture
def ben(paced: Community, neighbors: World) -> Iterator[Tab]:
    """Somebody in the same room, at another process where there is one; it stays as quick for him as before."""
    tab = paced.tab(neighbors.ben, at=paced.processes - 1)
    tab.enter(neighbors.room)
    yield tab
    assert tab.says(neighbors.room, "Still here")["type"] == "ack"
    assert tab.hears("message")["message"]["body"] == "Still here"


@pytest.fixture
def ada(paced: Community, neighbors: World) -> Tab:
    tab = paced.tab(neighbors.ada)
    tab.enter(neighbors.room)
    return tab


UNREADABLE: list[tuple[str | bytes, str]] = [
    ("", "This was not JSON."),
    ("{", "This was not JSON."),
    ("\u0000", "This was not JSON."),
    ("[" * 60_000, "This was not JSON."),
    ('{"type": "ping"}{"type": "ping"}', "This was not JSON."),
    (b'{"type": "ping"}', "This was not JSON."),
    ("null", "A frame is a JSON object."),
    ("[]", "A frame is a JSON object."),
    ('[{"type": "ping"}]', "A frame is a JSON object."),
    ('"ping"', "A frame is a JSON object."),
    ("1e999", "A frame is a JSON object."),
    ("{}", "A frame of this type is not known."),
    ('{"type": "welcome"}', "A frame of this type is not known."),
    ('{"type": "message", "room": ""}', "A frame of this type is not known."),
    ('{"type": ["ping"]}', "A frame of this type is not known."),
    ('{"type": "PING"}', "A frame of this type is not known."),
    ('{"type": null}', "A frame of this type is not known."),
]


@pytest.mark.parametrize(("sent", "detail"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_cannot_be_read_is_said_and_the_socket_stays(ada: Tab, ben: Tab, sent: str | bytes, detail: str) -> None:
    ada.raw(sent)
    assert ada.hears("error") == {"type": "error", "detail": detail}
    ada.answers()


def test_the_fifth_of_them_in_a_minute_ends_it(ada: Tab, ben: Tab) -> None:
    for _ in range(4):
        ada.raw("hello")
        ada.hears("error")
    ada.answers()
    ada.raw("hello")
    assert ada.ends() == BAD_FRAMES


def test_refusals_are_no_mistakes(ada: Tab, ben: Tab) -> None:
    for _ in range(8):
        ada.send("enter", room="nowhere")
        assert ada.hears("refused")["code"] == "no_access"
    ada.answers()


def test_fields_that_nobody_knows_are_nobody_s_business(ada: Tab, ben: Tab, neighbors: World) -> None:
    ack = ada.says(neighbors.room, "Hello", author=neighbors.cleo.pk, seq=99, html="<b>bold</b>", deleted=True, at=0)
    assert ack["seq"] == 1
    message = ben.hears("message")["message"]
    assert (message["author"]["id"], message["html"], message["deleted"]) == (neighbors.ada.pk, "<p>Hello</p>", False)


# ---- too large ----------------------------------------------------------------------------------------


def padded(size: int) -> str:
    """A ping of exactly so many bytes."""
    frame = json.dumps({"type": "ping", "at": 1, "x": ""})
    return frame.replace('""', '"' + "x" * (size - len(frame)) + '"')


def test_a_frame_of_sixty_four_kibibytes_is_read(ada: Tab, ben: Tab) -> None:
    ada.raw(padded(MAX_FRAME_BYTES))
    assert ada.hears("pong", at=1)


def in_parts(size: int) -> Any:
    text = padded(size)
    return [text[at : at + 8_192] for at in range(0, size, 8_192)]


@pytest.mark.parametrize(
    "frame",
    [
        padded(MAX_FRAME_BYTES + 1),
        padded(MAX_FRAME_BYTES + 1).encode(),
        padded(1024 * 1024),
        padded(10 * 1024 * 1024),
        "я" * (MAX_FRAME_BYTES // 2 + 1),
    ],
    ids=["one byte", "binary", "1 MB", "10 MB", "bytes not characters"],
)
def test_a_larger_one_ends_the_socket(ada: Tab, ben: Tab, frame: str | bytes) -> None:
    send(ada, frame)
    assert ada.ends() == TOO_LARGE


def test_a_large_frame_in_small_parts_is_as_large(ada: Tab, ben: Tab) -> None:
    ada.wire.send(in_parts(MAX_FRAME_BYTES))
    assert ada.hears("pong", at=1)
    send(ada, in_parts(MAX_FRAME_BYTES + 1))
    assert ada.ends() == TOO_LARGE


def send(tab: Tab, frame: Any) -> None:
    """The server may close before it has read it all."""
    try:
        tab.wire.send(frame)
    except ConnectionClosed:
        assert tab.ends()


def test_a_hundred_thousand_characters_are_too_large_to_be_read(ada: Tab, ben: Tab, neighbors: World) -> None:
    ada.send("say", room=neighbors.room.pk, nonce="6f1e2c9e-5b3f-4a43-9d8a-0f3f6f1a2b3c", body="x" * 100_000)
    assert ada.ends() == TOO_LARGE
    assert stored(neighbors.room) == []


# ---- too many -----------------------------------------------------------------------------------------


def test_more_than_a_hundred_and_twenty_frames_in_a_minute_end_it(paced: Community, neighbors: World, ben: Tab) -> None:
    ada = paced.tab(neighbors.ada)
    for number in range(120):
        ada.send("ping", at=number)
    assert [ada.hears("pong")["at"] for _ in range(120)] == list(range(120))
    ada.send("ping", at="one more")
    code, reason = ada.ends()
    assert (code, 1 <= int(reason) <= 60) == (Close.FLOOD, True)
    assert not ada.all("pong")
    paced.tab(neighbors.ada).answers()  # the budget is the socket's


def test_a_flood_that_nobody_reads_the_answers_of_stops_at_the_budget(
    paced: Community, neighbors: World, ben: Tab
) -> None:
    ada = paced.tab(neighbors.ada)
    send(ada, padded(1_000))
    for _ in range(5_000):
        if ada.ending is None:
            send(ada, '{"type": "sync"}')
    assert ada.ends()[0] == Close.FLOOD
