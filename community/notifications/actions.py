"""Telling somebody something, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from community.live import news
from community.live.protocol import encode
from community.members.grants import grants_at
from community.notifications.models import Notice
from community.notifications.queries import inbox_topic


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
    somebody did whom they blocked."""
    held = grants_at(at_epoch, {w.member_id for w in wanted})
    wanted = [w for w in wanted if w.member_id not in held or w.actor_id not in held[w.member_id].blocked_ids]
    if not wanted:
        return
    Notice.objects.bulk_create(
        [
            Notice(member_id=w.member_id, actor_id=w.actor_id, kind=w.kind, subject=w.subject, place=w.place)
            for w in wanted
        ],
        ignore_conflicts=True,
    )
    for member_id in {w.member_id for w in wanted}:
        topic = inbox_topic(member_id)
        # Nothing of what happened is in the frame: the browser asks, and the door answers.
        news.tell(topic, at_epoch, encode("update", topic="inbox", kind="new", data={}))


def mark_read_at(member_id: int, place: str) -> None:
    """Whoever opens the place has seen what waited there."""
    Notice.objects.filter(member_id=member_id, place=place, read_at=None).update(read_at=timezone.now())


def mark_read_at_many(pairs: Sequence[tuple[int, str]]) -> None:
    """The same for several people at once: (member, place) each."""
    if not pairs:
        return
    matching = Q()
    for member_id, place in pairs:
        matching |= Q(member_id=member_id, place=place)
    Notice.objects.filter(matching, read_at=None).update(read_at=timezone.now())


def mark_all_read(member_id: int) -> None:
    Notice.objects.filter(member_id=member_id, read_at=None).update(read_at=timezone.now())


def withdraw(kinds: Sequence[str], subjects: Sequence[str]) -> None:
    """What they spoke of is gone."""
    Notice.objects.filter(kind__in=list(kinds), subject__in=list(subjects)).delete()
