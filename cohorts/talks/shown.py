"""A talk as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cohorts.models import Room, TalkLook
from cohorts.talks import queries
from community.members.hearing import Hearing, heard_by, hearing
from community.members.models import Member
from moderation.access.grants import Grants
from moderation.access.rooms import audience_of


@dataclass(frozen=True, slots=True)
class Talk:
    """`people`: everybody in it; `hearing`: those of them who can come in. `looks`: of moderators into it."""

    title: str
    people: list[Member]
    hearing: list[Member]
    looks: list[TalkLook]
    partner: Member | None
    alone: bool

    @property
    def readers(self) -> int:
        return len(self.hearing)


def talk_of(who: Grants, room: Room) -> Talk:
    """Around a talk's messages. Lets the rules know what both of a pair hold."""
    queries.give_both(who.epoch, [room])
    people = queries.people_in([room.pk]).get(room.pk, [])
    partner = next((member for member in people if room.pair and member.pk != who.member_id), None)
    return Talk(
        title=queries.title_of(room, people, who.member_id),
        people=people,
        hearing=queries.hearing(who, people),
        looks=queries.looks_at(room),
        partner=partner,
        alone=len(people) < 2,
    )


def cards(who: Grants, rooms: Sequence[Room]) -> list[dict[str, Any]]:
    """Lines of a list: what each is called, how much is new, when something was said last."""
    people = queries.people_in(room.pk for room in rooms)
    return [
        {
            "room": room,
            "title": queries.title_of(room, people.get(room.pk, []), who.member_id),
            "people": len(people.get(room.pk, [])),
            "new": max(0, room.message_count - room.read_ordinal),  # type: ignore[attr-defined]
            "at": room.said_at,
        }
        for room in rooms
    ]


def readers_of(who: Grants, room: Room, talk: Talk | None = None) -> Hearing:
    """Who can read a room or a talk now, and when that changed last."""
    if room.cohort is None:
        inside = [member.pk for member in (talk or talk_of(who, room)).hearing]
        return hearing(who, Member.objects.filter(pk__in=inside), changed_at=queries.last_change(room.pk))
    return heard_by(who, audience_of(room), room.cohort_id)
