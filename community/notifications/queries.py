"""What waits for a person: words are looked up, and the door asked, each time it is shown."""

from __future__ import annotations

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
    """Up to a hundred: beyond that nobody counts."""
    return len(_unread.rows(who))


def unread(member_id: int) -> QuerySet[Notice]:
    return Notice.objects.filter(member_id=member_id, read_at=None)


_unread = Composed(lambda who: unread(who.member_id).values("id")[:COUNTED_UP_TO])


def items_for(who: Grants, *, only_unread: bool = False, most: int = AT_MOST) -> list[Item]:
    """Newest first. What this person may no longer see is not in the list."""
    notices = Notice.objects.filter(member_id=who.member_id).select_related("actor").order_by("-at", "-id")
    if only_unread:
        notices = notices.filter(read_at=None)
    found = list(notices[:most])
    subjects: dict[str, list[str]] = {}
    for notice in found:
        subjects.setdefault(notice.kind, []).append(notice.subject)
    known = {kind: kinds.resolve(who, kind, wanted) for kind, wanted in subjects.items()}
    return [item(n, known[n.kind][n.subject]) for n in found if n.subject in known[n.kind]]


def item(notice: Notice, shown: Shown) -> Item:
    actor, unread = notice.actor, notice.read_at is None
    if actor is None:
        return Item(shown.by, "slate", initials(shown.by), notice.at, unread, shown)
    return Item(actor.name, actor.hue, actor.initials, notice.at, unread, shown)
