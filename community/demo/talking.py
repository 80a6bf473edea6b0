"""A talk of two, as people have them beside their rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohorts.models import Room, TalkPerson
from cohorts.talks.queries import pair_of

if TYPE_CHECKING:
    from community.demo.seed import Seeder

SAID = (
    (
        "renee",
        "09:41",
        "Maria, before Thursday: do you still have the agreement your district signed? Ours asks for one.",
    ),
    ("maria", "09:58", "I do. Page 3 is the part that took two months. I will bring it to the call."),
    ("renee", "10:03", "You saved me a week. Thank you."),
)


def between_two(seed: Seeder) -> None:
    one, other = seed.people["maria"], seed.people["renee"]
    room = Room.objects.create(cohort=None, pair=pair_of(one.pk, other.pk))
    TalkPerson.objects.bulk_create([TalkPerson(room=room, member=member, added_by=other) for member in (one, other)])
    seed.say(room, [{"author": who, "days_ago": 1, "time": clock, "body": body} for who, clock, body in SAID])
