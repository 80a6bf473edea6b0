"""Something waits at the door while people sit inside: the page leads there, and what they had written is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served
from tests.cast import PASSWORD

AT_ONCE_MS = 3_000


@pytest.fixture
def no_agreement_after(served: Served) -> Iterator[None]:
    """The community is shared with other journeys."""
    yield
    served.hands("forget_agreements")


def posts(person: Person, path: str, **fields: str) -> None:
    """As a form of the page would, without the clicks."""
    person.goes("/moderation/")
    assert person.page.evaluate(POST, [path, fields]) == 200


POST = """async ([path, fields]) => {
  const headers = { 'X-CSRFToken': document.querySelector('meta[name=csrf]').content };
  return (await fetch(path, { method: 'POST', headers, body: new URLSearchParams(fields) })).status;
}"""


def test_a_new_agreement_finds_ivo_typing_and_loses_nothing(
    served: Served, comes: Comes, no_agreement_after: None
) -> None:
    room = served.hands("room", name="Typing")
    ivo = comes(served.hands("newcomer", name="Ivo"), "phone")
    ivo.network_may_break = ivo.may_be_refused = True
    ivo.enters(room)
    ivo.words.press_sequentially("Half a thought about leases")
    posts(comes("olga"), "/moderation/agreement/", title="Ours", body="What is said here stays here.", publish="1")
    ivo.page.wait_for_url(re.compile(r"/agreement/"), timeout=AT_ONCE_MS)
    ivo.sees("What is said here stays here.")
    ivo.page.get_by_role("checkbox").check()
    ivo.button("Accept and go on").tap()
    ivo.page.wait_for_url(re.compile(rf"/rooms/{room}/"))
    ivo.is_live()
    expect(ivo.words).to_have_value("Half a thought about leases")


def test_a_freed_seat_leads_every_open_page_to_the_reason(served: Served, comes: Comes) -> None:
    """Two rooms on two devices; what was said and acknowledged stays for the others."""
    rooms = [served.hands("room", name=name) for name in ("Here", "There")]
    handle = served.hands("newcomer", name="Jan")
    devices = [comes(handle, "phone"), comes(handle)]
    ada, mona = comes("ada"), comes("mona")
    for device, room in zip(devices, rooms, strict=True):
        device.network_may_break = device.may_be_refused = True
        device.enters(room)
        device.says(f"{room} before")
        device.words.press_sequentially("And one more th")
    posts(mona, served.hands("free_seat_url", handle=handle))
    for device in devices:
        expect(device.page.get_by_role("status")).to_contain_text("Your access changed just now", timeout=AT_ONCE_MS)
    devices[0].signs_in(f"{handle}@school.test", PASSWORD)
    expect(devices[0].page.get_by_role("heading", name="Your seat is not active")).to_be_visible()
    for room in rooms:
        assert served.hands("stored", room_id=room) == [f"{room} before"]
    ada.enters(rooms[0])
    ada.says("After")
    assert all("After" not in device.page.content() for device in devices)
    ada.hears(f"{rooms[0]} before")
