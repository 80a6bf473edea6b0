"""A live session's room, from waiting in it until it closes: by one at a laptop and one on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.served import Served

BEFORE = "This room opens 15 minutes before the session."
OVER = "The session is over, and its room is closed for writing."
TITLE = "Reading a lease together"
OPENS_S, LATE_S = 6, 20  # a worker looks every two seconds for what another process put off


def test_it_opens_while_two_wait_in_it_and_closes_while_they_talk(served: Served, ada: Person, ben: Person) -> None:
    room = served.hands("meets", title=TITLE, opens_in=OPENS_S)
    for person in (ada, ben):
        person.enters(room)
        person.sees(BEFORE)
        expect(person.words).to_be_hidden()
        expect(person.page.get_by_text(re.compile("^Opens at"))).to_be_visible()
    for person in (ada, ben):
        expect(person.words).to_be_visible(timeout=LATE_S * 1000)
        expect(person.page.locator(".composer").get_by_text(BEFORE)).to_be_hidden()
        expect(person.page.locator(".session-bar").get_by_text("Open now")).to_be_visible()
    ben.says("Here I am")
    ada.hears("Here I am")
    beside = ada.page.get_by_role("complementary", name="Questions")
    ada.follows(2)
    beside.get_by_label("What would you like to ask?").fill("Who pays for the roof?")
    ada.words.fill("One moment")
    ada.button("Ask", beside).click()
    ada.button(re.compile("^I want this answered"), beside).click()
    expect(ada.button(re.compile("^You want this answered"), beside)).to_be_visible()
    expect(beside.get_by_label("What would you like to ask?")).to_have_value("")
    expect(ada.words).to_have_value("One moment")
    expect(ben.page.get_by_role("complementary", name="Questions")).to_be_hidden()
    served.hands("began", title=TITLE, minutes=121)
    served.hands("tell_time", room_id=room)
    for person in (ada, ben):
        expect(person.page.locator(".composer").get_by_text(OVER)).to_be_visible(timeout=LATE_S * 1000)
        expect(person.words).to_be_hidden()
        person.hears("Here I am")
    ben.link(re.compile("Agenda and questions")).tap()
    ben.sees("Who pays for the roof?")
    ben.link("Go to the room").tap()
    ben.sees(OVER)
    ben.hears("Here I am")
