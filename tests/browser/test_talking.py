"""Two people in one room: what one says stands on the other's page, at once and in order."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served

YESTERDAY = 24 * 60.0
WRITING = re.compile(r"^Ben is writing$")


def test_what_ada_says_stands_on_bens_page(served: Served, ada: Person, ben: Person) -> None:
    room = served.hands("room", name="Evening")
    ada.enters(room)
    ben.enters(room)
    ada.sees("Nothing said here yet.")
    ada.says("Good evening, **everyone**", shown="Good evening, everyone")
    ben.hears("Good evening, everyone")
    ben.says("Evening! <b>no markup</b> https://example.org/a")
    ada.hears("Evening! <b>no markup</b> https://example.org/a")
    expect(ada.message("Good evening").locator("strong")).to_have_text("everyone")
    expect(ada.message("no markup").locator(".words a")).to_have_attribute("rel", "nofollow noopener noreferrer")
    assert served.hands("stored", room_id=room) == [
        "Good evening, **everyone**", "Evening! <b>no markup</b> https://example.org/a",
    ]  # fmt: skip


def test_messages_are_grouped_by_person_and_divided_by_day(served: Served, ada: Person, ben: Person) -> None:
    said = [("ben", "The day before", YESTERDAY), ("ben", "An hour ago", 60), ("ben", "And again", 58)]
    room = served.hands("room", name="Grouped", said=[*said, ("fay", "My turn", 57)])
    ada.enters(room)
    assert ada.page.locator(".divider").all_inner_texts() == ["Yesterday", "Today"]
    ada.says("Thank you, Fay")
    ada.says("And Ben")
    firsts = ada.messages.evaluate_all("(items) => items.map((item) => item.classList.contains('first'))")
    assert firsts == [True, True, False, True, True, False]
    expect(ada.message("My turn").locator(".who")).to_contain_text("Dune School, AZ")
    expect(ada.message("And again").locator("h3")).to_have_text(re.compile(r"^Ben, \d+:\d\d [ap]m$"))
    ben.enters(room)
    assert ben.page.locator(".divider").all_inner_texts() == ["Yesterday", "Today"]


def test_own_words_are_on_the_page_at_once_and_settle_without_a_shift(served: Served, ada: Person) -> None:
    room = served.hands("long_room", name="Settled", messages=40)
    ada.enters(room)
    ada.words.fill("On its way, then stored")
    found = ada.page.evaluate(SENDS_AND_WATCHES)
    assert found["shown_ms"] < 50, "SCREENS 7.1: own message on the screen within 50 ms"
    ada.waits_for("!document.querySelector('room-page').outbox.items.length")
    expect(ada.page.locator(".is-pending")).to_have_count(0)
    last = ada.messages.last
    expect(last).to_contain_text("On its way, then stored")
    assert last.locator(".who").inner_text() == found["who"]
    assert last.evaluate("(item) => item.getBoundingClientRect().top") == found["top"], "0 px when it is confirmed"
    assert last.locator(".words").evaluate("(words) => words.getBoundingClientRect().left") == found["left"]


SENDS_AND_WATCHES = """() => {
  const start = performance.now();
  document.querySelector('[data-composer]').requestSubmit();
  const item = document.querySelector('li.msg:last-child');
  if (!item.matches('.is-pending')) throw new Error('not pending');
  const top = item.getBoundingClientRect().top;
  const left = item.querySelector('.words').getBoundingClientRect().left;
  return { shown_ms: performance.now() - start, top, left, who: item.querySelector('.who').innerText };
}"""


def test_enter_sends_and_shift_enter_makes_a_line(served: Served, ada: Person) -> None:
    room = served.hands("room", name="Keys")
    ada.enters(room)
    ada.words.press_sequentially("One")
    ada.words.press("Shift+Enter")
    ada.words.press_sequentially("two")
    ada.words.press("Enter")
    ada.room_holds(["One\ntwo"])
    expect(ada.words).to_have_value("")
    expect(ada.words).to_be_focused()


def test_on_a_touch_screen_enter_makes_a_line(served: Served, ben: Person) -> None:
    room = served.hands("room", name="Touch")
    ben.enters(room)
    ben.words.tap()
    ben.words.press_sequentially("One")
    ben.words.press("Enter")
    ben.words.press_sequentially("two")
    expect(ben.words).to_have_value("One\ntwo")
    ben.button("Send").tap()
    ben.room_holds(["One\ntwo"])


def test_enter_that_ends_a_composition_sends_nothing(served: Served, ada: Person) -> None:
    room = served.hands("room", name="Composing")
    ada.enters(room)
    ada.words.click()
    wire = ada.context.new_cdp_session(ada.page)
    wire.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    ada.words.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    wire.send("Input.insertText", {"text": "日本"})
    expect(ada.words).to_have_value("日本")
    expect(ada.messages).to_have_count(0)
    ada.words.press("Enter")
    ada.room_holds(["日本"])


def test_the_line_of_who_writes_comes_and_goes(served: Served, ada: Person, ben: Person) -> None:
    room = served.hands("room", name="Writing", said=[("ben", "Hello", 2)])
    ada.enters(room)
    ben.enters(room)
    line = ada.page.locator("[data-typing]")
    ben.words.press_sequentially("I am about to")
    expect(line).to_have_text(WRITING)
    ben.button("Send").tap()
    ada.hears("I am about to")
    expect(line).to_have_text("")
    expect(ben.page.locator("[data-typing]")).to_have_text("")


def test_ada_sees_that_ben_is_here_too(served: Served, ada: Person, comes: Comes) -> None:
    room = served.hands("room", name="Here")
    ada.enters(room)
    ben = comes("ben")
    ben.enters(room)
    expect(ada.page.locator("[data-here]")).to_have_text("2 here now")
    ben.goes("/forum/")
    expect(ada.page.locator("[data-here]")).to_be_hidden()


def test_a_flood_waits_its_turn_and_arrives_once(served: Served, ada: Person, ben: Person) -> None:
    room = served.hands("room", name="Flood")
    ada.enters(room)
    ben.enters(room)
    bodies = [f"Number {n}" for n in range(24)]  # 20 in ten seconds are taken at once
    ada.page.evaluate(
        "(bodies) => bodies.forEach((body) => document.querySelector('room-page').outbox.add({ body }))", bodies
    )
    expect(ada.page.locator(".state-sending").first).to_be_visible()
    ada.room_holds(bodies, within=20)
    ben.room_holds(bodies, within=20)


def test_words_on_a_screen_reader_are_few(served: Served, ada: Person, comes: Comes) -> None:
    """SCREENS 5: what others say is announced politely; more than three at a time become a number."""
    room = served.hands("long_room", name="Aloud", messages=30)
    ada.enters(room)
    ben = comes("ben")
    ben.enters(room)
    voice = ada.page.locator("[data-announcer]")
    expect(ada.page.locator("[role=log]")).to_have_attribute("aria-live", "off")
    assert voice.inner_text() == "", "History is never announced"
    ben.says("Listen")
    expect(voice).to_have_text("Ben: Listen")
    for n in range(5):
        ben.says(f"More {n}")
    expect(voice).to_have_text("5 new messages")
    ada.says("I heard")
    expect(voice).to_have_text("Sent")
