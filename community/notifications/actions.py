"""Telling somebody something, once; reading it; choosing how mail tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from community.db import writing
from community.live import news
from community.live.protocol import encode
from community.members.grants import grants_at
from community.notifications import kinds
from community.notifications.models import Letter, MailSettings, Notice
from community.notifications.queries import inbox_topic
from community.notifications.quiet import Quiet

NEVER_QUIET = Quiet()
GATHERS = timedelta(minutes=10)  # what comes together is told of in one mail


@dataclass(frozen=True, slots=True)
class Wanted:
    """One notice to be. `kind` is a registered kind; `subject` and `place` are its app's ids.

    `actor_id` is None for somebody who is no member: the kind says who (`Shown.by`).
    """

    member_id: int
    actor_id: int | None
    kind: str
    subject: str
    place: str


def notify(wanted: Sequence[Wanted], *, at_epoch: int) -> None:
    """Inside the transaction of what happened. Telling the same thing twice tells it once. Nobody is told of what
    somebody did whom they blocked. When a mail may tell of it is a column of the same row: it costs no statement."""
    held = grants_at(at_epoch, {w.member_id for w in wanted})
    wanted = [w for w in wanted if w.member_id not in held or w.actor_id not in held[w.member_id].blocked_ids]
    if not wanted:
        return
    due_at = timezone.now() + GATHERS
    Notice.objects.bulk_create(
        [
            Notice(
                member_id=w.member_id, actor_id=w.actor_id, kind=w.kind, subject=w.subject, place=w.place,
                due_at=due_at if kinds.is_mailed(w.kind) else None,
            )
            for w in wanted
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    for member_id in {w.member_id for w in wanted}:
        # Nothing of what happened is in the frame: the browser asks, and the door answers.
        news.tell(inbox_topic(member_id), at_epoch, encode("update", topic="inbox", kind="new", data={}))


# ---- reading --------------------------------------------------------------------------------


def mark_read_at(member_id: int, place: str) -> None:
    """Whoever opens the place has seen what waited there."""
    read(Notice.objects.filter(member_id=member_id, place=place), {member_id})


def mark_read_at_many(pairs: Sequence[tuple[int, str]]) -> None:
    """The same for several people at once: (member, place) each."""
    if not pairs:
        return
    matching = Q()
    for member_id, place in pairs:
        matching |= Q(member_id=member_id, place=place)
    read(Notice.objects.filter(matching), {member_id for member_id, _ in pairs})


def mark_group_read(member_id: int, kind: str, place: str, *, up_to: int) -> None:
    """One row of the inbox, as it was seen: what came to it meanwhile stays new."""
    read(Notice.objects.filter(member_id=member_id, kind=kind, place=place, pk__lte=up_to), {member_id})


def mark_all_read(member_id: int, *, up_to: int | None = None) -> None:
    """Everything, or what there was when somebody looked."""
    notices = Notice.objects.filter(member_id=member_id)
    read(notices if up_to is None else notices.filter(pk__lte=up_to), {member_id})


def read(notices: QuerySet[Notice], whose: Iterable[int]) -> None:
    """The bells of all their pages and devices hear of it; the frame says nothing, so it needs no epoch."""
    if notices.filter(read_at=None).update(read_at=timezone.now()):
        for member_id in whose:
            news.tell(inbox_topic(member_id), 0, encode("update", topic="inbox", kind="read", data={}))


def withdraw(kinds: Sequence[str], subjects: Sequence[str]) -> None:
    """What they spoke of is gone."""
    Notice.objects.filter(kind__in=list(kinds), subject__in=list(subjects)).delete()


def withdraw_at(kinds: Sequence[str], place: str) -> None:
    """Whatever was told of a place in these ways."""
    Notice.objects.filter(kind__in=list(kinds), place=place).delete()


def move(kinds: Sequence[str], subjects: Sequence[str], place: str) -> None:
    """What they speak of stands elsewhere now."""
    Notice.objects.filter(kind__in=list(kinds), subject__in=list(subjects)).update(place=place)


# ---- mail -----------------------------------------------------------------------------------


def choose_mail(member_id: int, *, pace: str, excerpts: bool, spared: bool = False, quiet: Quiet = NEVER_QUIET) -> None:
    """One's own choice; `pace` is one of MailSettings.Pace."""
    with writing():
        chosen = {
            "pace": MailSettings.Pace(pace), "excerpts": excerpts, "spared": spared,
            "quiet_from": quiet.begins, "quiet_to": quiet.ends, "quiet_weekends": quiet.weekends,
        }  # fmt: skip
        MailSettings.objects.update_or_create(member_id=member_id, defaults=chosen)


def stop_mail(member_id: int) -> None:
    """By a link in a mail, as often as it is followed. What a mail may say, should they come again, stays chosen."""
    with writing():
        MailSettings.objects.update_or_create(member_id=member_id, defaults={"pace": MailSettings.Pace.NEVER})


def forget_mail(member_id: int) -> None:
    """Of somebody who leaves."""
    MailSettings.objects.filter(pk=member_id).delete()
    Letter.objects.filter(member_id=member_id).delete()
