"""After a session: its recording, notes, and who was there."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from cohorts.attendance import ledger, queries
from cohorts.models import Attendance, Session
from cohorts.sessions.actions.answering import hold
from community.db import writing
from community.text import chat
from moderation import audit
from moderation.access import sessions as rules
from moderation.access.grants import Grants
from moderation.actions import Refused

WHY = "Say why: you change what was marked before."
PRESENT = Attendance.Mark.PRESENT


def keep_after(actor: Grants, session: Session, *, recording: str, notes: str) -> None:
    """Where it can be seen again, and what is good to remember. Raises Denied."""
    with writing():
        held = hold(session.pk)
        rules.may_record_session(actor, held, timezone.now()).require()
        held.recording, held.notes = recording, notes
        held.notes_html = chat.render(notes) if notes else ""
        held.save(update_fields=["recording", "notes", "notes_html"])
        audit.record(actor.member_id, "keep_after", kind="session", subject=held.pk, label=held.title)


def mark(
    actor: Grants,
    session: Session,
    *,
    marks: Mapping[int, str],
    minutes: Mapping[int, int | None] | None = None,
    reason: str,
) -> int:
    """Adds a row for each person whose mark is another than before; returns how many. Whoever corrects a mark, or
    what was counted by itself, says why. Under the row lock of the session: two who mark at once see each other.
    `minutes`: how many of a present person's count; None: the whole session. Raises Denied, Refused."""
    now = timezone.now()
    with writing():
        held = hold(session.pk)
        rules.may_record_session(actor, held, now).require()
        given = {pk: (new, (minutes or {}).get(pk) if new == PRESENT else None) for pk, new in marks.items() if new}
        known = {pk: (rows[0].mark, rows[0].minutes) for pk, rows in queries.trail_of(held).items()}
        people = {member.pk for member in queries.people_of(held)}
        changed = {pk: new for pk, new in given.items() if pk in people and new != known.get(pk)}
        if not changed:
            return 0
        counted = {pk for pk, found in ledger.of_session(held).items() if found.there}
        corrected = {pk for pk, (new, _) in changed.items() if pk in known or (pk in counted and new != PRESENT)}
        if corrected and not reason:
            raise Refused("reason", WHY)
        Attendance.objects.bulk_create(
            Attendance(
                session=held, member_id=pk, mark=new, minutes=so_many, by_id=actor.member_id, at=now,
                reason=reason if pk in corrected else "",
            )
            for pk, (new, so_many) in changed.items()
        )  # fmt: skip
        audit.record(
            actor.member_id, "mark_attendance", kind="session", subject=held.pk, label=held.title, reason=reason
        )
    return len(changed)
