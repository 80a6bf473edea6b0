"""Choosing tags in a browser: found by typing, no more than five, kept in the draft, and seen by others."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served
from tests.browser.test_asking import posts_it

NAMES = ["Leases", "Licensing", "Heating", "Playgrounds", "Lunch", "Insurance", "Boards", "Buses", "Zoning"]


def test_ada_finds_tags_by_typing_and_they_come_back_with_her_draft(served: Served, ada: Person, comes: Comes) -> None:
    served.hands("tags", names=NAMES)
    ada.opens_ask()
    fold = ada.page.locator(".tag-fold")
    fold.locator("summary").click()
    find = fold.get_by_role("searchbox", name="Find a tag")
    find.fill("lic")
    expect(fold.get_by_role("checkbox")).to_have_count(1)
    find.press("Enter")
    expect(fold.get_by_role("checkbox", name="Licensing")).to_be_checked()
    expect(find).to_have_value("")
    for name in ("Leases", "Heating", "Lunch", "Boards"):
        fold.get_by_role("checkbox", name=name).check()
    expect(fold.get_by_role("checkbox", name="Zoning")).to_be_disabled()
    expect(fold.get_by_role("status")).to_have_text("That makes 5, the most there can be.")
    fold.get_by_role("checkbox", name="Heating").uncheck()
    expect(fold.get_by_role("checkbox", name="Zoning")).to_be_enabled()
    ada.page.get_by_label("In one line").fill("Who licenses a boiler?")
    expect(ada.page.locator("[data-saved]")).to_contain_text(re.compile("^Saved [0-9]"))
    ada.page.reload()
    expect(fold.locator("summary")).to_contain_text("Boards, Leases, Licensing, Lunch")
    ada.editor.click()
    ada.page.keyboard.type("Somebody must.")
    posts_it(ada)
    expect(ada.page.locator(".tag-link")).to_have_text(["Boards", "Leases", "Licensing", "Lunch"])
    ben = comes("ben")
    ben.page.goto(ada.page.url)
    ben.page.get_by_role("link", name="Licensing").click()
    expect(ben.page.locator(".row", has_text="Who licenses a boiler?")).to_contain_text("Lunch")


def test_without_scripts_the_ticks_alone_do(served: Served, comes: Comes) -> None:
    served.hands("tags", names=NAMES)
    ada = comes("ada", "phone", java_script_enabled=False)
    ada.goes("/forum/ask/")
    ada.page.get_by_label("Where?").select_option(value="commons")
    ada.page.get_by_label("In one line").fill("Which bus?")
    ada.page.get_by_label("What should we know?").fill("A small one.")
    ada.page.locator(".tag-fold summary").tap()
    ada.page.get_by_role("checkbox", name="Buses").check()
    ada.button("Post it").tap()
    expect(ada.page.locator(".tag-link")).to_have_text(["Buses"])
    ada.page.get_by_role("link", name="Change the tags").tap()
    ada.page.get_by_role("checkbox", name="Zoning").check()
    ada.button("Save").tap()
    expect(ada.page.locator(".tag-link")).to_have_text(["Buses", "Zoning"])
