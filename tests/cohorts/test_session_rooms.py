"""Each live session has a room: it opens before the session, closes after it, and follows it wherever it goes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cohorts import queries, topics
from cohorts.later import actions as later
from cohorts.models import Cohort, Room, Session, SessionQuestion
from cohorts.sessions import actions
from cohorts.sessions.actions import rooms
from community.live.protocol import Delete, Edit, React, Refusal
from community.members.models import Member
from community.shell import Shell
from moderation.access.decision import Denied
from tests.budgets.counting import asked, statements, told
from tests.cast import World, grants
from tests.cohorts.meetings import place, schedule, session
from tests.cohorts.talking import fill, look, send
from tests.cohorts.year import bring_to
from tests.pages import text_of
from tests.verbs import carry_out_jobs, do, say, signed_in

OPENS, CLOSES = timedelta(minutes=15), timedelta(minutes=60)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BEFORE, OVER = "opens 15 minutes before", "session is over, and its room"
CANCELLED = "session was cancelled, and its room"
Heard = list[dict[str, Any]]


def with_room(world: World, within: timedelta, **facts: Any) -> Room:
    """The room of a session of an hour that begins so long from now."""
    which = session(world, within=within, **facts)
    rooms.make([which], world.spring.state, timezone.now())
    return Room.objects.select_related("session", "cohort").get(session=which)


def began(room: Room, ago: timedelta) -> None:
    """Its session began so long ago."""
    starts = timezone.now() - ago
    Session.objects.filter(pk=room.session_id).update(starts_at=starts)
    Room.objects.filter(pk=room.pk).update(opens_at=starts - OPENS, closes_at=starts + HOUR + CLOSES)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """What pages that are open in rooms are told."""
    frames: Heard = []
    monkeypatch.setattr(rooms.news, "tell", lambda topic, at, frame: frames.append(json.loads(frame)))
    return frames


def listed(member: Member) -> list[str]:
    """In which lists Spring's room of its session stands: of all rooms, of the cohort, at home, at the side."""
    client = signed_in(member)
    pages = {"rooms": "/rooms/", "cohort": "/cohorts/spring/", "home": "/"}
    marks = {"cohort": "Live session</span>"}
    found = [n for n, path in pages.items() if marks.get(n, 'class="name">Budgets') in text_of(client.get(path))]
    request = client.get("/help/").wsgi_request
    request.grants = grants(member)
    return found + ["side"] * any(line.name == "Budgets" for line in Shell(request).rooms)


# ---- made and kept with it ---------------------------------------------------------------------


def test_a_session_is_scheduled_with_its_room(world: World) -> None:
    schedule(world.fay, title="Budgets", minutes="90")
    made = Session.objects.get()
    room = made.room
    assert (room.name, room.kind, room.cohort, room.stage) == ("Budgets", "session", world.spring, "running")
    assert (made.starts_at - room.opens_at, room.closes_at - made.ends_at) == (OPENS, CLOSES)
    page = text_of(signed_in(world.ada).get(place(made)))
    assert f'href="/rooms/{room.pk}/"' in page
    assert "It opens on " in page


def test_a_series_has_one_each_and_asks_no_more_for_many(world: World) -> None:
    schedule(world.fay)
    few, many = (
        statements(lambda count=count: schedule(world.fay, title="T" * 120, every="week", count=count))  # type: ignore[misc]
        for count in ("2", "30")
    )
    assert len(many) <= len(few), told(many)
    found = Room.objects.filter(kind="session")
    assert found.count() == Session.objects.count() == 33
    assert {len(room.name) for room in found} == {7, 80}
    assert DBTaskResult.objects.count() == 0  # none of them is near
    signed_in(world.mona).post("/cohorts/spring/rooms/", {"name": "Kitchen"})
    assert Room.objects.get(name="Kitchen").position == 1  # they do not count among the rooms


def test_moved_renamed_and_made_longer_its_room_follows_and_open_pages_hear_it(world: World, heard: Heard) -> None:
    room = with_room(world, timedelta(days=2))
    plan = actions.Plan("Keys", "", datetime(2027, 5, 4, 16, 0), 30, world.fay.pk, "", None)  # noqa: DTZ001
    for _ in range(2):  # the second time nothing changes
        actions.change(grants(world.fay), room.session, plan)
    room.refresh_from_db()
    assert room.name == "Keys"
    assert room.session.starts_at - room.opens_at == OPENS
    assert room.closes_at - room.session.ends_at == CLOSES
    assert heard == [{"type": "room", "room": str(room.pk), "state": "running", "when": None}]


def test_a_session_from_before_gets_its_room_when_it_is_changed(world: World) -> None:
    which = session(world)
    plan = actions.Plan("Keys", "", datetime(2027, 5, 4, 16, 0), 30, world.fay.pk, "", None)  # noqa: DTZ001
    assert "The session’s room" not in text_of(signed_in(world.ada).get(place(which)))
    actions.change(grants(world.fay), which, plan)
    assert Room.objects.get(session=which).name == "Keys"


def test_cancelled_its_room_closes_at_once_and_those_of_the_rest_of_the_series(world: World, heard: Heard) -> None:
    schedule(world.fay, title="Budgets", every="week", count="3")
    first = Session.objects.order_by("starts_at")[1]
    actions.cancel(grants(world.fay), first, reason="Snow", rest=True)
    [stays, *closed] = Room.objects.filter(kind="session").order_by("session__starts_at")
    assert stays.opens_at is not None
    assert [(room.opens_at, room.closes_at <= timezone.now()) for room in closed] == [(None, True)] * 2
    assert {frame["room"] for frame in heard} == {str(room.pk) for room in closed}
    with pytest.raises(Refusal, match=CANCELLED):
        say(world.ada, closed[0])
    assert say(world.fay, closed[0], "Sorry")
    page = text_of(look(signed_in(world.ada), closed[0]))
    assert CANCELLED in page
    assert "Sorry" in page
    assert "data-questions" not in page


def test_next_year_s_sessions_have_rooms_of_their_own(world: World) -> None:
    schedule(world.fay, title="Budgets", every="week", count="3")
    say(world.fay, Session.objects.order_by("starts_at")[0].room, "Saxifrage")
    signed_in(world.mona).post("/cohorts/spring/next-year/", {"name": "Spring again", "sessions": "1"})
    again = Cohort.objects.get(name="Spring again")
    made = Room.objects.filter(cohort=again, kind="session")
    assert {(room.stage, room.session.cohort_id, room.message_count) for room in made} == {("draft", again.pk, 0)}
    assert (made.count(), Room.objects.filter(cohort=again).count()) == (3, 4)


# ---- who writes when ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("within", "sentence"),
    [(16 * MINUTE, BEFORE), (14 * MINUTE, ""), (-30 * MINUTE, ""), (-119 * MINUTE, ""), (-121 * MINUTE, OVER)],
)
def test_when_ada_writes_in_it(world: World, within: timedelta, sentence: str) -> None:
    room, client = with_room(world, within), signed_in(world.ada)
    assert say(world.fay, room, "Welcome")
    page = text_of(look(client, room))
    assert "Welcome" in page
    answer = send(client, room, "Hello")
    assert (answer.status_code, "data-quiet" in page) == ((422, True) if sentence else (302, False))
    if sentence:
        assert sentence in text_of(answer)
        with pytest.raises(Refusal, match=sentence) as refused:
            say(world.ada, room)
        assert refused.value.code == "locked"


def test_once_it_is_closed_one_still_takes_back_and_reacts_and_changes_nothing(world: World) -> None:
    room = with_room(world, -HOUR)
    mine, theirs = say(world.ada, room), say(world.ben, room)
    began(room, 3 * HOUR)
    do(world.ada, React(room.pk, theirs.pk, uuid4(), "👍", on=True))
    with pytest.raises(Refusal, match=OVER):
        do(world.ada, Edit(room.pk, mine.pk, uuid4(), "Better"))
    do(world.ada, Delete(room.pk, mine.pk, uuid4()))


def test_who_only_reads_and_who_comes_to_a_sealed_year_are_told_so(world: World) -> None:
    room = with_room(world, MINUTE)
    assert "data-writes" not in text_of(look(signed_in(world.ron), room))
    bring_to(world, "archived")
    room.refresh_from_db()
    page = text_of(look(signed_in(world.ada), room))
    assert "This cohort is archived" in page
    assert "data-writes" not in page


def test_it_stays_the_room_of_its_session(world: World) -> None:
    room, fay = with_room(world, MINUTE), signed_in(world.fay)
    settings = text_of(fay.get(f"/rooms/{room.pk}/settings/"))
    assert 'name="kind"' not in settings
    assert 'name="since"' in settings
    assert fay.post(f"/rooms/{room.pk}/settings/", {"kind": "plain"}).status_code == 403
    assert fay.post(f"/rooms/{world.room.pk}/settings/", {"kind": "session"}).status_code == 422
    assert 'value="session"' not in text_of(fay.get(f"/rooms/{world.room.pk}/settings/"))
    mona = signed_in(world.mona)
    assert mona.post("/cohorts/spring/rooms/", {"name": "Mine", "kind": "session"}).status_code == 422
    assert look(signed_in(world.cleo), room).status_code == 404


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
    assert topics.entered(world.ada.pk, room.pk, None)[2] == {"state": "running", "when": "open"}
    began(room, 3 * HOUR)
    assert topics.entered(world.ada.pk, room.pk, None)[2]["when"] == "over"
    assert topics.entered(world.ada.pk, world.room.pk, None)[2] == {}


# ---- where it is shown -------------------------------------------------------------------------


def test_it_stands_in_lists_while_it_is_open(world: World) -> None:
    room = with_room(world, HOUR)
    say(world.fay, room, "A saxifrage")
    assert listed(world.ada) == []
    began(room, timedelta(0))
    assert listed(world.ada) == ["rooms", "cohort", "home", "side"]
    assert room.name in [found.name for found in queries.rooms_in(world.spring, timezone.now())]
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


def test_who_can_read_it_and_who_may_plan_a_message(world: World) -> None:
    room = with_room(world, HOUR)
    readers = text_of(signed_in(world.ada).get(f"/rooms/{room.pk}/readers/"))
    assert "Ada" in readers
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
