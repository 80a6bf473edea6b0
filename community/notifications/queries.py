"""What waits for a person: words are looked up, and the door asked, each time it is shown."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from community.composed import Composed
from community.members.models import initials
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.notifications.models import Notice
from moderation.access.grants import Grants

AT_MOST = 50
COUNTED_UP_TO = 100
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """One notice, ready to show."""

    actor: str
    actor_hue: str
    actor_initials: str
    at: datetime
    unread: bool
    shown: Shown


def inbox_topic(member_id: int) -> str:
    return f"inbox:{member_id}"


def unread_count(who: Grants) -> int:
    """Up to a hundred: beyond that nobody counts. A bell must not ring for what its owner can no longer open."""
    waiting = _unread.rows(who)
    if not waiting:
        return 0
    key = (who.epoch, tuple(row["id"] for row in waiting))
    with _counting:
        known = _counted.get(who.member_id)
    if known is None or known[0] != key:
        shown = resolved(who, ((row["kind"], row["subject"]) for row in waiting))
        known = (key, sum(row["subject"] in shown[row["kind"]] for row in waiting))
        with _counting:
            if len(_counted) >= REMEMBERED:
                _counted.clear()
            _counted[who.member_id] = known
    return known[1]


# member → (epoch and unread notices, how many of them can be shown). What is visible changes with the epoch alone:
# notices of what is deleted are withdrawn.
_counted: dict[int, tuple[tuple[int, tuple[int, ...]], int]] = {}
_counting = threading.Lock()


def forget_everything() -> None:
    """For tests, which rewind the database under the memory."""
    with _counting:
        _counted.clear()


def unread(member_id: int) -> QuerySet[Notice]:
    return Notice.objects.filter(member_id=member_id, read_at=None)


_unread = Composed(lambda who: unread(who.member_id).order_by("-id").values("id", "kind", "subject")[:COUNTED_UP_TO])


def items_for(who: Grants, *, only_unread: bool = False, most: int = AT_MOST) -> list[Item]:
    """Newest first. What this person may no longer see is not in the list."""
    notices = Notice.objects.filter(member_id=who.member_id).select_related("actor").order_by("-at", "-id")
    if only_unread:
        notices = notices.filter(read_at=None)
    items: list[Item] = []
    for start in range(0, COUNTED_UP_TO, most):
        found = list(notices[start : start + most])
        items += shown_of(who, found)
        if len(found) < most or len(items) >= most:
            break
    return items[:most]


def shown_of(who: Grants, notices: list[Notice]) -> list[Item]:
    known = resolved(who, ((notice.kind, notice.subject) for notice in notices))
    return [item(n, known[n.kind][n.subject]) for n in notices if n.subject in known[n.kind]]


def item(notice: Notice, shown: Shown) -> Item:
    actor, unread = notice.actor, notice.read_at is None
    if actor is None:
        return Item(shown.by, "slate", initials(shown.by), notice.at, unread, shown)
    return Item(actor.name, actor.hue, actor.initials, notice.at, unread, shown)


def resolved(who: Grants, wanted: Iterable[tuple[str, str]]) -> dict[str, dict[str, Shown]]:
    """By kind and subject: one question to each app, however many there are."""
    subjects: dict[str, list[str]] = {}
    for kind, subject in wanted:
        subjects.setdefault(kind, []).append(subject)
    return {kind: kinds.resolve(who, kind, found) for kind, found in subjects.items()}
