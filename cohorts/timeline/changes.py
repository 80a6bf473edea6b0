"""A change as it is wished, what came of it, and how the same wish is known again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from community.live.protocol import Change as Frame
from community.live.protocol import Edit, Pin, React, Refusal, Say
from community.text import plain


@dataclass(frozen=True, slots=True)
class Change:
    """One member's wish, as the frame says it."""

    author_id: int
    frame: Frame


@dataclass(slots=True)
class Done:
    """What came of it: the answer to the sender, and the frame for everybody (None when it had happened before)."""

    ack: str
    topic: str
    epoch: int
    frame: str | None = None
    message_id: UUID | None = None
    seq: int = 0


Outcome = Done | Refusal


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a nonce did before."""

    fingerprint: str
    message_id: UUID
    seq: int
    rev: int
    at: datetime


def fingerprint(change: Change) -> str:
    """What makes a repeated nonce the same wish: kind, room and content as first sent."""
    frame = change.frame
    parts: tuple[str, ...]
    if isinstance(frame, Say):
        attachments = ",".join(map(str, frame.attachments))
        parts = (plain.clean(frame.body).strip(), str(frame.reply_to), attachments)
    elif isinstance(frame, Edit):
        parts = (str(frame.message), plain.clean(frame.body).strip())
    elif isinstance(frame, React):
        parts = (str(frame.message), frame.emoji, str(frame.on))
    elif isinstance(frame, Pin):
        parts = (str(frame.message), str(frame.on))
    else:
        parts = (str(frame.message),)
    return hashlib.sha256("\x1f".join((frame.type, str(frame.room), *parts)).encode()).hexdigest()
