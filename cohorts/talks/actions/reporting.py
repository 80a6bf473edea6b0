"""A message of a talk is handed to the moderators, with up to five before it and nothing else of the talk."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError
from django.utils import timezone

from cohorts.models import Message, Room, TalkReport
from cohorts.talks import notices
from cohorts.talks.actions.words import reason_of
from community import ratelimits
from community.db import writing
from community.jobs.queue import job
from community.members import epoch
from community.members.queries import moderator_ids
from community.notifications import actions as bell
from community.notifications.actions import Wanted
from community.text import plain
from moderation import audit
from moderation.access import talks as rules
from moderation.access.grants import Grants
from moderation.actions import Refused

BEFORE = 5
KEPT = timedelta(days=90)  # after it was closed, the words handed over are dropped
WHY = "Say in a sentence what is wrong. The moderators read it."
OUTCOME = "Say what was done. It stays in the log."
TWICE = "You have reported this message already. The moderators have it."


def place_of_report(report: TalkReport) -> str:
    """Read together with its page."""
    return f"report:{report.pk}"


def report(who: Grants, room: Room, message: Message, *, reason: str) -> TalkReport:
    """All moderators are told, except whom it is about. Raises Denied, Refused, TooOften."""
    now = timezone.now()
    rules.may_report_message(who, room, message, now).require()
    reason = reason_of(reason, missing=WHY)
    ratelimits.require("report", who.member_id)
    try:
        with writing():
            made = TalkReport.objects.create(
                room=room, message=message, by_id=who.member_id, reason=reason, at=now,
                words=handed_over(who, room, message),
            )  # fmt: skip
            at = epoch.hold()
            told = moderator_ids(message.author_id, who.member_id)
            wanted = [Wanted(pk, who.member_id, notices.REPORTED, str(made.pk), place_of_report(made)) for pk in told]
            bell.notify(wanted, at_epoch=at)
    except IntegrityError:
        raise Refused("reason", TWICE) from None
    return made


def handed_over(who: Grants, room: Room, message: Message) -> list[dict[str, object]]:
    """Of what this person may read, oldest first. Of files only their names."""
    beyond = rules.begins_after(who, room)
    found = Message.objects.filter(room=room, seq__lte=message.seq, seq__gt=beyond, deleted_at=None)
    newest = list(found.order_by("-seq")[: BEFORE + 1])
    return [
        {
            "author": one.author_id,
            "at": one.at.isoformat(),
            "text": plain.from_html(one.html),
            "files": [file["name"] for file in one.files],
            "reported": one.pk == message.pk,
        }
        for one in reversed(newest)
    ]


def close(who: Grants, report: TalkReport, *, outcome: str) -> None:
    """Raises Denied, Refused."""
    outcome = reason_of(outcome, missing=OUTCOME)
    with writing():
        held = TalkReport.objects.select_for_update(of=("self",)).select_related("message__author").get(pk=report.pk)
        rules.may_close_report(who, held, timezone.now()).require()
        held.closed_by_id, held.closed_at, held.outcome = who.member_id, timezone.now(), outcome
        held.save(update_fields=["closed_by", "closed_at", "outcome"])
        name = held.message.author.name
        audit.record(
            who.member_id, "close_report", kind="member", subject=held.message.author_id, label=name, reason=outcome
        )
        bell.withdraw([notices.REPORTED], [str(held.pk)])


@job(every=timedelta(days=1))
def drop_words() -> None:
    """That somebody reported something stays; what was said goes."""
    with writing():
        TalkReport.objects.filter(closed_at__lt=timezone.now() - KEPT).exclude(words=[]).update(words=[])
