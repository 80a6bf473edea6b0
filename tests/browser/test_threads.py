"""A thread in a room: it opens beside the room, on a phone over it, and what is said in it arrives there at once."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.looking import EVERYTHING, violations
from tests.browser.person import Person
from tests.browser.served import Served

SAID = [("ben", "Who has keys?", 5.0), ("fay", "Something else", 4.0)]
THREE = (r"Who has keys\?", "I have", "In the drawer")


def thread_of(person: Person) -> Locator:
    return person.page.get_by_role("complementary", name="Replies to Ben")


def chip(person: Person) -> Locator:
    return person.page.locator("[data-context]")


def answers(person: Person) -> None:
    asked = person.message("Who has keys?")
    asked.hover()
    person.button("Reply", asked).click()


def test_a_thread_is_beside_the_room_and_what_one_sends_goes_there(served: Served, ada: Person, ben: Person) -> None:
    room = served.hands("room", name="Beside", said=SAID)
    ada.enters(room)
    ben.enters(room)
    answers(ada)
    said = thread_of(ada).locator("li.msg")
    expect(said).to_have_count(1)
    expect(ada.words).to_be_focused()
    ada.says("I have")
    ada.says("In the drawer")
    expect(said).to_have_text([re.compile(words) for words in THREE])
    expect(chip(ada)).to_contain_text("Replying to Ben")
    assert violations(ada.page, EVERYTHING) == []
    ben.message("In the drawer").locator(".msg-more").tap()
    ben.button("Reply", ben.page.locator(".floating-menu")).tap()
    ben.says("Found them")
    expect(said.last).to_contain_text("Found them")
    ada.hears("Found them")
    ada.page.keyboard.press("Escape")
    expect(thread_of(ada)).to_have_count(0)
    expect(chip(ada)).to_be_hidden()
    ada.says("And now for something else")
    ada.link("3 replies to Ben").click()
    expect(said).to_have_count(4)
    ada.page.keyboard.press("Escape")
    expect(ada.link("3 replies to Ben")).to_be_focused()
    ben.room_holds(
        ["Who has keys?", "Something else", "I have", "In the drawer", "Found them", "And now for something else"]
    )


def test_on_a_phone_a_thread_lies_over_the_room(served: Served, ada: Person, ben: Person) -> None:
    room = served.hands("room", name="Over", said=SAID)
    ada.enters(room)
    ben.enters(room)
    answers(ada)
    ada.says("I have")
    ben.link("1 reply to Ben").tap()
    over = thread_of(ben)
    expect(over.get_by_role("heading", name="Replies to Ben")).to_be_focused()
    expect(ben.words).to_be_hidden()
    assert violations(ben.page, EVERYTHING) == []
    ada.says("In the drawer")
    expect(over.locator("li.msg")).to_have_text([re.compile(words) for words in THREE])
    ben.button("Reply", over.locator("header")).tap()
    expect(over).to_have_count(0)
    expect(ben.words).to_be_focused()
    expect(chip(ben)).to_contain_text("Replying to Ben")
    ben.says("Found them")
    ada.does("Delete", ada.message("In the drawer"))
    ada.button("Delete the message").click()
    ben.link("2 replies to Ben").tap()
    expect(over.locator("li.msg.is-deleted")).to_have_count(1)
    ben.page.reload()
    ben.is_live()
    ben.link("2 replies to Ben").tap()
    ben.button("Back to Over", over).tap()
    expect(ben.link("2 replies to Ben")).to_be_focused()
    ben.link("2 replies to Ben").tap()
    expect(over).to_have_count(1)
    ben.page.go_back()  # as the phone's own way back does: out of the thread, and not out of the room
    expect(over).to_have_count(0)
    expect(ben.words).to_be_visible()
    assert ben.page.url.endswith(f"/rooms/{room}/")
