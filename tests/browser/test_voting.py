"""Polls in a browser: asked, voted in while others watch, closed under somebody's hands, and without scripts."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served

COLORS = ["Red", "Green", "Blue"]


def opens(person: Person, key: str) -> None:
    person.goes(f"/forum/t/{key}/")
    person.follows(2)


def bars(person: Person) -> list[str]:
    found = person.page.locator(".poll-bars .num")
    return [re.sub(r"\s+", " ", words) for words in found.all_inner_texts()]


def test_a_poll_is_asked_and_its_draft_waits_on_the_other_device(served: Served, comes: Comes) -> None:
    handle = served.hands("newcomer", name="Pia")
    desk, phone = comes(handle), comes(handle, "phone")
    desk.opens_ask()
    expect(desk.page.get_by_label("What to choose from")).to_be_hidden()
    desk.page.get_by_label("A poll").check()
    desk.page.get_by_label("In one line").fill("Which color for the door?")
    desk.page.get_by_label("What to choose from").fill("Red\nGreen\nBlue")
    desk.page.get_by_label("How people vote").select_option("ranked")
    desk.writes("It faces the street.")
    expect(desk.page.locator("[data-saved]")).to_contain_text(re.compile(r"^Saved \d"))
    phone.opens_ask()
    expect(phone.page.get_by_label("What to choose from")).to_have_value("Red\nGreen\nBlue")
    expect(phone.page.get_by_label("How people vote")).to_have_value("ranked")
    phone.button(re.compile("^Post to")).tap()
    expect(phone.page.get_by_role("heading", name="Put them in order")).to_be_visible()


def test_whoever_watches_sees_the_bars_move_and_keeps_what_they_were_choosing(served: Served, comes: Comes) -> None:
    key = served.hands("poll", author="ada", title="Which color, live?", choices=COLORS)
    ada, ben, cleo = comes("ada"), comes("ben", "phone"), comes("cleo")
    opens(ada, key)
    opens(cleo, key)
    ada.page.get_by_label("Blue", exact=True).first.check()
    opens(ben, key)
    ben.page.get_by_label("Green", exact=True).first.check()
    ben.button("Vote").tap()
    expect(ben.page.locator(".is-mine")).to_contain_text("Green")
    for watching in (ada, cleo):
        expect(watching.page.locator(".poll-bars li", has_text="Green")).to_contain_text("100 %")
        expect(watching.page.locator(".poll-bars li", has_text="Green")).to_contain_text("Ben")
    assert bars(ada) == ["0 of 1 votes · 0 %", "1 of 1 votes · 100 %", "0 of 1 votes · 0 %"]
    expect(ada.page.get_by_label("Blue", exact=True).first).to_be_checked()
    ada.button("Vote").click()
    expect(cleo.page.locator(".poll-bars li", has_text="Blue")).to_contain_text("50 %")
    assert served.hands("box", key=key) == {"1": 1, "2": 1}


def test_closed_under_ones_hands_the_choice_is_still_on_the_page(served: Served, comes: Comes) -> None:
    key = served.hands("poll", author="ada", title="Which color, in a hurry?", choices=COLORS)
    ben = comes("ben")
    ben.may_be_refused = True
    opens(ben, key)
    ben.page.get_by_label("Red", exact=True).first.check()
    served.hands("close_poll", key=key)
    ben.button("Vote").click()
    ben.sees("This poll is closed. Your choice was not counted.")
    ben.sees("You had chosen: Red.")
    assert served.hands("box", key=key) == {}


def test_without_scripts_one_puts_choices_in_order_and_sends_them_from_two_tabs(served: Served, comes: Comes) -> None:
    key = served.hands(
        "poll", author="ada", title="Which color, plainly?", kind="ranked", choices=COLORS, anonymous=True
    )
    lee = comes("ben", java_script_enabled=False)
    tabs = [lee.page, lee.new_tab()]
    for tab in tabs:
        tab.goto(f"{served.url}/forum/t/{key}/")
        tab.get_by_label("Place of Blue").select_option("1")
        tab.get_by_label("Place of Red").select_option("2")
    for tab in tabs:
        tab.get_by_role("button", name="Vote", exact=True).click()
        expect(tab.get_by_text("Nobody knows which vote is yours, so it cannot be changed.")).to_be_visible()
    assert served.hands("box", key=key) == {"2,0": 1}
