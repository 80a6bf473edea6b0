"""A cohort from its draft to the archive and the draft of the year after, by those who lead it and one who is in it.

`--pictures OUT` draws its key moments, each as whoever sees it then, on a phone and on a laptop, in both themes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.screens import LIVE, Screen
from tests.browser.served import Served
from tests.browser.shots import draw, options

YEAR = "The harbor year"
MEETS = "Reading a lease together"
WEEK = "Week 1: Read your lease"
Draws = Callable[[str, Person], None]


@pytest.fixture
def draws(served: Served, browser: Browser, pytestconfig: pytest.Config) -> Draws:
    """A picture of the page that somebody has open; nothing where no pictures are asked for."""
    out = pytestconfig.getoption("pictures")

    def draws(name: str, person: Person) -> None:
        place = person.page.url.removeprefix(served.url)
        screen = Screen(
            f"cohort-year-{name}", person.name, place, LIVE if place.startswith("/rooms/") else "() => true"
        )
        for device, theme in ((d, t) for d in ("390", "1280") for t in ("light", "dark")) if out else ():
            draw(browser, served, screen, {}, device, theme, options().parse_args([str(out), "--whole"]))

    if out:
        Path(out).mkdir(parents=True, exist_ok=True)
    return draws


def confirms(person: Person, button: str, state: str) -> None:
    """Returns when the cohort stands there: what each state means is read on the page before, too."""
    person.button(button).click()
    person.page.get_by_role("dialog").get_by_role("button").first.click()
    expect(person.page.get_by_role("region", name="Where it stands").locator(".section-head .tag")).to_have_text(state)


def is_drafted(mona: Person, leader: str, draws: Draws) -> str:
    """Returns the address of the cohort."""
    mona.goes("/rooms/")
    mona.link("New cohort").click()
    mona.page.get_by_role("textbox", name="Name").fill(YEAR)
    mona.page.get_by_label("What brings these people together").fill("Schools in rented rooms, for one year.")
    mona.page.get_by_role("textbox", name="Rooms").fill("Harbor hall\nLeases")
    mona.button("Make the cohort").click()
    mona.page.get_by_label("Email or handle of a member").fill(leader)
    mona.page.get_by_label("As", exact=True).select_option(label="Facilitator")
    mona.button("Enroll").click()
    expect(mona.page.get_by_role("region", name="People")).to_contain_text("Jo Marsh")
    mona.sees("Only its facilitators and the moderators see it.")
    draws("draft", mona)
    return mona.page.url.removeprefix(mona.url)


def is_opened(mona: Person, draws: Draws) -> None:
    mona.link("The year: draft").click()
    mona.page.get_by_label("How many members").fill("12")
    mona.button("Save").click()
    mona.sees("0 members, 12 free.")
    confirms(mona, "Open it for requests", "Open")
    mona.sees("Every member sees what it is about, and can ask for a place.")


def is_let_in(jo: Person, ida: Person, place: str, draws: Draws) -> None:
    ida.goes("/rooms/")
    ida.link(YEAR).tap()
    ida.page.get_by_label("Why you would like to be in it").fill("Our lease ends in June.")
    ida.button("Ask for a place").tap()
    ida.sees("You asked for a place")
    assert "Jo Marsh" not in ida.page.content()  # whoever is outside sees nobody in it
    draws("asked", ida)
    jo.goes(f"{place}year/")
    jo.sees("“Our lease ends in June.”")
    draws("requests", jo)
    jo.button("Yes to Ida Marsh").click()
    jo.sees("1 member, 11 free.")
    confirms(jo, "Begin the year", "Running")
    jo.sees("Running")


def is_talked_in(jo: Person, ida: Person, place: str, draws: Draws) -> str:
    """Returns the room's key."""
    ida.goes(place)
    ida.sees("Welcome. Three first steps")
    draws("first-day", ida)
    ida.page.get_by_role("region", name="Rooms").get_by_role("link", name="Harbor hall").tap()
    ida.is_live()
    room = ida.page.url.rstrip("/").rpartition("/")[2]
    jo.enters(room)
    ida.says("Good morning from the harbor")
    jo.hears("Good morning from the harbor")
    jo.says("Welcome, Ida. Bring your lease on Thursday.")
    ida.hears("Bring your lease")
    draws("room", ida)
    return room


def is_worked_through(jo: Person, ida: Person, place: str, draws: Draws) -> None:
    jo.goes(f"{place}programme/")
    jo.link("Add a milestone").click()
    jo.page.get_by_role("textbox", name="Title").fill(WEEK)
    jo.page.get_by_label("What to do").fill("Mark what you do not understand.")
    jo.page.get_by_label("When members see it").select_option(label="Now")
    jo.button("Save").click()
    jo.sees("Its one member has done 0 of 1.")
    ida.goes(f"{place}programme/")
    ida.button(re.compile("^I have done this")).tap()
    ida.sees("You have done 1 of 1.")
    draws("program", ida)
    jo.page.reload()
    jo.sees("Done by 1 of 1 member")
    draws("program-led", jo)


def is_scheduled(jo: Person, ida: Person, place: str) -> str:
    """Returns the session's address."""
    jo.goes(f"{place}sessions/")
    jo.link("Schedule a session").click()
    jo.page.get_by_label("What it is about").fill(MEETS)
    jo.page.get_by_label("Day", exact=True).fill((timezone.localdate() + timedelta(days=2)).isoformat())
    jo.page.get_by_label("Time", exact=True).fill("16:00")
    jo.page.get_by_label("How long, in minutes").fill("60")
    jo.page.get_by_role("textbox", name="Agenda").fill("- Who pays for the roof\n- Who may end it")
    jo.button("Schedule").click()
    ida.goes(place)
    ida.page.get_by_role("region", name="Live sessions").get_by_role("link", name=MEETS).tap()
    ida.button("I’ll be there").tap()
    ida.sees("You go. A notice reminds you")
    return ida.page.url.removeprefix(ida.url)


def is_held(served: Served, jo: Person, ida: Person, session: str, draws: Draws) -> None:
    served.hands("began", title=MEETS, minutes=20)
    jo.goes(session)
    jo.link("Code word").click()
    jo.button("Make a code word").click()
    word = jo.page.locator(".code-word").inner_text()
    ida.page.reload()
    ida.sees("It is on now.")
    ida.sees("we count the minutes this page is open")
    draws("session", ida)
    ida.page.get_by_role("textbox", name="Code word").fill(word)
    ida.button("I am here").tap()
    ida.sees("This session counts for you: 1 hour.")
    ida.goes("/rooms/")  # nobody is on the page whose time is about to be moved
    served.hands("began", title=MEETS, minutes=61)
    jo.goes(session)
    jo.sees("This session is over.")
    jo.link("Notes and attendance").click()
    expect(jo.page.get_by_role("row", name="Ida Marsh")).to_contain_text("Typed the code word")
    draws("attendance", jo)
    jo.page.get_by_role("textbox", name="Notes").fill("Next time: insurance.")
    jo.button("Save", jo.page.get_by_role("region", name="Recording and notes")).click()
    ida.goes(session)
    ida.sees("Next time: insurance.")
    ida.goes("/you/hours/")
    ida.sees(re.compile(rf"{MEETS}[\s\S]*1 hour"))


def is_over(served: Served, mona: Person, ida: Person, place: str, room: str, draws: Draws) -> None:
    served.hands("a_day_passes", room_id=room)
    mona.goes(f"{place}year/")
    confirms(mona, "End the year", "Alumni")
    mona.sees("Alumni")
    ida.enters(room)
    ida.sees("everybody reads on, and can say one thing in 10 minutes")
    ida.says("We signed. Thank you all.")
    ida.waits_for("() => !document.querySelector('room-page').outbox.items.length")  # it is stored
    ida.room_holds(served.hands("stored", room_id=room))
    draws("alumni", ida)
    confirms(mona, "Archive it", "Archived")
    mona.sees("Archived")
    ida.sees("This cohort is archived: everything stays to read, and nothing is added.")  # the page came anew by itself
    ida.hears("We signed. Thank you all.")
    expect(ida.words).to_have_count(0)
    draws("archived-room", ida)
    ida.goes("/rooms/")
    assert YEAR not in ida.page.get_by_role("main").inner_text()
    ida.link("Earlier cohorts").tap()
    ida.link(YEAR).tap()
    ida.sees("Sealed: those who were in it can read everything")
    ida.link("All sessions").tap()
    ida.sees(MEETS)
    ida.page.go_back()
    draws("archived", ida)


def goes_on_next_year(mona: Person, place: str, draws: Draws) -> None:
    mona.goes(f"{place}year/")
    mona.link("Make next year’s cohort…").click()
    mona.page.get_by_label("Its name").fill("The second harbor year")
    expect(mona.page.get_by_label("Jo Marsh")).to_be_checked()
    draws("next-year", mona)
    mona.button("Make the draft").click()
    people = mona.page.get_by_role("region", name="People")
    expect(people).to_contain_text("Jo Marsh")
    expect(people).not_to_contain_text("Ida Marsh")
    mona.sees("Only its facilitators and the moderators see it.")
    expect(mona.page.get_by_role("region", name="Rooms")).to_contain_text("Harbor hall")
    draws("next-draft", mona)


def test_a_year_from_the_draft_to_the_draft_of_the_next(served: Served, comes: Comes, draws: Draws) -> None:
    leader = served.hands("newcomer", name="Jo", enrolled=False)
    mona, jo = comes("mona"), comes(leader)
    ida, ben = comes(served.hands("newcomer", name="Ida", enrolled=False), "phone"), comes("ben")
    place = is_drafted(mona, leader, draws)
    assert (ida.answer_of(place), jo.answer_of(place)) == (404, 200)
    is_opened(mona, draws)
    is_let_in(jo, ida, place, draws)
    room = is_talked_in(jo, ida, place, draws)
    is_worked_through(jo, ida, place, draws)
    session = is_scheduled(jo, ida, place)
    is_held(served, jo, ida, session, draws)
    is_over(served, mona, ida, place, room, draws)
    outside = [ben.answer_of(path) for path in (place, session, f"/rooms/{room}/", f"{place}programme/")]
    assert outside == [404] * 4
    goes_on_next_year(mona, place, draws)
    next_place = mona.page.url.removeprefix(mona.url)
    assert (ida.answer_of(next_place), jo.answer_of(next_place)) == (404, 200)
