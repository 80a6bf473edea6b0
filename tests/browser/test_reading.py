"""Where one stands in a room: what is new, what was read, and history that never jumps."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served, until

TOLERANCE_PX = 1  # SCREENS 7.4
TOP_OF = '(id) => document.querySelector(`li.msg[data-id="${id}"]`).getBoundingClientRect().top'
FIRST_ON_SCREEN = """() => {
  const top = document.querySelector('[data-stream]').getBoundingClientRect().top;
  const item = [...document.querySelectorAll('li.msg')].find((one) => one.getBoundingClientRect().bottom > top + 40);
  return { id: item.dataset.id, top: item.getBoundingClientRect().top };
}"""
SCROLL_TO = "(top) => { document.querySelector('[data-stream]').scrollTop = top; }"
AT_END = """() => {
  const stream = document.querySelector('[data-stream]');
  return stream.scrollHeight - stream.scrollTop - stream.clientHeight <= 2;
}"""


def test_a_room_opens_at_what_is_new_and_the_line_stays(served: Served, ada: Person, comes: Comes) -> None:
    room = served.hands("long_room", name="New here", messages=60, read=54, readers=["ada"])
    ada.goes("/")
    entry = ada.page.get_by_role("navigation", name="Rooms and spaces").get_by_role("link", name="New here")
    expect(entry).to_have_class(re.compile("is-unread"))
    entry.click()
    ada.is_live()
    line = ada.page.locator("#new-messages")
    expect(line).to_have_text("6 new")
    expect(line).to_be_in_viewport()
    ada.waits_for("() => document.querySelector('room-page').reading.seen >= 60")
    expect(entry).not_to_have_class(re.compile("is-unread"))
    expect(line).to_have_text("6 new")
    ben = comes("ben")
    ben.enters(room)
    ben.says("One more")
    ada.hears("One more")
    expect(line).to_have_text("6 new")
    until(lambda: bool(served.hands("read_mark", handle="ada", room_id=room) == 61))
    ada.enters(room)
    expect(line).to_have_count(0)


def test_news_do_not_move_who_reads_further_up(served: Served, ada: Person, comes: Comes) -> None:
    room = served.hands("long_room", name="Further up", messages=50, read=50, readers=["ada"])
    ada.enters(room)
    ada.page.evaluate(SCROLL_TO, 700)
    before = ada.page.evaluate(FIRST_ON_SCREEN)
    ben = comes("ben")
    ben.enters(room)
    ben.says("First news")
    ben.says("Second news")
    jump = ada.button(re.compile("new messages"))
    expect(jump).to_have_text("2 new messages ↓")
    assert abs(ada.page.evaluate(TOP_OF, before["id"]) - before["top"]) <= TOLERANCE_PX
    jump.click()
    ada.waits_for(AT_END)
    expect(jump).to_be_hidden()
    expect(ada.message("Second news")).to_be_in_viewport()
    ben.says("Third news")
    expect(ada.message("Third news")).to_be_in_viewport()


def test_history_comes_upward_without_a_jump(served: Served, ada: Person) -> None:
    room = served.hands("long_room", name="History", messages=230)
    ada.enters(room)
    expect(ada.messages).to_have_count(50)
    for pages in (100, 150, 200, 230):
        ada.page.evaluate(SCROLL_TO, 300)  # near the top: the next page is asked for
        before = ada.page.evaluate(FIRST_ON_SCREEN)
        expect(ada.messages).to_have_count(pages)
        assert abs(ada.page.evaluate(TOP_OF, before["id"]) - before["top"]) <= TOLERANCE_PX
    ada.page.evaluate(SCROLL_TO, 0)
    expect(ada.message("Message 1.")).to_be_in_viewport()
    days = ada.page.locator(".divider").all_inner_texts()
    assert days[-1] == "Today"
    assert days[-2] == "Yesterday"
    assert len(days) == len(set(days))


def test_a_quoted_message_long_ago_is_reached_and_left_again(served: Served, ada: Person, comes: Comes) -> None:
    room = served.hands("long_room", name="Long ago", messages=180)
    ada.enters(room)
    found = ada.page.evaluate(ASKS_HISTORY)
    ada.enters(room, query=f"?message={found}")
    target = ada.page.locator(f'li.msg[data-id="{found}"]')
    expect(target).to_be_in_viewport()
    expect(target).to_have_class(re.compile("is-target"))
    ben = comes("ben")
    ben.enters(room)
    ben.says("Meanwhile at the end")
    jump = ada.page.locator("[data-jump]")
    expect(jump).to_be_visible()
    expect(ada.message("Meanwhile at the end")).to_have_count(0)
    jump.click()
    expect(ada.message("Meanwhile at the end")).to_be_in_viewport()
    ada.waits_for(AT_END)


ASKS_HISTORY = """() => new Promise((resolve) => {
  const room = document.querySelector('room-page');
  room.socket.on('frame:page', ({ messages }) => resolve(messages[5].id));
  room.wire('history', { before: 60, limit: 50 });
})"""


def test_reading_downward_from_the_past_ends_at_the_newest(served: Served, ada: Person) -> None:
    room = served.hands("long_room", name="Downward", messages=160)
    ada.enters(room)
    found = ada.page.evaluate(ASKS_HISTORY)
    ada.enters(room, query=f"?message={found}")
    for _ in range(12):
        ada.page.evaluate("() => { const s = document.querySelector('[data-stream]'); s.scrollTop = s.scrollHeight; }")
        if ada.page.evaluate("() => !document.querySelector('room-page').timeline.detached"):
            break
        ada.page.wait_for_timeout(150)
    ada.page.evaluate("() => { const s = document.querySelector('[data-stream]'); s.scrollTop = s.scrollHeight; }")
    expect(ada.message("Message 160.")).to_be_in_viewport()
    numbers = [int(text.split(".")[0].split()[-1]) for text in ada.page.locator("li.msg .words").all_inner_texts()]
    assert numbers == list(range(numbers[0], 161)), "nothing is left out on the way"


def test_ada_goes_to_a_date(served: Served, ada: Person) -> None:
    room = served.hands("long_room", name="By date", messages=400)
    ada.enters(room)
    ada.page.get_by_label("More for this room").click()
    ada.button("Go to a date").click()
    day = ada.page.evaluate("() => new Date(Date.now() - 2 * 864e5).toLocaleDateString('en-CA')")
    ada.page.get_by_label("Day", exact=True).fill(day)
    ada.button("Go there").click()
    name = ada.page.evaluate(
        "(day) => new Date(`${day}T12:00`)"
        ".toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric' })",
        day,
    )
    divider = ada.page.locator(".divider", has_text=name)
    expect(divider).to_be_in_viewport()
    ada.waits_for(FIRST_OF_DAY_ON_SCREEN, day)


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati"])  # 25 hours apart
def test_a_day_begins_where_the_reader_is(served: Served, comes: Comes, zone: str) -> None:
    room = served.hands("long_room", name=f"By date in {zone}", messages=600)
    ada = comes("ada", timezone_id=zone)
    ada.enters(room)
    ada.page.get_by_label("More for this room").click()
    ada.button("Go to a date").click()
    day = ada.page.evaluate("() => new Date(Date.now() - 2 * 864e5).toLocaleDateString('en-CA')")
    ada.page.get_by_label("Day", exact=True).fill(day)
    ada.button("Go there").click()
    ada.waits_for(FIRST_OF_DAY_ON_SCREEN, day)


FIRST_OF_DAY_ON_SCREEN = """(day) => {
  const start = new Date(`${day}T00:00`);
  const first = document.querySelector('room-page').timeline.ordered().find((m) => new Date(m.at) >= start);
  const box = document.querySelector(`li.msg[data-id="${first.id}"]`).getBoundingClientRect();
  return box.top > 0 && box.top < innerHeight / 2;
}"""


def test_a_phones_keyboard_covers_neither_the_box_nor_the_last_words(served: Served, ben: Person) -> None:
    room = served.hands("long_room", name="Half a screen", messages=40)
    ben.enters(room)
    ben.words.tap()
    for half in ({"width": 390, "height": 430}, {"width": 844, "height": 390}, {"width": 390, "height": 844}):
        ben.page.set_viewport_size(half)  # type: ignore[arg-type]
        ben.waits_for(AT_END)
        expect(ben.message("Message 40.")).to_be_in_viewport()
        expect(ben.button("Send")).to_be_in_viewport(ratio=1)
        assert ben.page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "only the messages scroll"


def test_two_tabs_of_ada_agree_on_what_was_read(served: Served, ada: Person) -> None:
    room = served.hands("long_room", name="Two tabs", messages=60, read=40, readers=["ada"])
    other = ada.new_tab()
    other.goto(f"/rooms/{room}/")
    expect(other.locator("#new-messages")).to_have_text("20 new")
    entry = other.get_by_role("navigation", name="Rooms and spaces").get_by_role("link", name="Two tabs")
    expect(entry).to_have_class(re.compile("is-unread"))
    ada.enters(room)
    ada.page.locator("[data-jump]").click()
    ada.waits_for("() => document.querySelector('room-page').reading.seen >= 60")
    expect(entry).not_to_have_class(re.compile("is-unread"))
    expect(other.locator("[data-jump]")).not_to_contain_text("new")


def test_marking_unread_brings_the_line_back(served: Served, ada: Person) -> None:
    room = served.hands("long_room", name="Unread again", messages=20, read=20, readers=["ada"])
    ada.enters(room)
    ada.does("Mark unread from here", ada.message("Message 18."))
    expect(ada.page.locator("#new-messages")).to_have_text("3 new")
    assert served.hands("read_mark", handle="ada", room_id=room) == 17
    ada.goes("/rooms/")
    expect(ada.link(re.compile("Unread again")).last).to_contain_text("3 new")


def test_a_message_whose_news_were_lost_appears_by_itself(served: Served, ada: Person) -> None:
    """Promise 4: a lost live frame on an open socket heals within 20 s."""
    room = served.hands("room", name="Healed")
    ada.enters(room)
    served.hands("say_unheard", handle="ben", room_id=room, body="Nobody told you")
    ada.hears("Nobody told you", within=20)
