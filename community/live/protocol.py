"""The wire format in one file: frames a client may send, frames it gets, close codes, limits.

The contract is docs/realtime.md; static/js/live/protocol.js mirrors this file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
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
    type: ClassVar[str] = "say"


@dataclass(frozen=True, slots=True)
class Edit:
    room: UUID
    message: UUID
    nonce: UUID
    body: str
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
    """Exactly one of `before` (a seq), `around` (a message) and `date` (a day in UTC) is set."""

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
    at: Any
    type: ClassVar[str] = "ping"


Change = Say | Edit | Delete | React | Pin
Frame = Enter | Leave | Change | Sync | History | Read | Typing | Follow | Unfollow | Ping


def parse(text: str) -> tuple[Frame, bool]:
    """One client frame, and whether it asks for batches. Raises Unreadable or Refusal."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("This was not JSON.") from None
    if not isinstance(data, dict):
        raise Unreadable("A frame is a JSON object.")
    kind = data.get("type")
    reader = READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise Unreadable("A frame of this type is not known.")
    return reader(Fields(data)), data.get("batch") is True


class Fields:
    """Reads one frame's fields, refusing with the frame's own nonce and room so that the sender can tell which."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data

    def refuse(self, code: str, detail: str) -> Refusal:
        return Refusal(code, detail, room=self.echo("room"), nonce=self.echo("nonce"))

    def echo(self, name: str) -> str:
        value = self.data.get(name)
        return value[:64] if isinstance(value, str) else ""

    def room(self) -> UUID:
        """A room that cannot exist gets the answer of a room that is not yours."""
        value = self.data.get("room")
        try:
            return UUID(value) if isinstance(value, str) else UUID("")
        except ValueError:
            raise self.refuse("no_access", "This room isn't available to you.") from None

    def uuid(self, name: str, *, code: str = "bad_frame") -> UUID:
        value = self.data.get(name)
        try:
            return UUID(value) if isinstance(value, str) else UUID("")
        except ValueError:
            raise self.refuse(code, f"{name} must be a UUID.") from None

    def optional_uuid(self, name: str, *, code: str) -> UUID | None:
        return None if self.data.get(name) is None else self.uuid(name, code=code)

    def body(self) -> str:
        value = self.data.get("body")
        if not isinstance(value, str):
            raise self.refuse("bad_frame", "body must be text.")
        if len(value) > MAX_BODY:
            raise self.refuse("too_long", f"A message holds up to {MAX_BODY:,} characters; this has {len(value):,}.")
        return value

    def attachments(self) -> tuple[UUID, ...]:
        value = self.data.get("attachments", [])
        if value is None:
            return ()
        if not isinstance(value, list) or len(value) > MAX_ATTACHMENTS:
            raise self.refuse("bad_attachment", f"A message carries up to {MAX_ATTACHMENTS} files.")
        try:
            found = tuple(UUID(item) if isinstance(item, str) else UUID("") for item in value)
        except ValueError:
            raise self.refuse("bad_attachment", "A file in this message is not known.") from None
        return tuple(dict.fromkeys(found))

    def number(self, name: str) -> int:
        value = self.data.get(name)
        # bool is an int in Python and no number on the wire; beyond 2**53 browsers cannot count.
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 2**53:
            raise self.refuse("bad_frame", f"{name} must be a whole number, 0 or more.")
        return value

    def optional_number(self, name: str) -> int | None:
        return None if self.data.get(name) is None else self.number(name)

    def on(self) -> bool:
        value = self.data.get("on")
        if not isinstance(value, bool):
            raise self.refuse("bad_frame", "on must be true or false.")
        return value

    def text(self, name: str, *, most: int) -> str:
        value = self.data.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= most:
            raise self.refuse("bad_frame", f"{name} must be text of up to {most} characters.")
        return value

    def day(self) -> date | None:
        value = self.data.get("date")
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.refuse("bad_frame", "date must look like 2026-05-12.") from None

    def limit(self) -> int:
        return min(max(self.optional_number("limit") or PAGE, 1), HISTORY_LIMIT)


def read_enter(f: Fields) -> Enter:
    return Enter(f.room(), f.optional_number("after"))


def read_say(f: Fields) -> Say:
    nonce = f.uuid("nonce")
    room = f.room()
    body = f.body()
    return Say(room, nonce, body, f.optional_uuid("reply_to", code="unknown_message"), f.attachments())


def read_edit(f: Fields) -> Edit:
    nonce = f.uuid("nonce")
    return Edit(f.room(), f.uuid("message", code="unknown_message"), nonce, f.body())


def read_delete(f: Fields) -> Delete:
    nonce = f.uuid("nonce")
    return Delete(f.room(), f.uuid("message", code="unknown_message"), nonce)


def read_react(f: Fields) -> React:
    nonce = f.uuid("nonce")
    emoji = f.text("emoji", most=16)
    return React(f.room(), f.uuid("message", code="unknown_message"), nonce, emoji, f.on())


def read_pin(f: Fields) -> Pin:
    nonce = f.uuid("nonce")
    return Pin(f.room(), f.uuid("message", code="unknown_message"), nonce, f.on())


def read_history(f: Fields) -> History:
    before, day = f.optional_number("before"), f.day()
    around = f.optional_uuid("around", code="unknown_message")
    if sum(x is not None for x in (before, around, day)) != 1:
        raise f.refuse("bad_frame", "history needs exactly one of before, around and date.")
    return History(f.room(), before, around, day, f.limit())


READERS: dict[str, Callable[[Fields], Frame]] = {
    "enter": read_enter,
    "leave": lambda f: Leave(f.room()),
    "say": read_say,
    "edit": read_edit,
    "delete": read_delete,
    "react": read_react,
    "pin": read_pin,
    "sync": lambda f: Sync(f.room(), f.number("after")),
    "history": read_history,
    "read": lambda f: Read(f.room(), f.number("seq")),
    "typing": lambda f: Typing(f.room()),
    "follow": lambda f: Follow(f.text("topic", most=80)),
    "unfollow": lambda f: Unfollow(f.text("topic", most=80)),
    "ping": lambda f: Ping(f.data.get("at")),
}

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
