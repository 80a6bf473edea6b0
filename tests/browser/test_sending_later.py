"""What is written now and said later; and what the menu of a message tells of it, by hand and by keys."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.person import Person
from tests.browser.served import Served


def menu_of(person: Person, words: str) -> Locator:
    person.message(words).focus()
    person.page.keyboard.press("Enter")
    return person.page.locator(".floating-menu")


def test_what_ada_sends_later_stays_in_her_box_until_it_waits(served: Served, ada: Person) -> None:
    room = served.hands("room", name="Later")
    ada.enters(room)
    ada.words.fill("Good **morning**")
    ada.button("Send later").click()
    expect(ada.page.get_by_label("Message", exact=True)).to_have_value("Good **morning**")
    ada.link("Cancel").click()
    expect(ada.words).to_have_value("Good **morning**")
    ada.button("Send later").click()
    ada.button("Send it then").click()
    ada.sees("Your message waits.")
    ada.sees("Good morning")
    ada.enters(room)
    expect(ada.words).to_have_value("")
    expect(ada.messages).to_have_count(0)
    ada.goes("/rooms/later/")
    ada.button(re.compile("^Send now"), ada.page.get_by_role("article").filter(has_text="Good morning")).click()
    ada.hears("Good morning")
    assert served.hands("stored", room_id=room) == ["Good **morning**"]


def test_an_answer_cannot_wait(served: Served, ada: Person) -> None:
    room = served.hands("room", name="Answers", said=[("ben", "Who has keys?", 2)])
    ada.enters(room)
    ada.button("Reply", menu_of(ada, "Who has keys?")).click()
    ada.words.fill("I have")
    ada.button("Send later").click()
    expect(ada.page.locator("[data-typing]")).to_have_text(
        "An answer or a change cannot wait. Send it now, or leave it first."
    )
    expect(ada.words).to_have_value("I have")


def test_the_menu_of_her_own_message_leads_to_who_has_seen_it(served: Served, ada: Person, ben: Person) -> None:
    few = served.hands("few", handles=["ada", "ben", "fay"])  # by now there are many in Spring
    room = served.hands("room", name="Seen", said=[("fay", "Friday, then", 3)], of=few)
    ada.enters(room)
    ada.says("Who has keys?")
    expect(ada.link("Seen by…", menu_of(ada, "Friday, then"))).to_have_count(0)
    ada.page.keyboard.press("Escape")
    ben.enters(room)
    ben.hears("Who has keys?")
    menu = menu_of(ada, "Who has keys?")
    expect(ada.link("Remind me…", menu)).to_be_visible()
    ada.link("Seen by…", menu).click()
    for _ in range(20):  # marks are stored within a second
        if "Seen by 1 of" in ada.page.get_by_role("heading", level=1).inner_text():
            break
        ada.page.wait_for_timeout(200)
        ada.page.reload()
    ada.sees("They have read on to it")
    ada.link("under You").click()
    expect(ada.page.get_by_label("In small rooms and talks")).to_be_checked()
