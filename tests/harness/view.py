"""What a client knows of one room: static/js/live/timeline.js once more, step by step, for clients of the tests.

Nothing here touches the wire. `sync` of an answer says from where the caller must ask the server.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Message = dict[str, Any]


class View:
    """A set of messages, each in its newest state, and a cursor."""

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}
        self.ahead: dict[int, Message] = {}  # frames beyond a gap, by rev
        self.cursor: int | None = None
        self.has_before = False
        self.late: list[Message] = []  # came although the cursor had promised that it was here
        self.repeats = 0

    def begin(self, messages: Iterable[Message], rev: int, has_before: bool) -> None:
        self.messages.clear()
        self.ahead.clear()
        self.cursor, self.has_before = rev, has_before
        self.take(messages)

    def catch_up(self, messages: Iterable[Message], rev: int) -> None:
        """Everything after the cursor, as the server read it at one moment."""
        self.take(messages)
        self.move_to(rev)

    def hear(self, rev: int, message: Message) -> bool:
        """One live frame. False when something is missing before it."""
        if self.cursor is None or rev <= self.cursor:
            if self.cursor is not None and self.is_news(message) and not self.is_older(message):
                self.late.append(message)
            self.repeats += 1
            self.take([message])
            return True
        if rev == self.cursor + 1:
            self.take([message])
            self.move_to(rev)
            return True
        self.ahead[rev] = message
        return False

    def behind(self, rev: int) -> bool:
        return self.cursor is not None and rev > self.cursor

    def forget(self) -> None:
        self.messages.clear()
        self.ahead.clear()
        self.cursor = None

    def ordered(self) -> list[Message]:
        """As it is drawn."""
        return sorted(self.messages.values(), key=lambda message: message["seq"])

    # ---- steps ----------------------------------------------------------------------------------

    def is_news(self, message: Message) -> bool:
        known = self.messages.get(message["id"])
        return known is None or message["rev"] > known["rev"]

    def is_older(self, message: Message) -> bool:
        """Before the page that this client loaded: it comes with history."""
        oldest = min((known["seq"] for known in self.messages.values()), default=0)
        return self.has_before and message["id"] not in self.messages and message["seq"] < oldest

    def take(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if self.is_news(message) and not self.is_older(message):
                self.messages[message["id"]] = message

    def move_to(self, rev: int) -> None:
        self.cursor = max(self.cursor or 0, rev)
        for known in sorted(self.ahead):
            if known > self.cursor + 1:
                break
            self.take([self.ahead.pop(known)])
            self.cursor = max(self.cursor, known)
