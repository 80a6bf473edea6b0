"""What waits for a person: words are looked up, and the door asked, each time it is shown."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from community.composed import Composed, Row
from community.members.models import Member
from community.notifications import kinds
from community.notifications.grouping import COLUMNS, Group, Item, grouped, item
from community.notifications.kinds import Shown
from community.notifications.models import MailSettings, Notice
from moderation.access.grants import Grants

AT_MOST = 50
COUNTED_UP_TO = 100
LOOKED_AT = 200  # notices, for the rows of one inbox
REMEMBERED = 10_000


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
_rows_unread = Composed(lambda who: unread(who.member_id).order_by("-at", "-id").values(*COLUMNS)[:LOOKED_AT])
_rows = Composed(
    lambda who: Notice.objects.filter(member_id=who.member_id).order_by("-at", "-id").values(*COLUMNS)[:LOOKED_AT]
)


def items_for(who: Grants, *, only_unread: bool = False, most: int = AT_MOST) -> list[Item]:
    """One row for each place and kind, the one with the newest first. What this person may no longer see is neither in
    the list nor counted in it."""
    return items_of(who, (_rows_unread if only_unread else _rows).rows(who), most=most)


def items_of(who: Grants, rows: list[Row], *, most: int) -> list[Item]:
    """Most people may see all that waits for them: words are looked up for as many groups as are shown, and for the
    rest, once, when some of these turn out empty."""
    groups = grouped(rows)
    items: list[Item] = []
    for some in (groups[:most], groups[most:]):
        if some and len(items) < most:
            items += shown_of(who, some)
    return items[:most]


def shown_of(who: Grants, groups: list[Group]) -> list[Item]:
    known = resolved(who, ((row["kind"], row["subject"]) for group in groups for row in group))
    found = (item(group, known[group[0]["kind"]]) for group in groups)
    return [one for one in found if one is not None]


def resolved(who: Grants, wanted: Iterable[tuple[str, str]]) -> dict[str, dict[str, Shown]]:
    """By kind and subject: one question to each app, however many there are."""
    subjects: dict[str, list[str]] = {}
    for kind, subject in wanted:
        subjects.setdefault(kind, []).append(subject)
    return kinds.resolve(who, subjects)


def told_of(kinds: Collection[str], subject: str, member_ids: Collection[int]) -> set[int]:
    """Who of these people was told of it already, in one of these ways."""
    found = Notice.objects.filter(kind__in=list(kinds), subject=subject, member_id__in=list(member_ids))
    return set(found.values_list("member_id", flat=True))


# ---- mail -----------------------------------------------------------------------------------


def mail_settings(member_id: int) -> MailSettings:
    """As chosen, or as the defaults say."""
    return MailSettings.objects.select_related("member").filter(pk=member_id).first() or MailSettings(
        member_id=member_id
    )


def is_written_to(member_id: int) -> bool:
    """Does this person exist, for a link that was signed for them?"""
    return Member.objects.filter(pk=member_id).exists()
