"""Searching in a browser: the list under the field, by keys and by finger, and a message in the middle of its room."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served

FIELD = "Search questions, messages, templates and people"


def test_places_and_titles_are_offered_while_one_types_and_keys_choose(ada: Person) -> None:
    ada.goes("/")
    ada.page.keyboard.press("Control+k")
    field = ada.page.get_by_role("combobox", name=FIELD)
    expect(field).to_be_focused()
    expect(ada.page.get_by_role("option", name="Library")).to_be_visible()
    ada.page.keyboard.type("libr")
    expect(ada.page.get_by_role("option", name="See all results for “libr”")).to_be_visible()
    ada.page.keyboard.press("ArrowDown")
    expect(ada.page.get_by_role("option", name="Library")).to_have_attribute("aria-selected", "true")
    ada.page.keyboard.press("Enter")
    expect(ada.page).to_have_url(re.compile("/library/$"))


def test_escape_closes_the_list_and_enter_opens_the_page(ada: Person) -> None:
    ada.goes("/")
    field = ada.page.get_by_role("combobox", name=FIELD)
    field.fill("zebra")
    expect(ada.page.get_by_role("option")).to_have_count(1)
    ada.page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    ada.page.keyboard.press("Enter")
    ada.sees("Nothing you can open matches “zebra”.")


def test_on_a_phone_a_message_is_found_and_opened_in_its_room(served: Served, comes: Comes) -> None:
    ada = comes("ada")
    ada.enters(served.hands("room", name="Plants"))
    ada.says("The saxifrage stands beside the door")
    ben = comes("ben", "phone")
    ben.goes("/search/")
    ben.page.get_by_role("main").get_by_role("combobox", name="Search").fill("saxifrage")
    ben.page.keyboard.press("Enter")
    ben.page.get_by_role("link", name=re.compile("^Ada")).first.click()
    expect(ben.page.locator("room-page")).to_be_visible()
    ben.hears("The saxifrage stands beside the door")


def test_each_line_of_the_list_has_its_own_picture_beside_its_words(ada: Person) -> None:
    ada.goes("/")
    ada.page.get_by_role("combobox", name=FIELD).fill("li")
    expect(ada.page.get_by_role("option", name="See all results for “li”")).to_be_visible()  # the last list, and whole
    for option in ada.page.get_by_role("option").all():
        line, picture = option.bounding_box(), option.locator(".icon").first.bounding_box()
        assert line is not None
        assert picture is not None
        assert line["y"] <= picture["y"] <= line["y"] + line["height"] - picture["height"]
