"""Rows as the templates show them: words and links, no rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import cursors, linking
from community.drawn import Drawn, fresh, today
from community.forum import lists, queries
from community.forum.actions import THANKS
from community.forum.lists import Cursor, Row
from community.forum.models import Thread
from community.members.models import initials
from community.members.profile import school_beside, title_beside
from community.places import place
from community.text import plain
from moderation.access.grants import Grants
from moderation.access.standing import moderates

MAY_HAVE_ANSWERED = 3
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
    def whole(self) -> bool:
        return self.before == 0 and self.after == 0

    @property
    def after(self) -> int:
        return self.end - self.last

    @property
    def previous_from(self) -> int:
        return max(2, self.first - queries.WINDOW)


def window(thread: Thread, wanted: int | None, end: int) -> Window:
    """Around the first unread reply, or around the number a link names; the whole thread when it is short. `end`: the
    last number that the reader sees."""
    if end <= queries.WINDOW + 1:
        return Window(2, max(end, 1), end)
    start = wanted if wanted is not None else max(2, thread.read_to - 1)
    start = min(max(2, start), max(2, end - queries.WINDOW + 1))
    return Window(start, min(start + queries.WINDOW - 1, end), end)


draw_post = Drawn("forum/_post.html", "post", most=5_000)
draw_row = Drawn("partials/_rows.html", "thread_row", most=5_000)


def posts(
    rows: list[Row], thread: Thread, who: Grants, can: Mapping[str, bool], elsewhere: Mapping[int, str] | None = None
) -> list[dict[str, Any]]:
    """Posts for the `post` macro, each with what it is drawn by. `elsewhere`: names of those the page has already."""
    thread_url = place("thread", thread.key)
    shown = [post(row, thread_url, who.member_id, thread.answer_number, who.blocked_ids) | {"can": can} for row in rows]
    cards = linking.cards_in(who, [row["html"] for row in rows])
    names = {**(elsewhere or {}), **{p["number"]: p["first_name"] for p in shown}}
    day = today()
    for p, row in zip(shown, rows, strict=True):
        p["to_name"] = names.get(p["to"], "")
        p["pieces"] = linking.pieces(row["html"], cards)
        p["cards"] = tuple(piece.card for piece in p["pieces"] if piece.card)
        p["drawn_by"] = drawn_by(p, row, (can["reply"], can["choose"], can["order"], *day))
    return shown


def drawn_by(p: dict[str, Any], row: Row, rest: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Everything the macro shows of a post and of the reader: whether it is theirs, whether they thanked for it or keep
    it, and not who they are. What was posted in this minute says "just now", and is drawn for one."""
    if fresh(row["created_at"]):
        return None
    seen = tuple(p[name] for name in DRAWN_FROM)
    return (row["id"], row["edited_at"], *seen, *rest)


# `html` and `files` change only with `edited_at`.
DRAWN_FROM = (
    "number", "name", "handle", "hue", "moderator", "about", "deleted", "folded", "kept_from", "thanks",
    "is_answer", "to", "to_name", "wiki", "cards", "anonymous", "url", "mine", "thanked", "kept",
)  # fmt: skip


def post(
    row: Row, thread_url: str, member_id: int, answer_number: int | None, blocked: Collection[int] = ()
) -> dict[str, Any]:
    """`blocked`: people of whom the reader wants nothing at first sight; their words are folded."""
    thanks = row["reactions"].get(THANKS, [])
    return (alias(row) if row["alias"] else writer(row, blocked)) | {
        "number": row["number"],
        "html": row["html"],
        "at": row["created_at"],
        "edited": row["edited_at"] is not None,
        "deleted": row["deleted_at"] is not None,
        "wiki": row["wiki_at"] is not None,
        "files": row["files"],
        "thanks": len(thanks),
        "thanked": member_id in thanks,
        "kept": row["kept"],
        "mine": member_id in (row["author_id"], row["written_by_id"]),
        "is_answer": row["number"] == answer_number,
        "to": row["reply_to"],
        "url": f"{thread_url}{row['number']}/",
        "thread_url": thread_url,
    }


def writer(row: Row, blocked: Collection[int]) -> dict[str, Any]:
    """Who stands above a post."""
    former = row["author__standing"] in {"removed", "left"}
    return {
        "name": row["author__name"],
        "handle": None if former else row["author__handle"],
        "first_name": row["author__name"].split()[0],
        "initials": initials(row["author__name"]),
        "hue": row["author__hue"],
        "moderator": moderates(row["author__role"]),
        "about": ", ".join(x for x in (title_beside(row), school_beside(row)) if x),
        "folded": row["author_id"] in blocked and not moderates(row["author__role"]),
        "anonymous": False,
        "kept_from": row["hidden_from__name"] or "",
    }


def alias(row: Row) -> dict[str, Any]:
    """The same of an alias: nothing but the alias. From whom it is kept would say where the writer works."""
    return {
        "name": row["alias"], "handle": None, "first_name": row["alias"], "initials": initials(row["alias"]),
        "hue": "slate", "moderator": False, "about": "", "folded": False, "anonymous": True,
        "kept_from": "the writer's own organization" if row["hidden_from__name"] else "",
    }  # fmt: skip


def settling(thread: Thread, replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """When the asker is to say whether it is settled: the replies that may have answered it, most thanked first."""
    if not thread.settling:
        return []
    offered = [p for p in replies if not (p["mine"] or p["deleted"] or p["kept_from"])]
    best = sorted(offered, key=lambda p: (-p["thanks"], p["number"]))[:MAY_HAVE_ANSWERED]
    return [p | {"beginning": plain.shorten(plain.from_html(p["html"]), 120)} for p in best]


def thread_row(row: Row, joined_at: datetime | None) -> dict[str, Any]:
    """One line of a list for the `thread_row` macro."""
    unread = lists.unread_in(row, joined_at)
    name, hue = (row["alias"], "slate") if row["alias"] else (row["author__name"], row["author__hue"])
    school = "" if row["alias"] else school_beside(row)
    url = place("thread", row["key"])
    seen = (row["title"], row["excerpt"], name, school, hue, row["space__name"],
            row["space__hue"], row["answered"], row["reply_count"], row["kind"],
            *(tag["name"] for tag in row["tags"]))  # fmt: skip
    return {
        "drawn_by": None
        if fresh(row["last_post_at"])
        else (row["id"], row["last_post_at"], unread, bool(row["read_number"]), *seen, *today()),
        "url": url if not row["read_number"] or not unread else f"{url}#new",
        "key": row["key"],
        "title": row["title"],
        "excerpt": row["excerpt"],
        "name": name,
        "school": school,
        "initials": initials(name),
        "hue": hue,
        "space": row["space__name"],
        "space_hue": row["space__hue"],
        "answered": row["answered"],
        "tags": [tag["name"] for tag in row["tags"]],
        "kind": row["kind"],
        "replies": row["reply_count"],
        "at": row["last_post_at"],
        "asked_at": row["created_at"],
        "unread": unread > 0,
        "new": unread if row["read_number"] else 0,
    }


def page(rows: list[Row], joined_at: datetime | None, *, by: str = "last_post_at") -> tuple[list[dict[str, Any]], str]:
    """The lines of one page, and where the next one begins (empty at the end)."""
    shown = rows[: lists.LIST]
    older = cursor_text(Cursor(shown[-1][by], shown[-1]["id"])) if len(rows) > lists.LIST else ""
    return [thread_row(row, joined_at) for row in shown], older


def cursor_text(cursor: Cursor) -> str:
    return cursors.written(cursor.at, cursor.id)


def cursor_of(text: str) -> Cursor | None:
    found = cursors.read(text, cursors.number)
    return Cursor(*found) if found else None


def number_of(text: str | None) -> int | None:
    """A post number in an address."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else None
