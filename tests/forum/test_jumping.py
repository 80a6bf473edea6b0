"""In a long question: to a reply by its number, to the first of a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from community.forum.models import Post
from community.members.models import Member
from tests.cast import World
from tests.forum.filling import replies
from tests.forum.forms import place
from tests.verbs import ask, signed_in

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("reply=1", 2), ("reply=39", 40), ("reply=40", 41), ("reply=99", 41), ("reply=0", 1), ("reply=x", 1),
        ("day=2026-03-01", 1), ("day=2026-03-11", 11), ("day=2026-01-01", 1), ("day=2030-01-01", 41), ("day=x", 1),
        ("day=9999-12-31", 41), ("day=0001-01-01", 1),
    ],
)  # fmt: skip
def test_it_goes_there_or_to_the_nearer_end(world: World, asked: str, number: int) -> None:
    thread = ask(world.ada, world.commons)
    replies(thread, [world.ben], 40)
    for n in range(1, 42):
        Post.objects.filter(thread=thread, number=n).update(created_at=NOON + timedelta(days=n - 1))
    answer = signed_in(world.ada).get(f"{place(thread)}?{asked}")
    assert (answer.status_code, answer["Location"]) == (302, f"{place(thread)}?to={number}#reply-{number}")


def test_days_are_those_of_the_reader(world: World) -> None:
    thread = ask(world.ada, world.commons)
    replies(thread, [world.ben], 3)
    late = datetime(2026, 3, 5, 23, 30, tzinfo=ZoneInfo("Pacific/Pago_Pago"))
    Post.objects.filter(thread=thread).update(created_at=late - timedelta(days=9))
    Post.objects.filter(thread=thread, number=3).update(created_at=late)
    for zone, day in (("Pacific/Pago_Pago", "2026-03-05"), ("Pacific/Kiritimati", "2026-03-07")):
        Member.objects.filter(pk=world.ada.pk).update(timezone=zone)
        there = signed_in(world.ada).get(f"{place(thread)}?day={day}")["Location"]
        assert there.endswith("#reply-3"), zone


def test_a_day_on_which_only_others_see_something_goes_on(world: World) -> None:
    thread = ask(world.ada, world.commons)
    replies(thread, [world.ben], 3)
    Post.objects.filter(thread=thread).update(created_at=NOON)
    Post.objects.filter(thread=thread, number=3).update(created_at=NOON + timedelta(days=5), hidden_from=world.dune)
    Post.objects.filter(thread=thread, number=4).update(created_at=NOON + timedelta(days=9))
    assert signed_in(world.cleo).get(f"{place(thread)}?day=2026-03-03")["Location"].endswith("#reply-4")


def test_it_is_offered_where_not_all_stands_on_one_page(world: World) -> None:
    thread = ask(world.ada, world.commons)
    assert "Jump to" not in signed_in(world.ada).get(place(thread)).content.decode()
    replies(thread, [world.ben], 40)
    page = signed_in(world.ada).get(place(thread)).content.decode()
    assert "Reply number, 1 to 40" in page
