"""The wire format in one file: frames a client may send, frames it gets, close codes, limits.

The contract is docs/realtime.md; static/js/live/protocol.js mirrors this file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import Any, ClassVar
from uuid import UUID

SUBPROTOCOL = "community.v1"
MAX_FRAME_BYTES = 64 * 1024
MAX_BODY = 8_000
MAX_ATTACHMENTS = 10
PAGE = 50  # messages in `entered`
SYNC_LIMIT = 200  # messages in `synced`, and in `entered` with a cursor
HISTORY_LIMIT = 100
BAD_FRAMES_PER_MINUTE = 5


class Close(IntEnum):
    """Application close codes (RFC 6455 section 7.4.2 leaves 4000 to 4999 to applications)."""

    RESTART = 4012
    BAD_FRAMES = 4400
    SIGNED_OUT = 4401
    ACCESS_ENDED = 4403
    DOOR_WAITS = 4407
    NOT_DRAINING = 4408
    TOO_LARGE = 4413
    FLOOD = 4429


class Unreadable(Exception):
    """Not JSON, not an object, or of unknown type. Counted: the fifth in a minute closes the socket."""


class Refusal(Exception):
    """A frame that is understood and not carried out. `code` is one of the contract's refusal codes."""

    def __init__(
        self, code: str, detail: str, *, room: str = "", nonce: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.room = room
        self.nonce = nonce
        self.retry_after = retry_after

    def frame(self) -> str:
        fields: dict[str, Any] = {
            "nonce": self.nonce,
            "room": self.room,
            "code": self.code,
            "detail": self.detail,
        }
        if self.retry_after is not None:
            fields["retry_after"] = round(self.retry_after, 1)
        return encode("refused", **fields)


@dataclass(frozen=True, slots=True)
class Enter:
    room: UUID
    after: int | None
    type: ClassVar[str] = "enter"


@dataclass(frozen=True, slots=True)
class Leave:
    room: UUID
    type: ClassVar[str] = "leave"


@dataclass(frozen=True, slots=True)
class Say:
    room: UUID
    nonce: UUID
    body: str
    reply_to: UUID | None
    attachments: tuple[UUID, ...]
    looked: bool = False  # its writer saw what may point to a child, and lets it stay
    type: ClassVar[str] = "say"


@dataclass(frozen=True, slots=True)
class Edit:
    room: UUID
    message: UUID
    nonce: UUID
    body: str
    looked: bool = False
    type: ClassVar[str] = "edit"


@dataclass(frozen=True, slots=True)
class Delete:
    room: UUID
    message: UUID
    nonce: UUID
    type: ClassVar[str] = "delete"


@dataclass(frozen=True, slots=True)
class React:
    room: UUID
    message: UUID
    nonce: UUID
    emoji: str
    on: bool
    type: ClassVar[str] = "react"


@dataclass(frozen=True, slots=True)
class Pin:
    room: UUID
    message: UUID
    nonce: UUID
    on: bool
    type: ClassVar[str] = "pin"


@dataclass(frozen=True, slots=True)
class Sync:
    room: UUID
    after: int
    type: ClassVar[str] = "sync"


@dataclass(frozen=True, slots=True)
class History:
    """Exactly one of `before` (a seq), `around` (a message) and `date` (a day in UTC, or a moment) is set."""

    room: UUID
    before: int | None
    around: UUID | None
    date: date | None
    limit: int
    type: ClassVar[str] = "history"


@dataclass(frozen=True, slots=True)
class Read:
    room: UUID
    seq: int
    type: ClassVar[str] = "read"


@dataclass(frozen=True, slots=True)
class Typing:
    room: UUID
    type: ClassVar[str] = "typing"


@dataclass(frozen=True, slots=True)
class Follow:
    topic: str
    type: ClassVar[str] = "follow"


@dataclass(frozen=True, slots=True)
class Unfollow:
    topic: str
    type: ClassVar[str] = "unfollow"


@dataclass(frozen=True, slots=True)
class Ping:
    at: int | float | str | None
    type: ClassVar[str] = "ping"


Change = Say | Edit | Delete | React | Pin
Frame = Enter | Leave | Change | Sync | History | Read | Typing | Follow | Unfollow | Ping


# What the server sends. A frame of another type is a mistake in our code, found by the first test that sends it.
SENT = frozenset(
    {
        "welcome", "entered", "message", "ack", "refused", "synced", "page", "heads", "reset", "presence", "typing",
        "read", "update", "room", "gone", "error", "pong", "followed",
    }
)  # fmt: skip
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(frame_type: str, /, **fields: Any) -> str:
    """One server frame as JSON text on one line (the bus relies on the single line)."""
    if frame_type not in SENT:
        raise ValueError(f"{frame_type!r} is not a frame of the contract; expected one of {sorted(SENT)}.")
    return _dumps({"type": frame_type, **fields})


def moment(at: datetime) -> str:
    """A time on the wire: ISO 8601 in UTC, milliseconds, as JavaScript prints it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def websocket_text(payload: str) -> bytes:
    """One complete server-to-client text frame (RFC 6455 section 5.2): unmasked, final, not compressed."""
    data = payload.encode()
    size = len(data)
    if size < 126:
        return bytes((0x81, size)) + data
    if size < 65_536:
        return bytes((0x81, 126)) + size.to_bytes(2, "big") + data
    return bytes((0x81, 127)) + size.to_bytes(8, "big") + data
