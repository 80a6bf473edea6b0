"""Whatever arrives becomes a frame, a refusal, or an error that is counted; nothing else ever happens."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from community.live.parsing import READERS, parse
from community.live.protocol import Refusal, Unreadable, encode, websocket_text

ID = "00000000-0000-0000-0000-000000000001"
FIELDS = (
    "room", "nonce", "message", "body", "reply_to", "attachments", "after", "before", "around", "date", "limit", "seq",
    "emoji", "on", "topic", "at", "batch", "type",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**53, 2**64, -(2**63), 1.5, 1e300, float("nan"), float("inf"), "", " ", "\0",
    "\ud800", "\udfff\ud800", "null", "0", ID, f"{{{ID}}}", f"urn:uuid:{ID}", "2026-05-12", "9999-12-31", "0001-01-01",
    "<b>", "'; --", "a" * 9_000,
    "🎉", "\u202eevil", "inbox", "inbox:1", "room:x", "thread:", "space:commons", [], [[]], [None] * 11, {}, {"a": {}},
    [ID],
)  # fmt: skip


def outcome(text: str) -> str:
    """What came of it. Whatever would be sent back must be sendable."""
    try:
        frame, _ = parse(text)
    except Unreadable as error:
        websocket_text(encode("error", detail=str(error)))
        return "unreadable"
    except Refusal as refusal:
        websocket_text(refusal.frame())
        return "refused"
    assert type(frame).type in READERS
    return "frame"


@pytest.mark.parametrize("seed", range(8))
def test_any_mixture_of_fields_is_understood_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    seen = set()
    for _ in range(400):
        fields = {name: chance.choice(ODD) for name in chance.sample(FIELDS, chance.randrange(len(FIELDS)))}
        fields["type"] = chance.choice(list(READERS))
        seen.add(outcome(json.dumps(fields)))
    assert seen == {"frame", "refused"}


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_frame_is_never_more_than_unreadable_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    whole = json.dumps({"type": "say", "room": ID, "nonce": ID, "body": "Grüße 🎉 \\u0041", "attachments": [ID]})
    for _ in range(400):
        text = list(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(text))
            text[at : at + chance.randint(0, 3)] = chance.choice(["", "\\", '"', "{", "}", "\\ud800", "\x00", "9", ","])
        assert outcome("".join(text)) in {"frame", "refused", "unreadable"}


@pytest.mark.parametrize("seed", range(4))
def test_noise_is_unreadable(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(300):
        noise = chance.randbytes(chance.randrange(200)).decode("utf-8", "replace")
        assert outcome(noise) == "unreadable"


@pytest.mark.parametrize("depth", [50, 500, 5_000, 60_000])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth_overwhelms_nobody(depth: int, opening: str) -> None:
    closing = {"[": "]", '{"a":': "}"}[opening]
    nested = opening * depth + "1" + closing * depth
    assert outcome(f'{{"type":"ping","at":{nested}}}') in {"refused", "unreadable"}
