"""Any other list of messages in JSON: Telegram's, Circle's, a chat's API; fields are found by what they are called."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.benchmarks.archives.book import Book
from tests.benchmarks.archives.files import Leaf
from tests.benchmarks.archives.said import NO_WORDS, NOTICE, NotSaid, Reaction, Said

AUTHOR = ("sender_full_name", "from", "author", "sender", "user", "from_name", "nick", "username", "name", "from_id",
          "fromUser", "u")  # fmt: skip
WORDS = ("text", "content", "body", "message", "msg", "rich_text_body")
WHEN = ("date_unixtime", "timestamp", "ts", "date", "sent_at", "sent", "created_at", "create_at", "time", "at")
KEY = ("id", "_id", "message_id", "event_id")
PARENT = ("reply_to_message_id", "reply_to", "parent_message_id", "parent_id", "parentId", "root_id", "tmid")
NAMES = ("name", "display_name", "displayName", "full_name", "username", "id", "community_member_id")
NO_TALK = {"service", "system", "notice", "join", "leave", "part", "quit"}


def claims(head: dict[str, Any], first: dict[str, Any]) -> bool:
    return field(first, WORDS) is not None and field(first, AUTHOR) is not None


def entry(item: dict[str, Any], head: dict[str, Any], leaf: Leaf, book: Book) -> Said:
    if str(item.get("type", "")).lower() in NO_TALK:
        raise NotSaid(NOTICE)
    author, body = field(item, AUTHOR), flat(field(item, WORDS))
    if not body.strip():
        raise NotSaid(NO_WORDS)
    if author is None:
        raise ValueError("nobody is named as the author")
    place = str(head.get("name") or "")
    key, parent = field(item, KEY), field(item, PARENT)
    return Said(
        room=f"{leaf.conversation}/{place}".rstrip("/"), author=str(item.get("from_id") or person(author)),
        name=person(author), body=body, at=moment(field(item, WHEN)), key="" if key is None else str(key),
        answers="" if parent is None else str(person(parent)), edited=bool(item.get("edited") or item.get("edited_at")),
        reactions=tuple(reactions(item)),
    )  # fmt: skip


def field(item: dict[str, Any], names: tuple[str, ...]) -> Any:
    return next((item[name] for name in names if item.get(name) is not None), None)


def person(value: Any) -> str:
    if isinstance(value, dict):
        return str(field(value, NAMES) or "somebody")
    if isinstance(value, str | int):
        return str(value)
    raise TypeError("an author is a name, a number or an object with one")


def flat(value: Any) -> str:
    """Telegram writes marked-up text as a list of strings and objects with `text`; Circle as an object with `body`."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list):
        return "".join(flat(part) for part in value)
    if isinstance(value, dict):
        return flat(value.get("text") or value.get("body"))
    raise TypeError("words are text")


def moment(value: Any) -> float:
    """Seconds; 0 where nothing is said of time, and the order of the file stands."""
    with contextlib.suppress(TypeError, ValueError):
        return float(value)
    with contextlib.suppress(TypeError, ValueError):
        return datetime.fromisoformat(value).timestamp()
    return 0.0


def reactions(item: dict[str, Any]) -> Iterator[Reaction]:
    for row in item.get("reactions") or ():
        if isinstance(row, dict) and isinstance(row.get("emoji"), str):
            people = row.get("community_member_ids") or [one.get("from_id") for one in row.get("recent") or ()]
            yield Reaction(row["emoji"], tuple(str(one) for one in people), int(row.get("count") or len(people)))
