"""Oneself, as others see one: a photo from the phone, who sees which line, and somebody one would rather not read."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Comes
from tests.browser.served import Served
from tests.files.bringing import picture

PHOTO: FilePayload = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture()}
PICTURE_IS_THERE = """() => {
  const image = document.querySelector('img.avatar-large');
  return image !== null && image.complete && image.naturalWidth > 0;
}"""


def test_gil_shows_himself_as_far_as_he_likes(served: Served, comes: Comes) -> None:
    handle = served.hands("newcomer", name="Gil")
    gil, ada = comes(handle, "phone"), comes("ada")
    gil.goes("/you/")
    gil.page.get_by_label("A picture of you").set_input_files(PHOTO)
    gil.button("Save the photo").tap()
    gil.sees("Saved.")
    expect(gil.page.get_by_role("img", name="Your photo")).to_be_visible()
    gil.page.get_by_label(re.compile("^What I look for")).fill("A second greenhouse")
    gil.page.get_by_label("Who sees it: what you look for").select_option(label="Moderators only")
    gil.page.get_by_label(re.compile("^Ask me about")).fill("Beans on balconies")
    gil.button("Save").first.tap()
    gil.sees("Saved.")
    ada.goes(f"/people/{handle}/")
    ada.sees("Beans on balconies")
    ada.waits_for(PICTURE_IS_THERE)
    expect(ada.page.get_by_text("A second greenhouse")).to_have_count(0)


def test_ada_blocks_gus_and_opens_what_he_says_only_when_she_likes(served: Served, comes: Comes) -> None:
    room = served.hands("room", name="Quarrel")
    handle = served.hands("newcomer", name="Gus")
    ada, gus = comes(served.hands("newcomer", name="Ida"), "phone"), comes(handle)
    ada.goes(f"/people/{handle}/")
    ada.button("Block Gus").tap()
    ada.page.get_by_role("dialog").get_by_role("button", name="Block Gus").tap()
    ada.sees("You blocked Gus.")
    gus.enters(room)
    ada.enters(room)
    gus.says("Nobody asked you")
    fold = ada.page.locator("li.msg details.fold")
    expect(fold.locator("summary")).to_have_text("You blocked Gus Marsh. Show this once")
    expect(ada.page.get_by_text("Nobody asked you", exact=True)).to_be_hidden()
    fold.locator("summary").tap()
    expect(ada.page.get_by_text("Nobody asked you", exact=True)).to_be_visible()
    ada.goes("/you/")
    ada.button("Unblock Gus Marsh").tap()
    ada.sees("Saved.")
    ada.enters(room)
    expect(ada.page.get_by_text("Nobody asked you", exact=True)).to_be_visible()
