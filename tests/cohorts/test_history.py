"""Walking through a timeline: every message once, whichever way one goes."""

from __future__ import annotations

from uuid import uuid4

from cohorts import queries
from community.live.protocol import Delete, React
from moderation.access.rooms import EVERYTHING
from tests.cast import World
from tests.cohorts.talking import fill
from tests.verbs import do, say


def seqs(page: queries.Page) -> list[int]:
    return [row["seq"] for row in page.rows]


def test_going_back_from_the_end_meets_everything_once(world: World) -> None:
    fill(world.room, [world.ben], 130)
    page = queries.latest(world.room.pk, EVERYTHING, 50)
    walked, steps = seqs(page), 1
    while page.before:
        page = queries.before(world.room.pk, walked[0], EVERYTHING, 50)
        assert page.after
        walked, steps = seqs(page) + walked, steps + 1
    assert (walked, steps) == (list(range(1, 131)), 3)


def test_before_the_first_message_there_is_nothing(world: World) -> None:
    fill(world.room, [world.ben], 3)
    page = queries.before(world.room.pk, 1, EVERYTHING, 50)
    assert (page.rows, page.before, page.after) == ([], False, True)
    assert not queries.before(world.other_room.pk, 1, EVERYTHING, 50).after


def test_a_page_around_a_place_knows_what_is_on_both_sides(world: World) -> None:
    fill(world.room, [world.ben], 30)
    for seq, first, last, before, after in (
        (1, 1, 5, False, True),
        (15, 10, 19, True, True),
        (30, 25, 30, True, False),
    ):
        page = queries.around(world.room.pk, seq, EVERYTHING, 10)
        assert (seqs(page)[0], seqs(page)[-1], page.before, page.after) == (first, last, before, after), seq


def test_whoever_was_away_gets_what_changed_since_in_the_order_of_changes(world: World) -> None:
    first, second = say(world.ben, world.room, "One"), say(world.fay, world.room, "Two")
    do(world.ada, React(world.room.pk, first.pk, uuid4(), "🎉", True))
    do(world.fay, Delete(world.room.pk, second.pk, uuid4()))
    rows, more = queries.since(world.room.pk, 2, EVERYTHING)
    assert ([(row["seq"], row["rev"]) for row in rows], more) == ([(1, 3), (2, 4)], False)
    rows, more = queries.since(world.room.pk, 0, EVERYTHING, 1)
    assert ([row["rev"] for row in rows], more) == ([3], True)
    assert queries.since(world.room.pk, 4, EVERYTHING) == ([], False)


def test_heads_and_sizes_of_rooms_are_read_together(world: World) -> None:
    fill(world.room, [world.ben], 3)
    both = [world.room.pk, world.other_room.pk]
    assert queries.heads([*both, uuid4()]) == {world.room.pk: 3, world.other_room.pk: 0}
    assert queries.enrolled_up_to(both, 1) == {world.other_room.pk}
    assert queries.enrolled_up_to(both, 50) == set(both)
    assert set(queries.cohorts_of_rooms([*both, uuid4()])) == set(both)
