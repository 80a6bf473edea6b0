"""Calendars of live sessions, read by another program's eyes; and the secret address of a member's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client
from django.utils import timezone

from cohorts.sessions import actions, calendar
from cohorts.sessions.models import CalendarAddress, Session
from cohorts.sessions.zones import changes, timezone_of
from community.members import epoch
from community.members.models import Member
from tests.access.test_door import plain
from tests.cast import World, grants
from tests.cohorts.meetings import goes, place, session
from tests.moderation.desk import at_desk
from tests.pages import text_of
from tests.site.test_logs import log as log
from tests.verbs import signed_in

ADDRESS = re.compile(r'value="(http://testserver(/calendar/[\w-]+\.ics))"')


def make_address(client: Client) -> str:
    """Where the calendar is, as its page shows it once."""
    found = ADDRESS.search(text_of(client.post("/you/calendar/")))
    assert found is not None
    return found[2]


def fetched(address: str) -> Any:
    """As somebody else's program reads it."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return vobject.readOne(answer.content.decode())


def events(read: Any) -> dict[str, Any]:
    return {event.uid.value: event for event in read.contents.get("vevent", [])}


# ---- the format ------------------------------------------------------------------------------


def unfolded(made: bytes) -> list[str]:
    return made.decode().replace("\r\n ", "").split("\r\n")


def test_every_line_is_folded_and_ends_as_the_standard_says(world: World) -> None:
    meets = session(world, title="Räume, Geld; und \\ Zeit " + "ä" * 90)
    made = calendar.feed([Session.objects.get(pk=meets.pk)])
    assert made.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in made.replace(b"\r\n", b"")
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    [event] = events(vobject.readOne(made.decode())).values()
    assert event.summary.value == f"{meets.title} (Spring cohort)"


def test_an_event_has_its_zone_its_sequence_and_the_address_of_its_page(world: World) -> None:
    starts = datetime(2027, 3, 15, 21, 0, tzinfo=UTC)  # the day after the clocks went forward
    world.spring.zone = "America/Chicago"
    world.spring.save()
    meets = session(world, starts_at=starts, minutes=90, sequence=3)
    lines = unfolded(calendar.feed([Session.objects.get(pk=meets.pk)]))
    assert "DTSTART;TZID=America/Chicago:20270315T160000" in lines
    assert "DTEND;TZID=America/Chicago:20270315T173000" in lines
    assert {f"UID:{meets.pk}", "SEQUENCE:3", "STATUS:CONFIRMED", f"URL:http://testserver{place(meets)}"} <= set(lines)
    assert lines.count("TZID:America/Chicago") == 1
    [event] = events(vobject.readOne("\r\n".join(lines))).values()
    assert event.dtstart.value.astimezone(UTC) == starts


@pytest.mark.parametrize(
    "zone", ["America/Chicago", "America/Phoenix", "Pacific/Honolulu", "Europe/Berlin", "Australia/Lord_Howe", "UTC"]
)
def test_another_program_reads_every_hour_of_a_zone_as_we_do(world: World, zone: str) -> None:
    """Around each change of the clocks, and on plain days: by the written rules alone, not by the zone's name."""
    ours = ZoneInfo(zone)
    moments = [datetime(2027, month, 15, 12, tzinfo=UTC) for month in range(1, 13)]
    for change in changes(zone, 2027, 2027):
        moments += [change + timedelta(minutes=minutes) for minutes in (-61, -1, 0, 59, 121)]
    moments = [at for at in moments if not at.astimezone(ours).fold]  # an hour that is twice has one name only
    world.spring.zone = zone
    for number, at in enumerate(moments):
        Session.objects.create(cohort=world.spring, title=str(number), starts_at=at, host=world.fay, made_by=world.fay)
    world.spring.save()
    made = calendar.feed(list(Session.objects.select_related("cohort"))).decode()
    renamed = made.replace(f"TZID:{zone}", f"TZID:Own/{zone}").replace(f"TZID={zone}:", f"TZID=Own/{zone}:")
    read = {int(e.summary.value.split()[0]): e.dtstart.value for e in events(vobject.readOne(renamed)).values()}
    assert [read[number].astimezone(UTC) for number in range(len(moments))] == moments


def test_the_clocks_of_chicago_change_when_they_do() -> None:
    assert changes("America/Chicago", 2026, 2027) == [
        datetime(2026, 3, 8, 8, tzinfo=UTC), datetime(2026, 11, 1, 7, tzinfo=UTC),
        datetime(2027, 3, 14, 8, tzinfo=UTC), datetime(2027, 11, 7, 7, tzinfo=UTC),
    ]  # fmt: skip
    written = timezone_of("America/Chicago", 2026, 2026).to_ical().decode()
    assert "DTSTART:20260308T020000\r\nTZNAME:CDT\r\nTZOFFSETFROM:-0600\r\nTZOFFSETTO:-0500" in written


def test_one_session_is_a_file_for_a_calendar(world: World) -> None:
    meets = session(world, link="https://meet.test/spring", agenda="Secret plans", agenda_html="<p>Secret plans</p>")
    answer = signed_in(world.ada).get(f"{place(meets)}session.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="session-{meets.starts_at:%Y-%m-%d}.ics"'
    read = vobject.readOne(answer.content.decode())
    assert (read.method.value, list(events(read))) == ("PUBLISH", [str(meets.pk)])
    assert not re.search(rb"meet\.test|Secret", answer.content)


# ---- the address -----------------------------------------------------------------------------


def test_a_member_s_calendar_has_the_sessions_of_their_cohorts(world: World) -> None:
    mine = session(world, link="https://meet.test/spring", agenda="Secret plans")
    session(world, cohort=world.autumn, title="Not hers")
    session(world, title="Long ago", within=timedelta(days=-70))
    declined = session(world, title="Cannot come")
    goes(world.ada, declined, going=False)
    address = make_address(signed_in(world.ada))
    answer = Client().get(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/calendar; charset=utf-8", "private, no-store")
    assert not re.search(rb"meet\.test|Secret", answer.content)
    assert not answer.cookies
    assert list(events(fetched(address))) == [str(mine.pk)]


def test_an_empty_calendar_is_one(world: World) -> None:
    read = fetched(make_address(signed_in(world.ada)))
    assert (read.name, events(read)) == ("VCALENDAR", {})


def test_a_moderator_s_calendar_has_what_they_host_and_not_everybodys(world: World) -> None:
    hosted = session(world, host=world.mona)
    session(world, title="Of others")
    assert list(events(fetched(make_address(signed_in(world.mona))))) == [str(hosted.pk)]


def test_moving_and_cancelling_reach_the_calendar(world: World) -> None:
    meets = session(world)
    address, uid = make_address(signed_in(world.ada)), str(meets.pk)
    before = events(fetched(address))[uid]
    day = f"{timezone.now() + timedelta(days=9):%Y-%m-%d}"
    fields = {"title": "Budgets", "day": day, "hour": "09:00", "minutes": "60", "host": str(world.fay.pk)}
    assert signed_in(world.fay).post(f"{place(meets)}edit/", fields).status_code == 302
    moved = events(fetched(address))[uid]
    assert (before.sequence.value, moved.sequence.value) == ("0", "1")
    assert f"{moved.dtstart.value:%Y-%m-%d %H:%M}" == f"{day} 09:00"
    actions.cancel(grants(world.fay), meets, reason="Snow")
    gone = events(fetched(address))[uid]
    assert (gone.sequence.value, gone.status.value, moved.status.value) == ("2", "CANCELLED", "CONFIRMED")
    assert gone.dtstamp.value >= moved.dtstamp.value


def test_only_the_hash_is_kept_and_the_address_is_shown_once(world: World) -> None:
    client = signed_in(world.ada)
    token = make_address(client).removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) >= 43
    assert token not in str(CalendarAddress.objects.values_list())
    page = text_of(client.get("/you/calendar/"))
    assert token not in page
    assert "You made an address" in page


def test_a_new_address_ends_the_old_one_and_taking_it_back_ends_it(world: World) -> None:
    client = signed_in(world.ada)
    first = make_address(client)
    second = make_address(client)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    make_address(signed_in(world.ben))
    assert client.post("/you/calendar/revoke/")["Location"] == "/you/calendar/"
    assert (Client().get(second).status_code, CalendarAddress.objects.count()) == (404, 1)


def out(world: World, how: str) -> None:
    if how == "suspended":
        at_desk(world.mona, "suspend", "ada", until="2999-01-01", reason="Rest")
    elif how == "removed":
        at_desk(world.mona, "remove", "ada", reason="Rules", confirm="Ada")
    elif how == "unseated":
        world.ada.seats.update(freed_at=timezone.now())
        epoch.move()
    else:
        Member.objects.filter(pk=world.ada.pk).update(standing="left")
        epoch.move()


@pytest.mark.parametrize("how", ["suspended", "removed", "unseated", "left"])
def test_an_address_of_somebody_who_is_out_looks_like_none(world: World, how: str) -> None:
    session(world)
    address = make_address(signed_in(world.ada))
    assert len(events(fetched(address))) == 1
    out(world, how)
    answers = {plain(Client().get(path)) for path in (address, "/calendar/never-made.ics")}
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_whoever_is_withdrawn_finds_the_cohort_gone_from_the_calendar(world: World) -> None:
    session(world)
    address = make_address(signed_in(world.ada))
    signed_in(world.mona).post("/cohorts/spring/people/ada/withdraw/")
    assert events(fetched(address)) == {}


def test_a_calendar_is_fetched_so_often_and_guessed_so_often(world: World) -> None:
    address = make_address(signed_in(world.ada))
    other = make_address(signed_in(world.ben))
    assert [Client().get(address).status_code for _ in range(61)] == [200] * 60 + [429]
    assert Client().get(other).status_code == 200
    guesses = [Client().get(f"/calendar/guess-{number}.ics").status_code for number in range(61)]
    assert guesses == [404] * 60 + [429]
    assert Client().get(other).status_code == 200  # a school behind one address of the net still reads


def test_the_log_does_not_hold_the_address(world: World, log: Any) -> None:
    address = make_address(signed_in(world.ada))
    out(world, "left")
    assert Client().get(address).status_code == 404
    assert address not in log.getvalue()
    assert "/calendar/…" in log.getvalue()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_an_address_is_for_reading_only(world: World, method: str) -> None:
    address = make_address(signed_in(world.ada))
    assert getattr(Client(), method)(address).status_code == 405
    assert Client().head(address).status_code == 200
