"""What DiscordChatExporter writes as JSON: a file a channel or a thread, perhaps in parts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.benchmarks.archives.book import Book
from tests.benchmarks.archives.files import Leaf
from tests.benchmarks.archives.said import NO_WORDS, NOTICE, NotSaid, Reaction, Said

WORDS = {"Default", "Reply", "ChatInputCommand", "ApplicationCommand", "ContextMenuCommand", "ThreadStarterMessage",
         "0", "19", "20", "21", "23"}  # fmt: skip


def claims(head: dict[str, Any], first: dict[str, Any]) -> bool:
    return isinstance(head.get("channel"), dict) or {"author", "content", "timestamp", "type"} <= first.keys()


def entry(item: dict[str, Any], head: dict[str, Any], leaf: Leaf, book: Book) -> Said:
    if str(item.get("type", "Default")) not in WORDS:
        raise NotSaid(NOTICE)
    author, content = item["author"], item["content"]
    if not isinstance(content, str):
        raise TypeError("content is text")
    if not content.strip():
        raise NotSaid(NO_WORDS)
    reference = item.get("reference")
    return Said(
        room=room_of(head, leaf), author=str(author["id"]),
        name=str(author.get("nickname") or author.get("name") or author["id"]), body=content,
        key=str(item["id"]), at=moment(item["timestamp"]), edited=bool(item.get("timestampEdited")),
        answers=str(reference.get("messageId") or "") if isinstance(reference, dict) else "",
        reactions=tuple(reactions(item)),
    )  # fmt: skip


def room_of(head: dict[str, Any], leaf: Leaf) -> str:
    channel = head.get("channel")
    if not isinstance(channel, dict):
        return leaf.conversation
    guild = head.get("guild") if isinstance(head.get("guild"), dict) else {}
    return f"{guild.get('name') or ''} {guild.get('id') or ''}/{channel.get('name') or ''} {channel.get('id') or ''}"


def moment(text: str) -> float:
    """`…+00:00`, and in older exports no zone or seven digits of a second."""
    return datetime.fromisoformat(text).timestamp()


def reactions(item: dict[str, Any]) -> Iterator[Reaction]:
    """Newer exports name the people."""
    for row in item.get("reactions") or ():
        emoji = row["emoji"]
        users = tuple(str(user["id"]) for user in row.get("users") or ())
        yield Reaction(str(emoji.get("name") or ""), users, int(row.get("count") or len(users)))
