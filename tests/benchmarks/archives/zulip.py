"""Zulip: the public archive (a file a topic, rendered HTML), the full export, and what its API answers."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from tests.benchmarks.archives.book import Book, from_code
from tests.benchmarks.archives.files import Leaf
from tests.benchmarks.archives.said import Reaction, Said

QUOTED = re.compile(r"/near/(\d+)[^>]*>\s*said\s*</a>\s*:?\s*</p>\s*<blockquote", re.IGNORECASE)
ENCODED = re.compile(r"(?:\.[0-9A-Fa-f]{2})+")


def claims(head: dict[str, Any], first: dict[str, Any]) -> bool:
    exported = {"sender", "recipient", "date_sent"} <= first.keys()
    return "content" in first and (exported or "sender_full_name" in first)


def entry(item: dict[str, Any], head: dict[str, Any], leaf: Leaf, book: Book) -> Said:
    return exported(item, leaf, book) if "date_sent" in item else shown(item, leaf)


def shown(item: dict[str, Any], leaf: Leaf) -> Said:
    """As readers of the archive see it. People have only a name there."""
    name, content = item["sender_full_name"], item["content"]
    if not isinstance(name, str) or not isinstance(content, str):
        raise TypeError("sender_full_name and content are text")
    room = topic_of(leaf)
    if isinstance(item.get("subject"), str) and isinstance(item.get("display_recipient"), str):
        room = f"{item['display_recipient']} > {item['subject']}"
    quoted = QUOTED.search(content)
    return Said(
        room=room, author=str(item.get("sender_id") or name), name=name, body=content,
        key=str(item["id"]), at=float(item["timestamp"]), answers=quoted[1] if quoted else "",
        edited=bool(item.get("last_edit_timestamp")), reactions=tuple(reactions(item)),
    )  # fmt: skip


def reactions(item: dict[str, Any]) -> list[Reaction]:
    found = []
    for row in item.get("reactions") or ():
        user = row.get("user") if isinstance(row.get("user"), dict) else {}
        who = row.get("user_id") or user.get("id") or user.get("user_id")
        found.append(Reaction(from_code(str(row.get("emoji_code"))), (str(who),) if who else (), 0 if who else 1))
    return found


def topic_of(leaf: Leaf) -> str:
    """`noob.20question(s).json` is the topic "noob question(s)"; the folder is its stream."""
    stem = ENCODED.sub(lambda match: unquote(match[0].replace(".", "%"), errors="replace"), leaf.stem)
    return f"{leaf.folder}/{stem}" if leaf.folder else stem


def exported(item: dict[str, Any], leaf: Leaf, book: Book) -> Said:
    """A row of zerver_message: Markdown, with its history."""
    content, topic = item["content"], item.get("subject") or ""
    if not isinstance(content, str):
        raise TypeError("content is text")
    author = str(item["sender"])
    stream = book.stream(leaf, str(item["recipient"]))
    return Said(
        room=f"{leaf.folder}/{stream} > {topic}" if topic else f"{leaf.folder}/{stream}",
        author=author, name=book.name(leaf, author), body=content,
        key=str(item["id"]), at=float(item["date_sent"]), edited=bool(item.get("last_edit_time")),
        first=first_wording(item.get("edit_history")), reactions=book.reactions_to(leaf, str(item["id"])),
    )  # fmt: skip


def first_wording(history: Any) -> str:
    """`edit_history` is JSON in JSON, the newest edit first."""
    found = re.findall(r'"prev_content"\s*:\s*("(?:[^"\\]|\\.)*")', history) if isinstance(history, str) else []
    if isinstance(history, list):
        return next((str(h["prev_content"]) for h in reversed(history) if "prev_content" in h), "")
    return str(re.sub(r"\\(.)", unescaped, found[-1][1:-1])) if found else ""


def unescaped(match: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t"}.get(match[1], match[1])
