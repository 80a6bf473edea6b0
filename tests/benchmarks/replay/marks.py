"""A message's whole public state as one short text, made alike from a frame and from a row of the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

NAMED = 20  # reactors that the wire names


def mark_of(*parts: Any) -> str:
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=12).hexdigest()


def mark(
    *, author: int, body: str, deleted: bool, edited: bool, reply_to: str, reactions: Iterable[tuple[str, list[int]]]
) -> str:
    """`reactions`: each emoji with the members who chose it, the first of them where they are many."""
    told = sorted((emoji, members[:NAMED]) for emoji, members in reactions)
    return mark_of(author, body, deleted, edited, reply_to, told)


def mark_of_frame(message: dict[str, Any]) -> str:
    """Of a `message` object of the wire."""
    reply = message.get("reply_to")
    return mark(
        author=message["author"]["id"], body=message.get("body", ""), deleted=message["deleted"],
        edited=message["edited_at"] is not None, reply_to=reply["id"] if reply else "",
        reactions=[(one["emoji"], one["members"]) for one in message.get("reactions", [])],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the database holds it."""

    id: str
    seq: int
    rev: int
    author: int
    nonce: str
    body: str  # its mark
    deleted: bool
    edited: bool
    reply_to: str
    reactions: dict[str, list[int]]
    mark: str  # of the whole state
