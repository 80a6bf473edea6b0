"""Forums, whose threads are conversations too: Discourse topics as its API gives them, Stack Exchange's Posts.xml."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tests.benchmarks.archives.files import Leaf
from tests.benchmarks.archives.said import MALFORMED, NO_WORDS, NOTICE, Entry, Reaction, Said, Skipped


def is_discourse(head: dict[str, Any]) -> bool:
    stream = head.get("post_stream")
    return isinstance(stream, dict) and isinstance(stream.get("posts"), list)


def discourse(head: dict[str, Any], leaf: Leaf) -> Iterator[Entry]:
    """One topic; its posts stand one after the other, so a post's number says where."""
    room = f"{leaf.folder}/{head.get('title') or leaf.stem} {head.get('id') or ''}".strip("/ ")
    for number, post in enumerate(head["post_stream"]["posts"], 1):
        where = f"{leaf.path}:post {number}"
        try:
            if post.get("post_type", 1) != 1 or post.get("deleted_at"):
                yield Skipped(NOTICE, where)
                continue
            likes = sum(int(a.get("count", 0)) for a in post.get("actions_summary") or () if a.get("id") == 2)
            body = post.get("raw") or post["cooked"]
            if not body.strip():
                yield Skipped(NO_WORDS, where)
                continue
            yield Said(
                room=room, author=post["username"], name=post.get("name") or post["username"], body=body, where=where,
                key=str(post["post_number"]), answers=str(post.get("reply_to_post_number") or ""), at=float(number),
                edited=post.get("version", 1) > 1, reactions=(Reaction("❤️", count=likes),) if likes else (),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError):
            yield Skipped(MALFORMED, where)


def is_stack_exchange(text: str) -> bool:
    return "<posts" in text[:1000]


def stack_exchange(text: str, leaf: Leaf) -> Iterator[Entry]:
    """A row a line. A question and its answers are one conversation."""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if not line.startswith("<row"):
            continue
        where = f"{leaf.path}:{number}"
        try:
            yield post_of(dict(fromstring(line).attrib), leaf, where)
        except (ParseError, DefusedXmlException, KeyError, ValueError):
            yield Skipped(MALFORMED, where)


def post_of(row: dict[str, str], leaf: Leaf, where: str) -> Entry:
    if row["PostTypeId"] not in {"1", "2"}:
        return Skipped(NOTICE, where)
    if not row["Body"].strip():
        return Skipped(NO_WORDS, where)
    question = row.get("ParentId") or row["Id"]
    author = row.get("OwnerUserId") or row.get("OwnerDisplayName") or "somebody"
    return Said(
        room=f"{leaf.conversation}/Question {question}", author=author,
        name=row.get("OwnerDisplayName") or f"User {author}", body=row["Body"], where=where, key=row["Id"],
        answers=row.get("ParentId", ""), at=datetime.fromisoformat(row["CreationDate"]).timestamp(),
        edited="LastEditDate" in row,
    )  # fmt: skip


def whole(text: str) -> dict[str, Any] | None:
    """The topic as one object; None when the text is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
