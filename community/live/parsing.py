"""Reading what a client sent: one JSON text becomes one frame, or a refusal that names its nonce and room."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any
from uuid import UUID

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

DAY = len("2026-05-12")


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

    def string(self, name: str) -> str | None:
        """JSON may spell half a surrogate pair, which is no text and could not be sent on."""
        value = self.data.get(name)
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None

    def echo(self, name: str) -> str:
        return (self.string(name) or "")[:64]

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
        value = self.string("body")
        if value is None:
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

    def flag(self, name: str) -> bool:
        value = self.data.get(name)
        if not isinstance(value, bool):
            raise self.refuse("bad_frame", f"{name} must be true or false.")
        return value

    def optional_flag(self, name: str) -> bool:
        return self.data.get(name) is not None and self.flag(name)

    def text(self, name: str, *, most: int) -> str:
        value = self.string(name)
        if not value or len(value) > most or "\0" in value:  # NUL: PostgreSQL would not even look for it
            raise self.refuse("bad_frame", f"{name} must be text of up to {most} characters.")
        return value

    def at(self) -> int | float | str | None:
        """What a ping carries, to be sent back as it is."""
        value = self.data.get("at")
        if value is None or isinstance(value, int) or (isinstance(value, float) and isfinite(value)):
            return value
        return self.text("at", most=64)

    def day(self) -> date | None:
        """A day in UTC, or the moment at which a day begins where the reader is."""
        value = self.data.get("date")
        if value is None:
            return None
        try:
            return date.fromisoformat(value) if len(value) <= DAY else self.moment(value)
        except (TypeError, ValueError, OverflowError):
            raise self.refuse("bad_frame", "date must look like 2026-05-12 or 2026-05-12T06:00:00Z.") from None

    def moment(self, value: str) -> datetime:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError("Whose time is that?")
        return at.astimezone(UTC)

    def limit(self) -> int:
        return min(max(self.optional_number("limit") or PAGE, 1), HISTORY_LIMIT)


def read_enter(f: Fields) -> Enter:
    return Enter(f.room(), f.optional_number("after"))


def read_say(f: Fields) -> Say:
    nonce = f.uuid("nonce")
    room = f.room()
    body = f.body()
    answered = f.optional_uuid("reply_to", code="unknown_message")
    return Say(room, nonce, body, answered, f.attachments(), f.optional_flag("looked"))


def read_edit(f: Fields) -> Edit:
    nonce = f.uuid("nonce")
    return Edit(f.room(), f.uuid("message", code="unknown_message"), nonce, f.body(), f.optional_flag("looked"))


def read_delete(f: Fields) -> Delete:
    nonce = f.uuid("nonce")
    return Delete(f.room(), f.uuid("message", code="unknown_message"), nonce)


def read_react(f: Fields) -> React:
    nonce = f.uuid("nonce")
    emoji = f.text("emoji", most=16)
    return React(f.room(), f.uuid("message", code="unknown_message"), nonce, emoji, f.flag("on"))


def read_pin(f: Fields) -> Pin:
    nonce = f.uuid("nonce")
    return Pin(f.room(), f.uuid("message", code="unknown_message"), nonce, f.flag("on"))


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
    "ping": lambda f: Ping(f.at()),
}
