"""Who has read a message of a small room, from the read marks there are. Looked up when it is asked, never told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cohorts.models import Enrollment, Message, ReadMark, Room, TalkPerson
from community.members.grants import grants_at
from community.members.models import Member
from community.members.queries import audience_sizes
from moderation.access import seen as rules
from moderation.access.grants import Grants
from moderation.access.members import audience_members
from moderation.access.rooms import audience_of


def readers_of(who: Grants, room: Room) -> int:
    """How many can read there, as the head of the room says it; in a talk everybody who is in it."""
    if room.cohort_id is None:
        return TalkPerson.objects.filter(room=room, left_at=None).count()
    return audience_sizes(who.epoch).of(audience_of(room), room.cohort_id)


def heard_by(who: Grants, room: Room, message: Message) -> tuple[list[Member], int]:
    """Whom it was said to and who can read it now, by name, each with `seen`; and how many more do not show it.

    Only for small rooms: what each holds is looked up.
    """
    people = list(said_to(room, message).order_by("name", "pk")[: rules.SEEN_UP_TO])
    held, now = grants_at(who.epoch, [one.pk for one in people]), timezone.now()
    reading = [one for one in people if one.pk in held and rules.was_told(held[one.pk], room, message, now)]
    shown = [one for one in reading if one.shows_reading and rules.shows_reading(who, held[one.pk])]
    return shown, len(reading) - len(shown)


def said_to(room: Room, message: Message) -> QuerySet[Member]:
    """Those who were there then and still are, except its writer: to who came later, what was said before counts as
    read. `seen`: have they read on to it?"""
    others = Member.objects.select_related("organization").exclude(pk=message.author_id)
    if room.cohort_id is None:
        inside = TalkPerson.objects.filter(room=room, left_at=None, since__lt=message.seq, member=OuterRef("pk"))
        people = audience_members(others, "members", None).filter(Exists(inside))
    else:
        enrolled = Enrollment.objects.filter(cohort=room.cohort_id, since__lte=message.at, member=OuterRef("pk"))
        people = audience_members(others, audience_of(room), room.cohort_id).filter(Exists(enrolled))
    mark = ReadMark.objects.filter(room=room, member=OuterRef("pk"), seq__gte=message.seq)
    return people.annotate(seen=Exists(mark))


def quiet_readers(members: Sequence[int]) -> set[int]:
    """Of these, who shows nobody what they have read."""
    return set(Member.objects.filter(pk__in=members, shows_reading=False).values_list("pk", flat=True))
