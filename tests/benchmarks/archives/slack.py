"""Slack exports, from 2013 to the dialect of 2025: a folder a channel with a file a day, or single such files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.benchmarks.archives.book import Book
from tests.benchmarks.archives.files import Leaf
from tests.benchmarks.archives.said import NO_WORDS, NOTICE, NotSaid, Reaction, Said

WORDS = {
    "", "bot_message", "me_message", "file_share", "file_comment", "file_mention", "thread_broadcast",
    "reply_broadcast", "slackbot_response", "tombstone", "sh_room_created", "message_replied",
}  # fmt: skip


def claims(head: dict[str, Any], first: dict[str, Any]) -> bool:
    return "ts" in first and bool({"text", "user", "subtype", "blocks", "files", "bot_id"} & first.keys())


def entry(item: dict[str, Any], head: dict[str, Any], leaf: Leaf, book: Book) -> Said:
    subtype = item.get("subtype") or ""
    if item.get("type", "message") != "message" or subtype not in WORDS:
        raise NotSaid(NOTICE)
    stamp = str(item["ts"])
    author, name = who(item, leaf, book)
    body = words(item)
    if not body:
        raise NotSaid(NO_WORDS)
    thread = str(item.get("thread_ts") or "")
    return Said(
        room=leaf.folder if leaf.chunked else f"{leaf.folder}/{leaf.stem}".strip("/"), author=author, name=name,
        body=body, key=stamp, at=float(stamp), answers=thread if thread != stamp else "",
        edited="edited" in item, deleted=subtype == "tombstone",
        reactions=tuple(reactions(item)),
    )  # fmt: skip


def who(item: dict[str, Any], leaf: Leaf, book: Book) -> tuple[str, str]:
    """A person, a program, or whoever commented on a file; a few messages of every export name nobody."""
    comment = item.get("comment") if isinstance(item.get("comment"), dict) else {}
    person = item.get("user") or comment.get("user")
    if isinstance(person, str):
        profile = item.get("user_profile") if isinstance(item.get("user_profile"), dict) else {}
        name = book.name(leaf, person)
        return person, name if name != person else str(profile.get("real_name") or profile.get("name") or person)
    program = item.get("bot_id") or item.get("username") or "somebody"
    if not isinstance(program, str):
        raise TypeError("user, bot_id and username are text")
    return program, str(item.get("username") or program)


def words(item: dict[str, Any]) -> str:
    """`text` as it was typed; where it is missing, what the blocks and attachments say."""
    text = item.get("text")
    if text is not None and not isinstance(text, str):
        raise TypeError("text is text")
    if text and text.strip():
        return text
    found = "".join(texts(item.get("blocks")))
    for attachment in item.get("attachments") or ():
        if isinstance(attachment, dict):
            found = found or str(attachment.get("fallback") or attachment.get("text") or "")
    return found


def texts(part: Any) -> Iterator[str]:
    """Every text of a block, in the order of reading."""
    if isinstance(part, list):
        for inner in part:
            yield from texts(inner)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        elif part.get("type") == "link":
            yield str(part.get("url") or "")
        elif part.get("type") == "emoji":
            yield f":{part.get('name')}:"
        elif part.get("type") in {"user", "channel", "broadcast", "usergroup"}:
            yield f"@{part.get('user_id') or part.get('channel_id') or part.get('range') or ''}"
        else:
            yield from texts([part.get("text"), part.get("elements"), part.get("fields")])


def reactions(item: dict[str, Any]) -> Iterator[Reaction]:
    for row in item.get("reactions") or ():
        users = tuple(str(user) for user in row.get("users") or ())
        yield Reaction(str(row.get("name") or ""), users, int(row.get("count") or len(users)))
