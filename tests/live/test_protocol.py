from __future__ import annotations

import json
from collections.abc import Generator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from community.live.protocol import SENT, Refusal, encode, moment, websocket_text


def as_a_browser_reads_it(data: bytes) -> Frame:
    reader = StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    reading: Generator[None, None, Frame] = Frame.parse(reader.read_exact, mask=False)
    try:
        next(reading)
    except StopIteration as done:
        frame: Frame = done.value
        return frame
    raise AssertionError("the frame is not complete")


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_a_text_of_any_size_is_one_final_text_frame(size: int) -> None:
    frame = as_a_browser_reads_it(websocket_text("a" * size))
    assert (frame.opcode, frame.fin, bytes(frame.data)) == (Opcode.TEXT, True, b"a" * size)


def test_the_size_of_a_frame_counts_bytes_not_characters() -> None:
    words = "Grüße aus der Schule 🎉" * 5
    assert bytes(as_a_browser_reads_it(websocket_text(words)).data).decode() == words


@pytest.mark.parametrize("frame_type", sorted(SENT))
def test_every_frame_of_the_contract_is_one_line_of_json(frame_type: str) -> None:
    text = encode(frame_type, body="two\nlines\u2028and more", n=None)
    assert "\n" not in text
    assert json.loads(text) == {"type": frame_type, "body": "two\nlines\u2028and more", "n": None}


def test_a_frame_that_is_not_in_the_contract_cannot_be_sent() -> None:
    with pytest.raises(ValueError, match="'whisper' is not a frame of the contract"):
        encode("whisper")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 5, 12, 18, 30, 1, 999_999, UTC), "2026-05-12T18:30:01.999Z"),
        (datetime(2026, 5, 12, 18, 30, 1, 0, timezone(timedelta(hours=-6))), "2026-05-13T00:30:01.000Z"),
    ],
)
def test_times_are_told_in_utc_with_milliseconds(at: datetime, said: str) -> None:
    assert moment(at) == said


def test_a_refusal_names_what_it_answers() -> None:
    refusal = Refusal("flood", "Too fast.", room="r", nonce="n", retry_after=2.345)
    assert json.loads(refusal.frame()) == {
        "type": "refused",
        "nonce": "n",
        "room": "r",
        "code": "flood",
        "detail": "Too fast.",
        "retry_after": 2.3,
    }


def test_a_refusal_that_no_waiting_heals_names_no_time() -> None:
    assert "retry_after" not in json.loads(Refusal("empty", "Write something first.").frame())
