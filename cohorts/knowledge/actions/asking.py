"""Asking those who are quoted, once more after three days, and anew about a message that was changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from cohorts.knowledge import notices, queries
from cohorts.knowledge.actions.choosing import hold
from cohorts.knowledge.composing import WAITS, Fate
from cohorts.knowledge.models import Line, Proposal, Voice
from community import quoting
from community.db import writing
from community.jobs.queue import job
from community.members import epoch
from community.members.grants import those_who
from moderation import audit
from moderation.access import knowledge as rules
from moderation.access.grants import Grants
from moderation.access.labels import stricter
from moderation.actions import Refused

REMINDS = timedelta(days=3)
AT_ONCE = 200
State = Proposal.State


def ask(actor: Grants, proposal: Proposal) -> Proposal:
    """From now on its words stand still, and each person quoted decides. Raises Denied, Refused."""
    now = timezone.now()
    with writing():
        at, held = epoch.hold(), hold(proposal.pk)
        rules.may_change_proposal(actor, held, now).require()
        weighed = queries.weigh(held, now)
        place = next((one for one in quoting.places(actor) if one.slug == held.space), None)
        if not held.title:
            raise Refused("title", "Give the thread a title first.")
        if place is None:
            raise Refused("space", "Choose where the thread is to stand.")
        if all(one.fate is Fate.OUT for one in weighed):
            raise Refused("message", "Choose at least one message first.")
        held.label, held.place_name, held.readers = stricter(held.label, place.label), place.name, place.readers
        held.state, held.asked_at = State.ASKED, now
        held.save(update_fields=["state", "asked_at", "label", "place_name", "readers"])
        asked = {one.author.pk for one in weighed} - {actor.member_id}
        Voice.objects.bulk_create(Voice(proposal=held, member_id=pk, asked_at=now) for pk in sorted(asked))
        tell(held, notices.ASKED, asked, at, now)
        audit.record(actor.member_id, "ask_quoted", kind="room", subject=held.room_id, label=held.room.name)
    return held


def tell(held: Proposal, kind: str, people: set[int], at_epoch: int, now: datetime) -> None:
    """Those inside; whoever left the cohort meanwhile decides over their own words, too."""
    notices.tell(held, kind, those_who(at_epoch, people, lambda who: True), at_epoch, notices.mark(now))


def take_back(actor: Grants, proposal: Proposal) -> None:
    """A draft again: what was answered was an answer to what stood there, and is forgotten."""
    with writing():
        held = hold(proposal.pk)
        rules.may_publish_proposal(actor, held, timezone.now()).require()
        if queries.draft_in(actor, held.room) is not None:
            raise Refused(
                "message", "You are preparing another thread of this room. Ask about that one first, or drop it."
            )
        notices.withdraw(held)
        held.voices.all().delete()
        held.lines.update(agreed="", struck=False)
        held.state, held.asked_at = State.DRAFT, None
        held.save(update_fields=["state", "asked_at"])


@job(every=timedelta(minutes=15))
def remind() -> None:
    """May run at any time, and as often. Who has three days of silence behind them is asked once more."""
    now = timezone.now()
    silent = Voice.objects.filter(
        proposal__state=State.ASKED, choice="", reminded_at=None, asked_at__lte=now - REMINDS, asked_at__gt=now - WAITS
    )
    for pk, member_id in silent.order_by("asked_at").values_list("proposal_id", "member_id")[:AT_ONCE]:
        with writing():
            at, held = epoch.hold(), hold(pk)
            still = held.voices.filter(member_id=member_id, choice="", reminded_at=None)
            if held.state == State.ASKED and still.update(reminded_at=now):
                tell(held, notices.REMINDER, {member_id}, at, now)
    look_again()


def look_again() -> None:
    """A yes was to words that were changed since: it is no yes any more, and their writer is asked anew."""
    now = timezone.now()
    changed = Line.objects.filter(proposal__state=State.ASKED, message__edited_at__gt=F("proposal__asked_at"))
    for pk in changed.exclude(agreed="").order_by().values_list("proposal_id", flat=True).distinct()[:AT_ONCE]:
        with writing():
            at, held = epoch.hold(), hold(pk)
            weighed = queries.weigh(held, now)
            anew = [one for one in weighed if one.line.agreed and not one.stands and one.fate is not Fate.OUT]
            people = {one.author.pk for one in anew}
            held.lines.filter(pk__in=[one.line.pk for one in anew]).update(agreed="")
            held.voices.filter(member_id__in=people).update(asked_at=now, reminded_at=None)
            tell(held, notices.ASKED, people, at, now)
