"""A laptop closed for three days, a clock that is wrong: what one wrote goes out once, and stands where it belongs."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served, until

THREE_DAYS_MS = 3 * 24 * 60 * 60 * 1000
MEANWHILE = [f"Meanwhile, {number}" for number in range(1, 37)]


def test_a_laptop_closed_for_three_days_sends_its_two_words_once(served: Served, ada: Person, ben: Person) -> None:
    room = served.hands("room", name="Three days")
    ada.network_may_break = True
    ada.page.clock.install(time=datetime.now(UTC))
    ada.enters(room)
    ada.context.set_offline(True)
    ada.says("Unsent, first")
    ada.says("Unsent, second")
    for number, body in enumerate(MEANWHILE):
        served.hands("say_unheard", handle=("ben", "fay")[number % 2], room_id=room, body=body)
    ada.page.clock.fast_forward(THREE_DAYS_MS)
    ada.context.set_offline(False)
    expect(ada.message("Unsent, second").locator(".state-sending")).to_have_count(0, timeout=30_000)
    assert served.hands("stored", room_id=room) == [*MEANWHILE, "Unsent, first", "Unsent, second"]
    assert ada.kept("outbox") == []
    ben.enters(room)
    ben.hears("Unsent, first")
    ben.hears("Unsent, second")


def test_a_clock_that_is_a_day_ahead_moves_no_message(served: Served, ada: Person, comes: Comes) -> None:
    """The order and the times are the server's, on one's own page too."""
    ben = comes("ben", "laptop")
    room = served.hands("room", name="A day ahead")
    ben.page.clock.install(time=datetime.now(UTC) + timedelta(days=1))
    ada.enters(room)
    ben.enters(room)
    ada.says("First")
    ben.hears("First")
    ben.says("Second")
    ada.hears("Second")
    ada.says("Third")
    for person in (ada, ben):
        person.room_holds(["First", "Second", "Third"])
        times = person.messages.evaluate_all("(all) => all.map((one) => one.querySelector('time').dateTime)")
        assert times == sorted(times)
        assert all(datetime.fromisoformat(time) < datetime.now(UTC) + timedelta(minutes=1) for time in times)
    expect(ada.page.locator(".divider")).to_have_text(re.compile("Today"))


def test_two_tabs_of_one_room_send_what_waits_once(served: Served, ada: Person, ben: Person) -> None:
    """They share one outbox: each sees what the other sends, and neither sends it a second time."""
    room = served.hands("room", name="Two tabs")
    ada.network_may_break = True
    tabs = [ada.page, ada.new_tab()]
    for ada.page in tabs:
        ada.enters(room)
    ada.context.set_offline(True)
    for number, ada.page in enumerate(tabs):
        ada.says(f"Written in tab {number}")
    until(lambda: len(ada.kept("outbox")) == 2)
    ada.context.set_offline(False)
    until(lambda: len(served.hands("stored", room_id=room)) == 2 and ada.kept("outbox") == [])
    stored = served.hands("stored", room_id=room)
    assert sorted(stored) == ["Written in tab 0", "Written in tab 1"]
    for ada.page in tabs:
        ada.room_holds(stored)
    ben.enters(room)
    ben.room_holds(stored)
    assert served.hands("stored", room_id=room) == stored
