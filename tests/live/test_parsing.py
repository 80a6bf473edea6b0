from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from community.live.parsing import READERS, parse
from community.live.protocol import (
    HISTORY_LIMIT,
    MAX_ATTACHMENTS,
    MAX_BODY,
    PAGE,
    Delete,
    Edit,
    Enter,
    Follow,
    Frame,
    History,
    Leave,
    Pin,
    Ping,
    React,
    Read,
    Refusal,
    Say,
    Sync,
    Typing,
    Unfollow,
    Unreadable,
)

ROOM, NONCE, MESSAGE, FILE = (UUID(int=n) for n in range(1, 5))
BASE = {"room": str(ROOM), "nonce": str(NONCE), "message": str(MESSAGE)}


def read(frame_type: object, **fields: Any) -> Frame:
    frame, _ = parse(json.dumps({"type": frame_type, **fields}))
    return frame


def refused(frame_type: str, **fields: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(frame_type, **fields)
    return caught.value


UNDERSTOOD: list[tuple[str, dict[str, Any], Frame]] = [
    ("enter", {"after": 7}, Enter(ROOM, 7)),
    ("enter", {"after": None}, Enter(ROOM, None)),
    ("enter", {}, Enter(ROOM, None)),
    ("leave", {}, Leave(ROOM)),
    ("say", {"body": "Hi"}, Say(ROOM, NONCE, "Hi", None, ())),
    (
        "say",
        {"body": "", "reply_to": str(MESSAGE), "attachments": [str(FILE), str(FILE)]},
        Say(ROOM, NONCE, "", MESSAGE, (FILE,)),
    ),
    ("say", {"body": "Hi", "reply_to": None, "attachments": None}, Say(ROOM, NONCE, "Hi", None, ())),
    ("say", {"body": "a" * MAX_BODY}, Say(ROOM, NONCE, "a" * MAX_BODY, None, ())),
    ("edit", {"body": "Better"}, Edit(ROOM, MESSAGE, NONCE, "Better")),
    ("delete", {}, Delete(ROOM, MESSAGE, NONCE)),
    ("react", {"emoji": "🎉", "on": True}, React(ROOM, MESSAGE, NONCE, "🎉", True)),
    ("pin", {"on": False}, Pin(ROOM, MESSAGE, NONCE, False)),
    ("sync", {"after": 0}, Sync(ROOM, 0)),
    ("sync", {"after": 2**53}, Sync(ROOM, 2**53)),
    ("history", {"before": 9, "limit": 10}, History(ROOM, 9, None, None, 10)),
    ("history", {"around": str(MESSAGE)}, History(ROOM, None, MESSAGE, None, PAGE)),
    (
        "history",
        {"date": "2026-05-12T00:00:00-10:00"},
        History(ROOM, None, None, datetime(2026, 5, 12, 10, tzinfo=UTC), PAGE),
    ),
    ("history", {"date": "2026-05-12", "limit": 5_000}, History(ROOM, None, None, date(2026, 5, 12), HISTORY_LIMIT)),
    ("history", {"before": 0, "limit": 0}, History(ROOM, 0, None, None, PAGE)),
    ("read", {"seq": 3}, Read(ROOM, 3)),
    ("typing", {}, Typing(ROOM)),
    ("follow", {"topic": "inbox"}, Follow("inbox")),
    ("unfollow", {"topic": "space:commons"}, Unfollow("space:commons")),
    ("ping", {"at": 1.5}, Ping(1.5)),
    ("ping", {"at": 1}, Ping(1)),
    ("ping", {"at": "now"}, Ping("now")),
    ("ping", {}, Ping(None)),
]


@pytest.mark.parametrize(("frame_type", "fields", "expected"), UNDERSTOOD)
def test_a_frame_is_read_as_it_was_meant(frame_type: str, fields: dict[str, Any], expected: Frame) -> None:
    assert read(frame_type, **BASE, **fields) == expected


def test_every_frame_of_the_contract_is_in_the_table_above() -> None:
    assert {frame_type for frame_type, _, _ in UNDERSTOOD} == READERS.keys()
    assert {type(expected).type for _, _, expected in UNDERSTOOD} == READERS.keys()


def test_unknown_fields_are_ignored() -> None:
    assert read("leave", room=str(ROOM), of_the_future={"x": 1}) == Leave(ROOM)


@pytest.mark.parametrize(
    ("given", "batched"), [(True, True), (False, False), (1, False), ("yes", False), (None, False)]
)
def test_arrays_are_only_for_clients_that_say_so(given: object, batched: bool) -> None:
    assert parse(json.dumps({"type": "ping", "batch": given})) == (Ping(None), batched)


UNREADABLE = ["", " ", "\0", "hello", "{", '{"type":"ping"', "[" * 200_000, '{"type":"ping","at":' + "9" * 5_000 + "}"]


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_is_not_json_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match="not JSON"):
        parse(text)


@pytest.mark.parametrize("text", ["null", "1", '"ping"', "true", '[{"type":"ping"}]', "NaN"])
def test_what_is_not_an_object_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match="object"):
        parse(text)


@pytest.mark.parametrize("frame_type", ["", "Ping", "welcome", "ack", "__class__", None, 1, ["ping"], {"type": "ping"}])
def test_a_type_that_clients_do_not_send_is_unreadable(frame_type: object) -> None:
    with pytest.raises(Unreadable, match="type"):
        read(frame_type)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    *[(t, {"room": r}, "no_access") for t in ("enter", "leave", "typing") for r in (None, 5, "", "x" * 99, [])],
    *[(t, {"after": a}, "bad_frame") for t in ("enter", "sync") for a in (-1, 1.5, True, "1", 2**53 + 1, [])],
    ("sync", {}, "bad_frame"),
    *[("read", {"seq": seq}, "bad_frame") for seq in (None, -1, False, "3", 1e3)],
    *[("say", {"nonce": n, "body": "Hi"}, "bad_frame") for n in (None, "", 7, "not one")],
    *[("say", {"body": b}, "bad_frame") for b in (None, 7, ["Hi"], {})],
    ("say", {"body": "a" * (MAX_BODY + 1)}, "too_long"),
    *[("say", {"body": "Hi", "reply_to": r}, "unknown_message") for r in (7, "", "that one", [])],
    *[("say", {"body": "Hi", "attachments": a}, "bad_attachment") for a in ("x", {}, 1, ["x"], [None], [[]])],
    ("say", {"body": "Hi", "attachments": [str(FILE)] * (MAX_ATTACHMENTS + 1)}, "bad_attachment"),
    ("edit", {"body": "a" * (MAX_BODY + 1)}, "too_long"),
    *[(t, {"message": "that", "body": "", "emoji": "🎉", "on": True}, "unknown_message")
      for t in ("edit", "delete", "react", "pin")],
    *[("react", {"emoji": e, "on": True}, "bad_frame") for e in (None, "", 1, "🎉" * 17, "\0")],
    *[(t, {"emoji": "🎉", "on": on}, "bad_frame") for t in ("react", "pin") for on in (None, 1, "true")],
    ("history", {}, "bad_frame"),
    ("history", {"before": 1, "date": "2026-05-12"}, "bad_frame"),
    ("history", {"before": 1, "around": str(MESSAGE)}, "bad_frame"),
    ("history", {"around": "there"}, "unknown_message"),
    ("history", {"before": 1, "limit": -1}, "bad_frame"),
    *[("history", {"date": d}, "bad_frame") for d in ("yesterday", "2026-13-01", 20260512, ["2026-05-12"], "\ud800")],
    *[
        ("history", {"date": d}, "bad_frame")
        for d in ("2026-05-12T06:00:00", "2026-05-12T25:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00-05:00")
    ],
    *[(t, {"topic": topic}, "bad_frame") for t in ("follow", "unfollow") for topic in (None, "", 1, "x" * 81, "a\0b")],
    *[("ping", {"at": at}, "bad_frame") for at in ([], {}, "", "x" * 65, float("nan"), float("inf"))],
]  # fmt: skip


@pytest.mark.parametrize(("frame_type", "fields", "code"), REFUSED)
def test_a_frame_with_a_wrong_field_is_refused_by_name(frame_type: str, fields: dict[str, Any], code: str) -> None:
    refusal = refused(frame_type, **{**BASE, **fields})
    assert (refusal.code, bool(refusal.detail)) == (code, True)


def test_a_refusal_says_which_frame_it_means() -> None:
    refusal = refused("say", room=str(ROOM), nonce="my own", body="Hi")
    assert (refusal.room, refusal.nonce) == (str(ROOM), "my own")


def test_a_refusal_repeats_no_more_than_a_name_holds() -> None:
    refusal = refused("say", room="r" * 500, nonce="n" * 500, body="Hi")
    assert (refusal.room, refusal.nonce) == ("r" * 64, "n" * 64)


@pytest.mark.parametrize("field", ["room", "nonce"])
def test_half_a_surrogate_pair_is_never_sent_on(field: str) -> None:
    """JSON may spell one (RFC 8259 section 8.2); UTF-8 cannot."""
    refusal = refused("say", **{**BASE, "body": "Hi", field: "\ud83c"})
    refusal.frame().encode()
    assert getattr(refusal, field) == "?"
    assert read("ping", at="\ud83c") == Ping("?")


def test_a_body_cut_in_the_middle_of_an_emoji_is_still_said() -> None:
    said = read("say", **BASE, body="Well done \ud83c")
    assert isinstance(said, Say)
    assert said.body == "Well done ?"
