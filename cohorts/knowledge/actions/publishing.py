"""Putting it into the forum. With it, every row that says whose an unnamed line was is gone."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from cohorts.knowledge import notices, queries
from cohorts.knowledge.actions.choosing import hold
from cohorts.knowledge.composing import compose, giveaways, names_for
from cohorts.knowledge.models import Proposal
from cohorts.models import Enrollment, Room
from community import quoting
from community.db import writing
from community.members import epoch
from community.members.grants import those_who
from moderation import audit
from moderation.access import knowledge as rules
from moderation.access.grants import Grants
from moderation.access.labels import Label
from moderation.access.rooms import may_enter_room
from moderation.actions import Refused

WAITING = "Not everybody has decided yet. Wait for them, or leave out what they said."
NOTHING = "Nothing is left to publish: everything was struck, or nobody answered."
LOOK = "Look once more whether the words that stay tell who said something without a name, and tick that you did."


def publish(actor: Grants, proposal: Proposal, *, looked: bool) -> UUID:
    """The thread's key. `looked`: names in what stays were seen, and tell nothing. Raises Denied, Absent, Refused."""
    now = timezone.now()
    with writing():
        at = epoch.hold()
        Room.objects.select_for_update().get(pk=proposal.room_id)  # no message changes between the look and the act
        held = hold(proposal.pk)
        if held.by_id == actor.member_id and held.thread is not None:
            return held.thread
        rules.may_publish_proposal(actor, held, now).require()
        weighed = queries.weigh(held, now)
        standing = [one for one in weighed if one.stands]
        if queries.undecided(weighed):
            raise Refused("message", WAITING)
        if not standing:
            raise Refused("message", NOTHING)
        if giveaways(weighed, [held.title, held.intro]) and not looked:
            raise Refused("looked", LOOK)
        names = names_for(weighed, queries.mentioned_in([held.intro, *(one.words for one in standing)]))
        html = compose(held.intro, [(one.name, one.words) for one in standing], names)
        key = quoting.begin(actor, held.space, title=held.title, html=html, label=Label(held.label), nonce=held.pk)
        held.state, held.published_at, held.intro, held.thread = Proposal.State.PUBLISHED, now, "", key
        held.save(update_fields=["state", "published_at", "intro", "thread"])
        notices.withdraw(held)
        notices.tell(held, notices.PUBLISHED, listeners(held, at) - {actor.member_id}, at, notices.mark(now))
        held.lines.all().delete()
        held.voices.all().delete()
        audit.record(actor.member_id, "publish_talk", kind="room", subject=held.room_id, label=held.room.name)
    return key


def listeners(held: Proposal, at_epoch: int) -> set[int]:
    """Everybody in the room, quoted or not."""
    enrolled = Enrollment.objects.filter(cohort=held.room.cohort)
    people = set(enrolled.values_list("member_id", flat=True))
    return those_who(at_epoch, people, lambda who: may_enter_room(who, held.room))
