"""Messages as the wire shows them: the same for every reader, so that a frame is written once for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from cohorts import people, queries
from cohorts.models import Message
from cohorts.people import Author
from cohorts.queries import Row
from community.live.protocol import encode, moment
from community.text import chat

EXCERPT = 120
NAMED_REACTORS = 20
UNKNOWN: Author = {
    "id": 0, "handle": "", "name": "A former member", "avatar": {"initials": "?", "hue": "slate"},
    "role": "member", "school": "",
}  # fmt: skip


def message(row: Row, authors: Mapping[int, Author]) -> dict[str, Any]:
    """The public state of one message."""
    state: dict[str, Any] = {
        "id": str(row["id"]),
        "seq": row["seq"],
        "rev": row["rev"],
        "nonce": str(row["nonce"]),
        "author": authors.get(row["author_id"], UNKNOWN),
        "at": moment(row["at"]),
        "edited_at": moment(row["edited_at"]) if row["edited_at"] else None,
        "deleted": row["deleted_at"] is not None,
    }
    if row["deleted_at"] is not None:
        return state
    return state | {
        "body": row["body"],
        "html": row["html"],
        "reply_to": reply(row, authors),
        "attachments": [attachment(file) for file in row["files"]],
        "reactions": [
            {"emoji": emoji, "count": len(members), "members": members[:NAMED_REACTORS]}
            for emoji, members in row["reactions"].items()
        ],
        "pinned": row["pinned_at"] is not None,
    }


def reply(row: Row, authors: Mapping[int, Author]) -> dict[str, Any] | None:
    """What it answers. The excerpt is made at reading, never kept: an edited or deleted parent shows as it is."""
    if row["reply_to_id"] is None:
        return None
    parent = authors.get(row["reply_to__author_id"], UNKNOWN)
    gone = row["reply_to__deleted_at"] is not None
    return {
        "id": str(row["reply_to_id"]),
        "author": {"id": parent["id"], "name": parent["name"]},
        "excerpt": "" if gone else chat.words(row["reply_to__body"] or "", EXCERPT),
        "deleted": gone,
    }


def attachment(file: dict[str, Any]) -> dict[str, Any]:
    url = f"/files/{file['id']}/"
    return {**file, "url": url, "thumb": f"{url}thumb/" if file["kind"] == "image" else None}


def messages(epoch: int, cohort_id: int | None, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Several, with their authors found in at most two queries."""
    rows = list(rows)
    ids = {row["author_id"] for row in rows} | {row["reply_to__author_id"] for row in rows} - {None}
    authors = people.authors(epoch, cohort_id, ids)
    return [message(row, authors) for row in rows]


def frame(room_id: UUID, changed: Message, state: Mapping[str, object]) -> str:
    """What everybody in the room hears of a message. Beside a reply stands with what its thread began: it never
    changes, and is no part of its state."""
    began = {"root": str(changed.root_id)} if changed.root_id else {}
    return encode("message", room=str(room_id), rev=changed.rev, message=state, **began)


room_topic = queries.room_topic
