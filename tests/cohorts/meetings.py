"""Live sessions in tests: one that stands, what browsers send, who heard what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cohorts.models import Room
from cohorts.sessions import actions
from cohorts.sessions.actions import rooms
from cohorts.sessions.models import Rsvp, Session
from community.members.models import Member
from community.notifications import queries as notices
from tests.cast import World, grants
from tests.pages import Answer
from tests.verbs import signed_in

SESSIONS = "/cohorts/spring/sessions/"
OPENS, CLOSES = timedelta(minutes=15), timedelta(minutes=60)  # its room: before the start, after the end
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FORM = {
    "title": "Budgets", "day": "", "hour": "16:00", "minutes": "60", "agenda": "", "link": "", "seats": "",
    "every": "", "count": "", "until": "",
}  # fmt: skip


def session(world: World, **facts: Any) -> Session:
    """Of Spring, led by Fay, in two days, unless told otherwise. `within`: so long from now; `set`: so long ago."""
    now = timezone.now()
    within, since = facts.pop("within", timedelta(days=2)), facts.pop("since", timedelta(days=9))
    given = {
        "cohort": world.spring, "title": "Budgets", "host": world.fay, "made_by": world.fay, "starts_at": now + within,
        "timed_at": now - since,
    }  # fmt: skip
    return Session.objects.create(**given | facts)


def place(which: Session) -> str:
    return f"/cohorts/{which.cohort.slug}/sessions/{which.pk}/"


def day(later: int = 7) -> str:
    return f"{timezone.now() + timedelta(days=later):%Y-%m-%d}"


def schedule(by: Member, **fields: str) -> Answer:
    given = FORM | {"day": day(), "host": str(by.pk)} | fields
    return signed_in(by).post(f"{SESSIONS}new/", given)


def goes(member: Member, which: Session, *, going: bool = True, since: timedelta | None = None) -> str:
    """Says whether they come; `since`: so long ago."""
    state = actions.answer(grants(member), which, going=going)
    if since is not None:
        Rsvp.objects.filter(session=which, member=member).update(at=timezone.now() - since)
    return state


def states(which: Session) -> dict[str, str]:
    return dict(Rsvp.objects.filter(session=which).values_list("member__handle", "state"))


def heard(member: Member) -> list[str]:
    """Kinds of sentences of the bell, newest first, up to the title; one for each notice of a row."""
    items = [item for item in notices.items_for(grants(member)) for _ in range(item.count)]
    return [f"{item.actor} {item.shown.sentence.partition('“')[0].strip(' :')}" for item in items]


def with_room(world: World, within: timedelta, **facts: Any) -> Room:
    """The room of a session of an hour that begins so long from now."""
    which = session(world, within=within, **facts)
    rooms.make([which], world.spring.state, timezone.now())
    return Room.objects.select_related("session", "cohort").get(session=which)


def began(room: Room, ago: timedelta) -> None:
    """Its session began so long ago."""
    starts = timezone.now() - ago
    Session.objects.filter(pk=room.session_id).update(starts_at=starts)
    Room.objects.filter(pk=room.pk).update(opens_at=starts - OPENS, closes_at=starts + HOUR + CLOSES)
