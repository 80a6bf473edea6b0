"""A live session: scheduling it, its page, the meeting link, moving it, cancelling it, the list."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cohorts.sessions import actions
from cohorts.sessions.models import Session
from community.notifications import queries as notices
from moderation.access.decision import Denied
from tests.cast import World, grants
from tests.cohorts.meetings import FORM, SESSIONS, day, goes, heard, place, schedule, session
from tests.moderation.desk import lines
from tests.pages import link_named, text_of, titles, typed_in
from tests.verbs import signed_in

LINK = "https://meet.test/room-of-spring"


# ---- scheduling ------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["fay", "mona"])
def test_a_facilitator_or_a_moderator_schedules_a_session(world: World, by: str) -> None:
    answer = schedule(world.people[by], agenda="1. **Numbers**\n2. Rent", link=LINK, seats="12")
    made = Session.objects.get()
    assert answer["Location"] == place(made)
    local = made.starts_at.astimezone(ZoneInfo("America/Denver"))  # the community's, as long as nobody chose another
    assert (f"{local:%Y-%m-%d %H:%M}", made.minutes, made.seats) == (f"{day()} 16:00", 60, 12)
    assert (made.host, made.link, made.sequence) == (world.people[by], LINK, 0)
    page = text_of(signed_in(world.ada).get(place(made)))
    assert "<strong>Numbers</strong>" in page
    assert lines() == [(by, "schedule_session", "Budgets", "Spring cohort, once")]


@pytest.mark.parametrize("by", ["ada", "ron"])
def test_nobody_else_schedules(world: World, by: str) -> None:
    assert schedule(world.people[by]).status_code == 403
    assert signed_in(world.people[by]).get(f"{SESSIONS}new/").status_code == 403
    with pytest.raises(Denied):
        actions.set_zone(grants(world.people[by]), world.spring, "America/Chicago")
    assert not Session.objects.exists()
    assert "Schedule a session" not in text_of(signed_in(world.people[by]).get(SESSIONS))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "\u200b", "What is it about?"),
        ("day", "", "On which day?"),
        ("day", "tomorrow", "Write the day as 2027-01-31."),
        ("day", "2020-01-01", "This time has passed."),
        ("day", "9999-12-31", "Choose a day within the next two years."),
        ("hour", "late", "Write the time as 16:00."),
        ("minutes", "9", "Between 10 minutes and 8 hours"),
        ("minutes", "481", "Between 10 minutes and 8 hours"),
        ("seats", "0", "A number of seats from 1 to 1,000"),
        ("link", "javascript:alert(1)", "Paste the whole address"),
        ("link", "ftp://meet.test/", "Paste the whole address"),
        ("agenda", "x" * 8001, "at most 8000 characters"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(world: World, field: str, typed: str, sentence: str) -> None:
    answer = schedule(
        world.fay, **{field: typed, "agenda" if field != "agenda" else "link": "" if field == "agenda" else "Kept"}
    )
    page = text_of(answer)
    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert f'id="id_{field}-error"' in page
    assert sentence in page
    assert field == "agenda" or typed_in(answer, "agenda") == "Kept"


@pytest.mark.parametrize("host", ["cleo", "ada"])
def test_only_who_leads_the_cohort_can_lead_a_session(world: World, host: str) -> None:
    answer = schedule(world.fay, host=str(world.people[host].pk))
    assert (answer.status_code, 'id="id_host-error"' in text_of(answer)) == (422, True)


# ---- its page --------------------------------------------------------------------------------


def test_times_are_shown_in_the_readers_zone_and_in_the_cohorts(world: World) -> None:
    starts = datetime(timezone.now().year + 1, 7, 6, 21, 30, tzinfo=ZoneInfo("UTC"))
    meets = session(world, starts_at=starts)
    client = signed_in(world.ada)
    client.cookies["zone"] = "America/New_York"
    page = text_of(client.get(place(meets)))
    assert "5:30 pm to 6:30 pm EDT" in page
    assert "Where the cohort is: " in page
    assert "3:30 pm to 4:30 pm MDT" in page
    client.cookies["zone"] = "America/Denver"
    assert "Where the cohort is" not in text_of(client.get(place(meets)))
    client.cookies["zone"] = "Asia/Dubai"  # no letters of its own; there it is the next day
    assert ", Jul 7, " in text_of(client.get(place(meets)))
    assert "1:30 am to 2:30 am UTC+04" in text_of(client.get(place(meets)))


def test_the_meeting_link_is_there_for_the_enrolled_near_its_time_only(world: World) -> None:
    for within, there in ((16, False), (14, True), (-59, True), (-61, False)):
        meets = session(world, link=LINK, within=timedelta(minutes=within), agenda="Bring numbers")
        pages = {who: text_of(signed_in(world.people[who]).get(place(meets))) for who in ("ada", "ron", "mona")}
        assert {who: LINK in page for who, page in pages.items()} == {"ada": there, "ron": there, "mona": False}, within
        assert LINK not in text_of(signed_in(world.ada).get(SESSIONS))
    cancelled = session(world, link=LINK, within=timedelta(minutes=5), state="cancelled")
    assert LINK not in text_of(signed_in(world.ada).get(place(cancelled)))


def test_a_session_of_another_cohort_looks_like_none(world: World) -> None:
    hers = session(world)
    client = signed_in(world.cleo)
    assert client.get(place(hers)).status_code == 404
    assert client.get(place(hers).replace("spring", "autumn")).status_code == 404
    assert client.post(f"{place(hers)}answer/", {"answer": "going"}).status_code == 404
    assert client.get(f"{place(hers)}session.ics").status_code == 404


def test_facilitators_see_who_comes_and_others_how_many(world: World) -> None:
    meets = session(world)
    goes(world.ben, meets)
    leading, plain = (text_of(signed_in(who).get(place(meets))) for who in (world.fay, world.ada))
    assert '<a class="name" href="/people/ben/">' in leading
    assert "/people/ben/" not in plain
    assert "1 person goes" in plain


def test_an_answer_that_is_none_is_refused(world: World) -> None:
    meets = session(world)
    answer = signed_in(world.ada).post(f"{place(meets)}answer/", {"answer": "perhaps"})
    assert (answer.status_code, "not one of the available choices" in text_of(answer)) == (422, True)


# ---- moving and cancelling it ----------------------------------------------------------------


def edit(world: World, meets: Session, **fields: str) -> int:
    given = FORM | {"day": day(3), "host": str(world.fay.pk)} | fields
    return int(signed_in(world.fay).post(f"{place(meets)}edit/", given).status_code)


def test_moving_it_tells_who_comes_or_waits_and_calendars_hear_of_it(world: World) -> None:
    meets = session(world, seats=1)
    for member in (world.ben, world.ada, world.fay):
        goes(member, meets)
    goes(world.fay, meets, going=False)
    assert edit(world, meets, seats="1") == 302
    meets.refresh_from_db()
    assert (meets.sequence, meets.told_day_at) == (1, None)
    assert heard(world.ben) == heard(world.ada) == ["Spring cohort meets at another time"]
    assert heard(world.fay) == []
    [item] = notices.items_for(grants(world.ben))
    assert item.shown.url == place(meets)
    signed_in(world.ben).get(place(meets))
    assert notices.unread_count(grants(world.ben)) == 0


def test_the_form_begins_with_what_is_and_saving_that_moves_nothing(world: World) -> None:
    meets = session(
        world,
        link=LINK,
        agenda="Numbers",
        starts_at=timezone.now().replace(second=0, microsecond=0) + timedelta(days=3),
    )
    goes(world.ben, meets)
    page = signed_in(world.fay).get(f"{place(meets)}edit/")
    given = {name: typed_in(page, name) for name in ("title", "day", "hour", "minutes", "agenda", "link")}
    assert edit(world, meets, **given | {"agenda": "Better numbers"}) == 302
    after = Session.objects.get()
    assert (after.starts_at, after.sequence, after.link) == (meets.starts_at, 0, LINK)
    assert "Better" in after.agenda_html
    assert heard(world.ben) == []


def test_moved_and_moved_back_is_news_each_time(world: World) -> None:
    meets = session(world)
    goes(world.ben, meets)
    for hour in ("10:00", "11:00", "10:00"):
        assert edit(world, meets, hour=hour) == 302
        assert heard(world.ben) == ["Spring cohort meets at another time"]  # the news of before is taken back
    assert Session.objects.get().sequence == 3


def test_cancelling_asks_why_and_tells_who_comes(world: World) -> None:
    meets = session(world)
    for member in (world.ben, world.ada):
        goes(member, meets)
    goes(world.ada, meets, going=False)
    fay = signed_in(world.fay)
    assert fay.post(f"{place(meets)}cancel/", {"reason": " "}).status_code == 422
    assert fay.post(f"{place(meets)}cancel/", {"reason": "Snow day"}).status_code == 302
    meets.refresh_from_db()
    assert (meets.state, meets.reason, meets.sequence) == ("cancelled", "Snow day", 1)
    assert heard(world.ben) == ["Spring cohort does not meet"]
    assert notices.items_for(grants(world.ben))[0].shown.excerpt == "Snow day"
    assert heard(world.ada) == []
    page = text_of(signed_in(world.ben).get(place(meets)))
    assert "Snow day" in page
    assert "Will you be there?" not in page
    assert lines()[-1] == ("fay", "cancel_session", "Budgets", "Snow day")
    assert fay.post(f"{place(meets)}cancel/", {"reason": "Again"}).status_code == 403
    assert edit(world, meets) == 403


def test_news_of_a_session_arrives_though_its_facilitator_is_blocked(world: World) -> None:
    """It is the cohort that speaks: whom one does not want to read must not make one stand before a closed door."""
    meets = session(world)
    goes(world.ben, meets)
    signed_in(world.ben).post("/people/fay/block/")
    actions.cancel(grants(world.fay), meets, reason="Snow")
    assert heard(world.ben) == ["Spring cohort does not meet"]


def test_who_is_out_by_then_is_told_nothing(world: World) -> None:
    meets = session(world)
    goes(world.ben, meets)
    world.spring.enrollments.filter(member=world.ben).delete()
    actions.cancel(grants(world.fay), meets, reason="Snow")
    assert heard(world.ben) == []


# ---- lists -----------------------------------------------------------------------------------


def test_the_cohorts_page_shows_the_next_three(world: World) -> None:
    session(world, title="Over", within=timedelta(hours=-2))
    session(world, title="Cancelled", within=timedelta(hours=1), state="cancelled")
    for title, hours in (("Fourth", 50), ("Third", 40), ("Second", 3), ("On", -0.5)):
        session(world, title=title, within=timedelta(hours=hours))
    page = signed_in(world.ada).get("/cohorts/spring/")
    assert titles(page)[:3] == ["On", "Second", "Third"]
    assert "Fourth" not in text_of(page)
    assert "On now" in text_of(page)


def test_the_list_is_read_page_by_page_both_ways(world: World) -> None:
    for number in range(25):
        session(world, title=f"Next {number}", within=timedelta(days=1 + number // 2))
        session(world, title=f"Past {number}", within=-timedelta(days=1 + number // 2))
    client = signed_in(world.ada)
    for where, words, prefix in (("", "Later sessions", "Next"), ("?show=earlier", "Older sessions", "Past")):
        first = client.get(SESSIONS + where)
        second = client.get(link_named(first, words))
        assert (len(titles(first)), len(titles(second))) == (20, 5)
        assert {*titles(first), *titles(second)} == {f"{prefix} {number}" for number in range(25)}
        assert link_named(second, words) is None


@pytest.mark.parametrize("cursor", ["", "x", "2026-01-01~x", "2026-01-01T00:00:00~", "0001-01-01T00:00:00+14:00~x"])
def test_a_place_in_the_list_that_cannot_be_is_its_beginning(world: World, cursor: str) -> None:
    session(world)
    assert titles(signed_in(world.ada).get(SESSIONS, {"after": cursor})) == ["Budgets"]


def test_a_session_that_is_on_heads_the_list(world: World) -> None:
    session(world, title="Soon")
    session(world, title="On", within=timedelta(minutes=-5))
    assert titles(signed_in(world.ada).get(SESSIONS)) == ["On", "Soon"]
    assert titles(signed_in(world.ada).get(f"{SESSIONS}?show=earlier")) == ["On"]


# ---- the zone --------------------------------------------------------------------------------


def test_the_zone_counts_for_what_is_scheduled_from_now_on(world: World) -> None:
    stands = session(world)
    fay = signed_in(world.fay)
    assert fay.post("/cohorts/spring/zone/", {"zone": "Mars/Olympus"}).status_code == 422
    assert fay.post("/cohorts/spring/zone/", {"zone": "America/New_York"})["Location"] == SESSIONS
    schedule(world.fay, title="In New York")
    made = Session.objects.get(title="In New York")
    assert f"{made.starts_at.astimezone(ZoneInfo('America/New_York')):%H:%M}" == "16:00"
    assert Session.objects.get(pk=stands.pk).starts_at == stands.starts_at
    world.spring.refresh_from_db()
    world.spring.zone = "Europe/Berlin"
    world.spring.save()
    assert "Europe/Berlin" in text_of(fay.get(SESSIONS))
