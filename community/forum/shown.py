"""Rows as the templates show them: words and links, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from community.forum import queries
from community.forum.actions import THANKS
from community.forum.models import Thread
from community.forum.queries import Cursor, Row
from community.members.models import initials
from moderation.access.standing import Role

SHORT = 12  # a thread of up to so many replies is shown whole


@dataclass(frozen=True, slots=True)
class Window:
    """Which replies a page shows: numbers first to last, of `total` there are."""

    first: int
    last: int
    end: int

    @property
    def before(self) -> int:
        return self.first - 2  # the question is number 1 and always shown

    @property
    def after(self) -> int:
        return self.end - self.last

    @property
    def previous_from(self) -> int:
        return max(2, self.first - queries.WINDOW)


def window(thread: Thread, wanted: int | None) -> Window:
    """Around the first unread reply, or around the number a link names; the whole thread when it is short."""
    end = thread.last_number
    if end <= queries.WINDOW + 1:
        return Window(2, max(end, 1), end)
    start = wanted if wanted is not None else max(2, int(thread.read_number) - 1)  # type: ignore[attr-defined]
    start = min(max(2, start), max(2, end - queries.WINDOW + 1))
    return Window(start, min(start + queries.WINDOW - 1, end), end)


def post(row: Row, thread: Thread, member_id: int, answer_number: int | None) -> dict[str, Any]:
    """One post for the `post` macro."""
    thanks = row["reactions"].get(THANKS, [])
    former = row["author__standing"] in {"removed", "left"}
    school = ", ".join(x for x in (row["author__organization__name"], row["author__organization__state"]) if x)
    return {
        "number": row["number"],
        "name": row["author__name"],
        "handle": None if former else row["author__handle"],
        "first_name": row["author__name"].split()[0],
        "initials": initials(row["author__name"]),
        "hue": row["author__hue"],
        "moderator": row["author__role"] != Role.MEMBER,
        "about": ", ".join(x for x in (row["author__title"], school) if x),
        "html": row["html"],
        "at": row["created_at"],
        "edited": row["edited_at"] is not None,
        "deleted": row["deleted_at"] is not None,
        "files": row["files"],
        "thanks": len(thanks),
        "thanked": member_id in thanks,
        "mine": row["author_id"] == member_id,
        "is_answer": row["number"] == answer_number,
        "to": row["reply_to"],
        "url": reverse("post", args=[thread.key, row["number"]]),
    }


def name_parents(posts: list[dict[str, Any]]) -> None:
    """Whom each reply answers, where that one is on the page too."""
    names = {p["number"]: p["first_name"] for p in posts}
    for shown in posts:
        shown["to_name"] = names.get(shown["to"], "")


def thread_row(row: Row, joined_at: datetime | None) -> dict[str, Any]:
    """One line of a list for the `thread_row` macro."""
    unread = queries.unread_in(row, joined_at)
    school = ", ".join(x for x in (row["author__organization__name"], row["author__organization__state"]) if x)
    url = reverse("thread", args=[row["key"]])
    return {
        "url": url if not row["read_number"] or not unread else f"{url}#new",
        "key": row["key"],
        "title": row["title"],
        "excerpt": row["excerpt"],
        "name": row["author__name"],
        "school": school,
        "initials": initials(row["author__name"]),
        "hue": row["author__hue"],
        "space": row["space__name"],
        "space_hue": row["space__hue"],
        "answered": row["answered"],
        "replies": row["reply_count"],
        "at": row["last_post_at"],
        "asked_at": row["created_at"],
        "unread": unread > 0,
        "new": unread if row["read_number"] else 0,
    }


def page(rows: list[Row], joined_at: datetime | None, *, by: str = "last_post_at") -> tuple[list[dict[str, Any]], str]:
    """The lines of one page, and where the next one begins (empty at the end)."""
    shown = rows[: queries.LIST]
    older = cursor_text(Cursor(shown[-1][by], shown[-1]["id"])) if len(rows) > queries.LIST else ""
    return [thread_row(row, joined_at) for row in shown], older


def cursor_text(cursor: Cursor) -> str:
    return f"{cursor.at.isoformat()}~{cursor.id}"


def cursor_of(text: str) -> Cursor | None:
    """What an address names; an address somebody bent begins at the top."""
    at, _, pk = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if not pk.isdecimal() or len(pk) > 18 or moment.tzinfo is None:
        return None
    return Cursor(moment, int(pk))


def number_of(text: str | None) -> int | None:
    """A post number in an address."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else None


def uuids_of(values: list[str]) -> list[UUID]:
    """Ids of attachments in a form; what is not an id is dropped, and attaching then says that one is missing."""
    found = []
    for value in values[:10]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found
