"""A thread in a room: it opens beside the room, on a phone over it, and what is said in it arrives there at once."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Comes
from tests.browser.looking import EVERYTHING, violations
from tests.browser.person import Person
from tests.browser.served import Served

CHIP = "[data-context]"
THREE = (r"Who has keys\?", "I have", "In the drawer")


def thread_of(person: Person) -> Locator:
    return person.page.get_by_role("complementary", name="Replies to Ben")


def test_a_thread_opens_beside_the_room_and_over_it_on_a_phone(served: Served, ada: Person, comes: Comes) -> None:
    room = served.hands("room", name="Threads", said=[("ben", "Who has keys?", 5), ("fay", "Something else", 4)])
    ben = comes("ben", "phone")
    ada.enters(room)
    ben.enters(room)
    asked = ada.message("Who has keys?").first
    asked.hover()
    ada.button("Reply", asked).click()
    beside = thread_of(ada)
    expect(beside.locator("li.msg")).to_have_count(1)
    expect(ada.words).to_be_focused()
    expect(ada.message("Something else")).to_be_visible()
    ada.says("I have")
    ada.says("In the drawer")
    expect(beside.locator("li.msg")).to_have_text([re.compile(words) for words in THREE])
    expect(ada.page.locator(CHIP)).to_contain_text("Replying to Ben")
    assert violations(ada.page, EVERYTHING) == []

    ben.link("2 replies to Ben").tap()
    over = thread_of(ben)
    expect(over.get_by_role("heading", name="Replies to Ben")).to_be_focused()
    expect(ben.words).to_be_hidden()
    assert violations(ben.page, EVERYTHING) == []
    ben.button("Reply", over.locator("header")).tap()
    expect(over).to_have_count(0)
    expect(ben.words).to_be_focused()
    ben.says("Found them, thank you")
    expect(beside.locator("li.msg")).to_have_count(4)
    expect(beside).to_contain_text("Found them, thank you")
    expect(ada.link("3 replies to Ben")).to_be_visible()
    ada.hears("Found them, thank you")

    ada.page.keyboard.press("Escape")
    expect(beside).to_have_count(0)
    expect(ada.page.locator(CHIP)).to_be_hidden()
    ada.says("And now for something else")
    ada.link("3 replies to Ben").click()
    expect(beside.locator("li.msg")).to_have_count(4)
    ada.page.keyboard.press("Escape")
    expect(ada.link("3 replies to Ben")).to_be_focused()

    ben.page.reload()
    ben.is_live()
    ben.link("3 replies to Ben").tap()
    ada.does("Delete", ada.message("In the drawer").last)
    ada.button("Delete the message").click()
    expect(over.locator("li.msg.is-deleted")).to_have_count(1)
    ben.button("Back to Threads", over).tap()
    expect(ben.link("2 replies to Ben")).to_be_focused()
    bodies = ["Who has keys?", "Something else", "I have", "Found them, thank you", "And now for something else"]
    ben.room_holds(bodies)
