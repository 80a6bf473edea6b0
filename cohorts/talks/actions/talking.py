"""Beginning a talk, bringing people into it, leaving it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError
from django.utils import timezone

from cohorts.models import ReadMark, Room, TalkPerson
from cohorts.talks import queries
from community import ratelimits
from community.db import writing
from community.live import news
from community.members import epoch
from community.members.grants import grants_at, grants_of
from community.members.models import Member
from community.text import plain
from moderation.access import talks as rules
from moderation.access.decision import Decision, Denied, no
from moderation.access.grants import Grants
from moderation.actions import Refused

MOST_NAME = 80


def begin(who: Grants, others: Sequence[Member], *, name: str = "") -> Room:
    """With one other always the same talk; with more a new one. Raises Denied, Refused."""
    people = {member.pk: member for member in others}
    if not people:
        raise Refused("with", "Choose at least one person.")
    if len(people) >= rules.MOST_PEOPLE:
        raise Refused("with", f"Choose up to {rules.MOST_PEOPLE - 1} people.")
    known = existing(who, people) if len(people) == 1 else None
    if known is not None:
        return known  # what may be said in it, it says itself
    held = grants_at(who.epoch, people)
    for pk, member in people.items():
        require(rules.may_talk_with(who, held[pk], timezone.now()), member, alone=len(people) == 1)
    ratelimits.require("talks", who.member_id)
    try:
        return make(who, sorted({who.member_id, *people}), plain.clean_line(name)[:MOST_NAME])
    except IntegrityError:
        made = existing(who, people)  # the other one began it at the same moment
        if made is None:
            raise
        return made


def require(decision: Decision, member: Member, *, alone: bool) -> None:
    """Among several it must be said of whom a sentence speaks."""
    if not decision and not alone:
        raise Denied(no(decision.code, f"{member.name}: {decision.sentence}"))
    decision.require()


def existing(who: Grants, people: dict[int, Member]) -> Room | None:
    [other] = people
    return Room.objects.filter(pair=queries.pair_of(who.member_id, other)).first()


def make(who: Grants, ids: list[int], name: str) -> Room:
    with writing():
        at = epoch.move()
        pair = queries.pair_of(*ids) if len(ids) == 2 else None
        room = Room.objects.create(cohort=None, name="" if pair else name, pair=pair)
        TalkPerson.objects.bulk_create([TalkPerson(room=room, member_id=pk, added_by_id=who.member_id) for pk in ids])
        news.tell_access_moved(at)
    return room


def add(who: Grants, room: Room, member: Member) -> None:
    """They read what is said from now on; what was said before stays as it is. Raises Denied."""
    with writing():
        at = epoch.move()
        held = hold(room)
        inside = TalkPerson.objects.filter(room=held, left_at=None).count()
        grants = grants_of([member.pk])[member.pk]  # not remembered: in a moment they hold more
        rules.may_add_to_talk(who, held, grants, inside, timezone.now()).require()
        came = {"since": held.last_seq, "added_by_id": who.member_id, "came_at": timezone.now(), "left_at": None}
        TalkPerson.objects.update_or_create(room=held, member=member, defaults=came)
        read = {"seq": held.last_seq, "ordinal": held.message_count}
        ReadMark.objects.update_or_create(room=held, member=member, defaults=read)
        settle(held)
        news.tell_access_moved(at)


def leave(who: Grants, room: Room) -> None:
    """What one said stays. Raises Denied."""
    with writing():
        at = epoch.move()
        held = hold(room)
        rules.may_leave_talk(who, held, timezone.now()).require()
        TalkPerson.objects.filter(room=held, member_id=who.member_id).update(left_at=timezone.now())
        settle(held)
        news.tell_access_moved(at)


def hold(room: Room) -> Room:
    """The row, held until the transaction ends. After the epoch was moved, as for cohorts."""
    return Room.objects.select_for_update().get(pk=room.pk)


def settle(held: Room) -> None:
    """Up to where everybody who is in it now has not heard everything."""
    newest = TalkPerson.objects.filter(room=held, left_at=None).order_by("-since").first()
    held.floor = newest.since if newest else 0
    held.save(update_fields=["floor"])
