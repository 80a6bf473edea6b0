"""How long a room keeps what is said: chosen in two steps, and read by everybody in it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.looking import seen_by_all
from tests.browser.person import Person
from tests.browser.served import Served


def test_fay_sees_what_goes_before_she_chooses_and_ada_reads_it_above_the_messages(
    served: Served, comes: Comes, ada: Person
) -> None:
    room = served.hands("room", name="Thirty days", said=[("ada", "Who has keys?", 2)])
    fay = comes("fay")
    fay.goes(f"/rooms/{room}/settings/")
    fay.page.get_by_label("For 30 days").check()
    fay.button("Save how long it is kept").click()
    expect(fay.page.get_by_role("heading", level=1)).to_have_text("Delete what is older than 30 days?")
    assert seen_by_all(fay, "room_keeping") == []
    fay.button("Delete after 30 days").click()
    fay.sees("by Fay")
    ada.enters(room)
    expect(ada.page.get_by_text("What is said here is deleted after 30 days")).to_be_visible()
    ada.hears("Who has keys?")
