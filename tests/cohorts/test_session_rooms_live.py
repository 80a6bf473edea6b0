"""A session's room as time goes by, and where it is shown while it is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cohorts import queries, topics
from cohorts.later import actions as later
from cohorts.models import SessionQuestion
from cohorts.sessions import actions
from community.members.models import Member
from community.shell import Shell
from moderation.access.decision import Denied
from tests.budgets.counting import asked, statements, told
from tests.cast import World, grants
from tests.cohorts.meetings import HOUR, MINUTE, OPENS, began, place, with_room
from tests.cohorts.talking import fill, look
from tests.pages import text_of
from tests.verbs import carry_out_jobs, say, signed_in

BEFORE = "opens 15 minutes before"
Heard = list[dict[str, Any]]


def listed(member: Member) -> list[str]:
    """In which lists Spring's room of its session stands: of all rooms, of the cohort, at home, at the side."""
    client = signed_in(member)
    pages = {"rooms": "/rooms/", "cohort": "/cohorts/spring/", "home": "/"}
    marks = {"cohort": "Live session</span>"}
    found = [n for n, path in pages.items() if marks.get(n, 'class="name">Budgets') in text_of(client.get(path))]
    request = client.get("/help/").wsgi_request
    request.grants = grants(member)
    return found + ["side"] * any(line.name == "Budgets" for line in Shell(request).rooms)


# ---- as time goes by ---------------------------------------------------------------------------


def due() -> None:
    """Whatever was put off is due now."""
    DBTaskResult.objects.update(run_after=datetime(2000, 1, 1, tzinfo=UTC))
    carry_out_jobs()


def test_pages_hear_when_it_opens_and_when_it_closes(world: World, heard: Heard) -> None:
    room = with_room(world, OPENS + 3 * MINUTE)
    [job] = DBTaskResult.objects.all()
    assert abs(job.run_after - room.opens_at) < timedelta(seconds=5)
    began(room, -OPENS)
    due()
    assert [(frame["room"], frame["when"]) for frame in heard] == [(str(room.pk), "open")]
    began(room, 2 * HOUR - 5 * MINUTE)
    actions.look_ahead.call()
    began(room, 2 * HOUR)
    due()
    assert [frame["when"] for frame in heard] == ["open", "over"]


def test_what_is_told_late_or_twice_or_of_a_session_that_moved_is_how_it_stands(world: World, heard: Heard) -> None:
    room = with_room(world, OPENS + 3 * MINUTE)
    actions.look_ahead.call()
    assert DBTaskResult.objects.count() == 2
    began(room, timedelta(days=-1))  # moved to tomorrow
    due()
    assert [frame["when"] for frame in heard] == ["before"] * 2
    actions.tell_time.call(str(uuid4()))  # of a room that is gone
    assert len(heard) == 2


def test_whoever_comes_back_after_it_opened_is_told_on_entering(world: World) -> None:
    room = with_room(world, MINUTE)
    assert topics.entered(world.ada.pk, room.pk, None)[1]["when"] == "open"
    began(room, 3 * HOUR)
    assert topics.entered(world.ada.pk, room.pk, None)[1]["when"] == "over"
    assert "when" not in topics.entered(world.ada.pk, world.room.pk, None)[1]


# ---- where it is shown -------------------------------------------------------------------------


def test_it_stands_in_lists_while_it_is_open(world: World) -> None:
    room = with_room(world, HOUR)
    say(world.fay, room, "A saxifrage")
    assert listed(world.ada) == []
    began(room, timedelta(0))
    assert listed(world.ada) == ["rooms", "cohort", "home", "side"]
    assert room.name in [found.name for found in queries.rooms_in(grants(world.ben), world.spring, timezone.now())]
    began(room, 3 * HOUR)
    assert listed(world.ada) == []
    for query in ("saxifrage", f"room:{room.pk} saxifrage"):
        assert "?message=" in text_of(signed_in(world.ada).get("/search/", {"q": query}))


def test_the_room_says_whose_it_is_and_who_leads_finds_the_rest(world: World) -> None:
    room = with_room(world, -MINUTE)
    assert room.session
    at = place(room.session)
    ada, fay = (text_of(look(signed_in(who), room)) for who in (world.ada, world.fay))
    for page in (ada, fay):
        assert f'href="{at}"' in page
        assert f'data-url="{at}questions/"' in page
        assert f'data-presence="{at}minute/"' in page
    assert [f"{at}{end}" in page for page in (ada, fay) for end in ("word/", "after/")] == [False, False, True, True]
    assert "It is open" in text_of(signed_in(world.ada).get(at))


def test_of_two_sessions_at_once_a_room_counts_its_own(world: World) -> None:
    room = with_room(world, -2 * MINUTE, title="First")
    with_room(world, -MINUTE, title="Second")
    assert room.session
    assert f'data-presence="{place(room.session)}minute/"' in text_of(look(signed_in(world.ada), room))


def test_nobody_plans_a_message_for_a_room_that_is_not_open(world: World) -> None:
    room = with_room(world, HOUR)
    with pytest.raises(Denied, match=BEFORE):
        later.plan(grants(world.ada), room, body="Hi", at=timezone.now(), looked=False)


def test_its_page_asks_the_same_however_much_was_said_and_asked(world: World) -> None:
    room, ada = with_room(world, -MINUTE), signed_in(world.ada)
    path, counts = f"/rooms/{room.pk}/", []
    for _ in range(2):
        fill(room, [world.ben, world.fay], 8)
        SessionQuestion.objects.bulk_create(
            SessionQuestion(session=room.session, body="Who?", asked_by=world.ben, at=timezone.now()) for _ in range(8)
        )
        counts.append(asked(ada, path))
    assert len(counts[0]) == len(counts[1]) <= 12, told(counts[1])


def test_a_message_there_asks_what_it_asks_elsewhere(world: World) -> None:
    where = (world.room, with_room(world, -MINUTE))
    for _ in range(2):
        counts = {len(statements(lambda room=room: say(world.ben, room))) for room in where}  # type: ignore[misc]
    assert len(counts) == 1, counts
