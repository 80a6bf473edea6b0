"""Writing a message for later, changing it, taking it back; and saying what is due, by the action of every message."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from cohorts import actions as rooms
from cohorts.later import queries
from cohorts.later.models import LaterMessage
from cohorts.later.notices import REFUSED, place_of
from cohorts.models import Room
from cohorts.talks import queries as talks
from cohorts.timeline import Change, Done, Outcome
from community.db import writing
from community.jobs.queue import job, later
from community.live import news
from community.live.protocol import Refusal, Say
from community.members import epoch
from community.members.models import Member
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from community.text import privacy
from moderation.access import rooms as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.standing import may_write
from moderation.actions import Refused

logger = logging.getLogger("community.later")

LOOKS_EVERY = timedelta(minutes=1)
AT_ONCE = 50
AGAIN = timedelta(minutes=5)
TOO_MANY = f"You have {queries.MOST} messages waiting. Take one back first."
LOOK_AGAIN = "look_again"  # of ours alone: no socket is told it
GOING = "This message is being sent right now."
NOT_SAVED = "It could not be saved just now."
CHILD = "It may point to a child. Please look at it once more."


def plan(who: Grants, room: Room, *, body: str, at: datetime, looked: bool) -> LaterMessage:
    """Whoever may say something there now; asked again when it is due. Raises Denied, Refused."""
    now = timezone.now()
    talks.give_both(who.epoch, [room])
    rules.may_say(who, room, now).require()
    with writing():
        Member.objects.select_for_update().only("pk").get(pk=who.member_id)  # two at once are not one too many
        if LaterMessage.objects.filter(member_id=who.member_id).count() >= queries.MOST:
            raise Refused("body", TOO_MANY)
        return LaterMessage.objects.create(
            member_id=who.member_id, room=room, body=body, at=at, looked=looked, made_at=now
        )


def change(who: Grants, pk: UUID, *, body: str, at: datetime, looked: bool) -> None:
    """One's own. Raises Absent, Denied, Refused."""
    may_write(who, timezone.now()).require()
    with writing():
        held = hold(who, pk)
        held.body, held.at, held.looked, held.why = body, at, looked, ""
        held.save(update_fields=["body", "at", "looked", "why"])
        notices.withdraw([REFUSED], [str(pk)])


def take_back(who: Grants, pk: UUID) -> None:
    """One's own, wherever it was meant for. Raises Absent, Refused."""
    with writing():
        hold(who, pk).delete()
        notices.withdraw([REFUSED], [str(pk)])


def send_now(who: Grants, pk: UUID, *, body: str = "", looked: bool = False) -> UUID:
    """With other words, if there are any. The room it stands in. Raises Absent, Refused with what the room said, and
    keeps it then."""
    with writing():
        held = hold(who, pk)
        held.at, held.taken_at, held.why = timezone.now(), timezone.now(), ""
        if body:
            held.body, held.looked = body, looked
        held.save(update_fields=["at", "taken_at", "why", "body", "looked"])
        notices.withdraw([REFUSED], [str(pk)])
    [outcome] = carry_out([held], telling=False)
    if isinstance(outcome, Refusal):
        raise Refused("body", outcome.detail)
    return held.room_id


def hold(who: Grants, pk: UUID) -> LaterMessage:
    found = LaterMessage.objects.select_for_update().filter(pk=pk, member_id=who.member_id).first()
    if found is None:
        raise Absent
    if found.taken_at is not None:  # whoever took it and was killed may have said it: `send_due` finds out
        raise Refused("body", GOING)
    return found


@job(every=LOOKS_EVERY)
def send_due() -> None:
    """Taken first, so that nobody changes what is being said; then said; then gone. Killed at any step, it goes on."""
    now = timezone.now()
    with writing():
        found = list(queries.due(now, AT_ONCE).select_for_update(skip_locked=True, of=("self",)))
        LaterMessage.objects.filter(pk__in=[one.pk for one in found]).update(taken_at=now)
    if found:
        carry_out(found)
    if len(found) == AT_ONCE:
        later(send_due)


def carry_out(found: Sequence[LaterMessage], *, telling: bool = True) -> list[Outcome]:
    """`telling`: by a notice, whoever is not looking."""
    going = [one for one in found if one.looked or not privacy.look(one.body)]
    said = commit([Change(one.member_id, Say(one.room_id, one.pk, one.body, None, (), looked=True)) for one in going])
    for outcome in said:
        if isinstance(outcome, Done) and outcome.frame is not None:
            news.tell_now(outcome.topic, outcome.epoch, outcome.frame)
    outcomes: dict[UUID, Outcome] = {one.pk: Refusal(LOOK_AGAIN, CHILD) for one in found}
    outcomes.update(zip((one.pk for one in going), said, strict=True))
    settle(found, outcomes, telling=telling)
    rooms.mark_read(queries.read_on([done.message_id for done in said if isinstance(done, Done) and done.message_id]))
    return [outcomes[one.pk] for one in found]


def commit(changes: Sequence[Change]) -> list[Outcome]:
    """One that cannot be stored must not keep the others from being said: then each is tried alone."""
    try:
        return rooms.commit_paced(changes)
    except Exception:
        if len(changes) < 2:
            raise
        logger.exception("%d messages for later could not be said together; trying each alone", len(changes))
    return [outcome for change in changes for outcome in alone(change)]


def alone(change: Change) -> list[Outcome]:
    try:
        return rooms.commit_paced([change])
    except Exception:
        logger.exception("A message for later could not be said; it is tried again")
        return [Refusal("unavailable", NOT_SAVED, retry_after=AGAIN.total_seconds())]


def settle(found: Sequence[LaterMessage], outcomes: dict[UUID, Outcome], *, telling: bool) -> None:
    """What was said is gone; what has to wait a moment waits; what was refused is kept for its writer, who is told."""
    now, refused = timezone.now(), []
    with writing():
        for one in found:
            outcome = outcomes[one.pk]
            if not isinstance(outcome, Refusal):
                continue
            one.taken_at = None
            if outcome.retry_after and telling:
                one.at = now + timedelta(seconds=outcome.retry_after)
            else:
                one.why = outcome.detail[:300]
            refused.append(one)
        LaterMessage.objects.bulk_update(refused, ["at", "why", "taken_at"])
        LaterMessage.objects.filter(pk__in=[one.pk for one in found if one not in refused]).delete()
        if telling:
            wanted = [Wanted(one.member_id, None, REFUSED, str(one.pk), place_of(one.pk)) for one in refused if one.why]
            notices.notify(wanted, at_epoch=epoch.hold())


def forget_all(member_id: int) -> None:
    """Of somebody who leaves."""
    with writing():
        LaterMessage.objects.filter(member_id=member_id).delete()
