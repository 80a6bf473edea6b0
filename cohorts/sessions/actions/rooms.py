"""The room of a session: made with it, and in step with it. Pages open in it hear when it opens and closes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cohorts.arranging import kinds
from cohorts.models import Cohort, Room, Stage
from cohorts.queries import room_topic
from cohorts.sessions.models import Session
from community.db import writing
from community.jobs.queue import job, later
from community.live import news
from community.live.protocol import encode
from community.members import epoch
from community.text import plain
from moderation.access import sessions as rules
from moderation.access.rooms import time_of

LAST = 1_000  # its place among the rooms of the cohort
LONGEST_NAME = 80
LOOKS_EVERY, AHEAD = timedelta(minutes=5), timedelta(minutes=10)


def make(sessions: Sequence[Session], stage: str, now: datetime) -> None:
    """In the transaction that made the sessions. `stage`: of their cohort."""
    made = Room.objects.bulk_create(
        Room(
            cohort_id=session.cohort_id, session=session, kind=kinds.SESSION, slug=f"session-{session.pk.hex}",
            position=LAST, stage=stage, **facts(session),
        )
        for session in sessions
    )  # fmt: skip
    put_off(made, now)


def facts(session: Session) -> dict[str, object]:
    """What it takes from its session."""
    return {
        "name": plain.shorten(session.title, LONGEST_NAME),
        "opens_at": session.starts_at - rules.OPENS_BEFORE,
        "closes_at": session.ends_at + rules.CLOSES_AFTER,
    }


def stage_of(cohort: Cohort) -> str:
    """As it is now, held until the transaction ends."""
    return Cohort.objects.select_for_update().values_list("state", flat=True).get(pk=cohort.pk)


def follow(held: Session, at: int, now: datetime) -> None:
    """A session was changed, and is held: its room has its title and its time."""
    room = Room.objects.select_for_update(of=("self",)).filter(session=held).first()
    if room is None:
        make([held], stage_of(held.cohort), now)
        return
    wanted = facts(held)
    if all(getattr(room, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(room, name, value)
    room.save(update_fields=list(wanted))
    put_off([room], now)
    tell(room.pk, room.stage, None, at)


def close(session_ids: Sequence[UUID], at: int, now: datetime) -> None:
    """They were cancelled."""
    found = Room.objects.filter(session_id__in=session_ids)
    found.update(opens_at=None, closes_at=now)
    for pk, stage in found.values_list("pk", "stage"):
        tell(pk, stage, None, at)


def tell(room_id: UUID, stage: str, when: str | None, at: int) -> None:
    """`when`: all that is new is the time; otherwise open pages come anew."""
    news.tell(room_topic(room_id), at, encode("room", room=str(room_id), state=stage, when=when))


# ---- as time goes by ------------------------------------------------------------------------


def put_off(rooms: Iterable[Room], now: datetime) -> None:
    """What is near is told when it is there; what is further away is found by `look_ahead`."""
    for room in rooms:
        for moment in (room.opens_at, room.closes_at):
            if moment is not None and now < moment <= now + AHEAD:
                later(tell_time, str(room.pk), delay=moment - now)


@job(every=LOOKS_EVERY)
def look_ahead() -> None:
    """May run at any time, and as often: to be told twice does no harm."""
    now = timezone.now()
    opening, closing = (Q(**{f"{name}__gt": now, f"{name}__lte": now + AHEAD}) for name in ("opens_at", "closes_at"))
    near = Room.objects.filter(opening | closing, kind=kinds.SESSION).exclude(stage=Stage.ARCHIVED)
    found = list(near.only("pk", "opens_at", "closes_at"))
    if found:
        with writing():
            put_off(found, now)


@job()
def tell_time(room_id: str) -> None:
    """How the room stands when this runs, whatever it was put off for: late, twice, or after the session was moved."""
    with writing():
        at = epoch.hold()
        room = Room.objects.filter(pk=UUID(room_id)).first()
        if room is not None:
            tell(room.pk, room.stage, time_of(room, timezone.now()), at)
