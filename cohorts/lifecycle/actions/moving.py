"""Moving a cohort from one state to the next. Open pages and sockets follow at once; those enrolled are told."""

from __future__ import annotations

from django.utils import timezone

from cohorts import wire
from cohorts.lifecycle import notices
from cohorts.lifecycle.actions.enrolling import fill, hold
from cohorts.models import Cohort, EnrollmentRequest, Room, Stage
from community.db import writing
from community.live import news
from community.live.protocol import encode
from community.members import epoch
from community.members.grants import those_who
from moderation import audit
from moderation.access import cohorts as rules
from moderation.access.grants import Grants
from moderation.access.rooms import may_see_cohort

State = EnrollmentRequest.State


def move(actor: Grants, cohort: Cohort, *, state: str) -> Cohort:
    """Twice the same is once. Raises Denied."""
    now = timezone.now()
    with writing():
        at, held = epoch.move(), hold(cohort.pk)
        if held.state == state:
            return held
        rules.may_move_cohort(actor, held, state, now).require()
        held.state, held.moved_at = state, now
        held.save(update_fields=["state", "moved_at"])
        Room.objects.filter(cohort=held).update(stage=state)
        if state in {Stage.ALUMNI, Stage.ARCHIVED}:  # nobody comes in any more
            held.requests.filter(state__in=(State.ASKED, State.WAITING)).update(state=State.DECLINED)
        audit.record(actor.member_id, f"cohort_{state}", kind="cohort", subject=held.pk, label=held.name)
        people = set(held.enrollments.values_list("member_id", flat=True)) - {actor.member_id}
        inside = those_who(at, people, lambda who: may_see_cohort(who, held))
        notices.tell(held, notices.MOVED, inside, at, f"{state}.{notices.mark()}")
        fill(held, at)
        tell_rooms(held, at)
        news.tell_access_moved(at)
    return held


def tell_rooms(held: Cohort, at: int) -> None:
    """Pages that are open in them learn that other things may be done there now."""
    for pk in held.rooms.values_list("pk", flat=True):
        news.tell(wire.room_topic(pk), at, encode("room", room=str(pk), state=held.state))


def set_places(actor: Grants, cohort: Cohort, *, places: int | None, asks_while_running: bool) -> None:
    """How many members there can be, and whether one may still ask later. Fewer than there are takes nobody out."""
    with writing():
        at, held = epoch.move(), hold(cohort.pk)
        rules.may_lead_cohort(actor, held, timezone.now()).require()
        held.places, held.asks_while_running = places, asks_while_running
        held.save(update_fields=["places", "asks_while_running"])
        audit.record(
            actor.member_id, "set_places", kind="cohort", subject=held.pk, label=held.name,
            reason="as many as like" if places is None else str(places),
        )  # fmt: skip
        fill(held, at)
        news.tell_access_moved(at)
