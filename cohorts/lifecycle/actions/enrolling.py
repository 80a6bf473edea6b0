"""Into a cohort and out of it. Places are counted under the row lock of the cohort: two at once cannot share one."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from cohorts.lifecycle import notices, queries
from cohorts.models import Cohort, Enrollment, EnrollmentRequest, ReadMark, Stage
from community.db import writing
from community.live import news
from community.members import epoch
from community.members.models import Member
from moderation import audit
from moderation.access import cohorts as rules
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.actions import Refused

State = EnrollmentRequest.State
FULL = "All {places} places are taken. Give the cohort more places first, or enroll them as a facilitator."
SEALED = "This cohort is archived: nobody is enrolled any more."


def hold(pk: int) -> Cohort:
    """The row, held until the transaction ends. After the epoch was moved: everybody takes both in this order."""
    return Cohort.objects.select_for_update().get(pk=pk)


def enroll(actor: Grants, cohort: Cohort, member: Member, *, role: str) -> Enrollment:
    """Into the cohort, or into another role in it. Raises Denied, Refused when it is full or archived."""
    desk.may_arrange(actor, timezone.now()).require()
    with writing():
        at, held = epoch.move(), hold(cohort.pk)
        if held.state == Stage.ARCHIVED:
            raise Refused("person", SEALED)
        counts = role == Enrollment.Role.MEMBER and not held.enrollments.filter(member=member, role=role).exists()
        if counts and queries.free_places(held) == 0:
            raise Refused("person", FULL.format(places=held.places))
        made = let_in(actor.member_id, held, member, role=role)
        fill(held, at)  # somebody who leads it from now on gives a place back
        news.tell_access_moved(at)
    return made


def enroll_invited(actor_id: int, cohort: Cohort, member: Member, *, role: str) -> None:
    """Allowed by an invitation. Somebody who comes to a full cohort waits; to an archived one nobody comes."""
    with writing():
        at, held = epoch.move(), hold(cohort.pk)
        if held.state == Stage.ARCHIVED:
            return
        full = role == Enrollment.Role.MEMBER and queries.free_places(held) == 0
        if full and not held.enrollments.filter(member=member).exists():
            facts = {"state": State.WAITING, "at": timezone.now()}
            EnrollmentRequest.objects.update_or_create(cohort=held, member=member, defaults=facts)
            notices.tell(held, notices.WAITING, {member.pk}, at, notices.mark())
            return
        let_in(actor_id, held, member, role=role)
        news.tell_access_moved(at)


def let_in(actor_id: int, held: Cohort, member: Member, *, role: str) -> Enrollment:
    """Inside a transaction that moved the epoch and holds the cohort. What was said before counts as read."""
    before = role_in(held, member)
    enrollment, created = Enrollment.objects.update_or_create(cohort=held, member=member, defaults={"role": role})
    note_change(held, before, role)
    if created:
        held.rooms.filter(since_joining=True).update(floor=F("last_seq"))  # what they do not read stays as it is
        ReadMark.objects.bulk_create(
            [
                ReadMark(member=member, room=room, seq=room.last_seq, ordinal=room.message_count)
                for room in held.rooms.all()
            ],
            update_conflicts=True,
            unique_fields=["member", "room"],
            update_fields=["seq", "ordinal"],
        )
    held.requests.filter(member=member).update(state=State.ENROLLED)
    audit.record(actor_id, "enroll", kind="member", subject=member.pk, label=member.name, reason=f"{held.name}, {role}")
    return enrollment


def role_in(held: Cohort, member: Member) -> str | None:
    return held.enrollments.filter(member=member).values_list("role", flat=True).first()


def note_change(held: Cohort, before: str | None, after: str | None) -> None:
    """When somebody came or left last, and when those who lead it changed. None: not in it."""
    moved, now = {}, timezone.now()
    if before is None or after is None:
        moved["people_changed_at"] = now
    if before != after and Enrollment.Role.FACILITATOR in (before, after):
        moved["leading_changed_at"] = now
    if moved:
        Cohort.objects.filter(pk=held.pk).update(**moved)


def withdraw(actor: Grants, cohort: Cohort, member: Member) -> None:
    """Out of the cohort: its rooms close for this person at once, and whoever waits longest gets the place."""
    desk.may_arrange(actor, timezone.now()).require()
    with writing():
        at, held = epoch.move(), hold(cohort.pk)
        note_change(held, role_in(held, member), None)
        held.enrollments.filter(member=member).delete()
        held.requests.filter(member=member).update(state=State.WITHDRAWN)
        audit.record(actor.member_id, "withdraw", kind="member", subject=member.pk, label=member.name, reason=held.name)
        fill(held, at)
        news.tell_access_moved(at)


def fill(held: Cohort, at_epoch: int) -> int:
    """Who waits longest moves up while there are places, and is told. Inside a transaction as above.

    Places come free in many ways: somebody is withdrawn, leaves, loses their access, or there are more of them.
    """
    free = queries.free_places(held)
    if free == 0 or not rules.places_people(held):
        return 0
    waiting = [r for r in queries.standing_requests(held) if r.state == State.WAITING][:free]
    for request in waiting:
        let_in(request.answered_by_id or request.member_id, held, request.member, role=Enrollment.Role.MEMBER)
    notices.tell(held, notices.ENROLLED, {r.member_id for r in waiting}, at_epoch, notices.mark())
    return len(waiting)
