"""Whom a post will be told to: said while it is written."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.served import Served


def names(person: Person, beginning: str, name: str) -> None:
    person.page.keyboard.type(f" @{beginning}")
    offered = person.page.get_by_role("listbox", name="People who can read this")
    expect(offered.get_by_role("option", name=name)).to_be_visible()
    person.page.keyboard.press("Enter")


def test_ada_is_told_how_many_she_names_before_she_sends(served: Served, ada: Person) -> None:
    ada.opens_ask()
    said = ada.page.locator("[data-named]")
    expect(said).to_be_hidden()
    ada.editor.click()
    names(ada, "Be", "Ben")
    expect(said).to_have_text("1 person you name will be told.")
    names(ada, "Mon", "Mona")
    expect(said).to_have_text("2 people you name will be told.")
    names(ada, "Be", "Ben")
    expect(said).to_have_text("2 people you name will be told.")
    ada.page.keyboard.press("Control+a")
    ada.page.keyboard.press("Delete")
    expect(said).to_be_hidden()
