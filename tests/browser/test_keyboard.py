"""Hands on the keys alone: everything is reached in a sensible order, seen while it has focus, and left again."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served

FAR = 90  # presses of Tab after which something counts as out of reach
# What has focus: is there a ring around it (or around the box it fills), and does nothing lie over it (WCAG 2.4.11)?
FOCUS = """() => {
  const one = document.activeElement;
  const ringed = [one, one.parentElement, one.closest('.composer-box, .editor')].filter(Boolean);
  const ring = ringed.some((each) => getComputedStyle(each).outlineStyle !== 'none');
  const { left, top, width, height } = one.getBoundingClientRect();
  const hit = document.elementFromPoint(left + Math.min(width, innerWidth) / 2, top + Math.min(height, 40) / 2);
  const free = one.contains(hit) || hit?.contains(one);
  return { ring, free, what: one.outerHTML.slice(0, 100) };
}"""


def press(person: Person, *keys: str) -> None:
    for key in keys:
        person.page.keyboard.press(key)


def tabs_to(person: Person, target: Locator, key: str = "Tab") -> None:
    """Every stop on the way must be seen to have focus."""
    for _ in range(FAR):
        press(person, key)
        focus = person.page.evaluate(FOCUS)
        assert focus["ring"], f"no ring: {focus['what']}"
        assert focus["free"], f"something lies over it: {focus['what']}"
        if target.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"{target} was not reached in {FAR} steps")


def test_the_first_key_offers_to_skip_everything(served: Served, ada: Person) -> None:
    room = served.hands("room", name="Skipped to")
    ada.goes("/forum/")
    press(ada, "Tab")
    expect(ada.link("Skip to content")).to_be_focused()
    expect(ada.link("Skip to content")).to_be_in_viewport()
    press(ada, "Enter")
    tabs_to(ada, ada.page.get_by_role("main").get_by_role("link").first)
    ada.enters(room)
    press(ada, "Tab", "Tab")
    expect(ada.link("Skip to message box")).to_be_focused()
    press(ada, "Enter")
    expect(ada.words).to_be_focused()


def test_asking_needs_no_mouse(served: Served, ada: Person) -> None:
    ada.goes("/")
    tabs_to(ada, ada.link("Ask a question"))
    press(ada, "Enter")
    expect(ada.editor).to_be_visible()
    tabs_to(ada, ada.page.get_by_label("Where?"))
    ada.page.keyboard.type("Commons")
    tabs_to(ada, ada.page.get_by_label("In one line"))
    ada.page.keyboard.type("Can it be asked by keys?")
    tabs_to(ada, ada.button("Bold"))
    press(ada, "ArrowRight", "ArrowRight", "ArrowRight")
    expect(ada.button("List")).to_be_focused()
    press(ada, "Enter")
    expect(ada.button("List")).to_have_attribute("aria-pressed", "true")
    expect(ada.editor).to_be_focused()
    ada.page.keyboard.type("It can, @be")
    offered = ada.page.get_by_role("listbox", name="People who can read this")
    expect(offered).to_be_visible()
    press(ada, "Escape")
    expect(offered).to_have_count(0)
    expect(ada.editor).to_be_focused()
    tabs_to(ada, ada.button(re.compile("^Post to")))
    press(ada, "Enter")
    expect(ada.page.get_by_role("heading", name="Can it be asked by keys?")).to_be_visible()


def test_a_reply_and_its_menu_need_no_mouse(served: Served, ada: Person) -> None:
    key = served.hands("thread", author="ben", title="And answered?", replies=[("fay", "<p>Perhaps</p>")])
    ada.goes(f"/forum/t/{key}/")
    opener = ada.post("Perhaps").locator("summary")
    tabs_to(ada, opener)
    press(ada, "Enter")
    expect(ada.post("Perhaps").locator(".menu-list")).to_be_visible()
    tabs_to(ada, ada.button("Mark unread from here", ada.post("Perhaps")))
    press(ada, "Escape")
    expect(ada.post("Perhaps").locator(".menu-list")).to_be_hidden()
    expect(opener).to_be_focused()
    tabs_to(ada, ada.link("Reply to Fay"), "Shift+Tab")
    press(ada, "Enter")
    expect(ada.editor).to_be_focused()
    ada.sees("In reply to Fay")
    ada.page.keyboard.type("For sure")
    tabs_to(ada, ada.button(re.compile("^Post to")))
    press(ada, "Enter")
    expect(ada.post("For sure")).to_contain_text("In reply to Fay")


def test_a_room_needs_no_mouse(served: Served, ada: Person) -> None:
    room = served.hands("long_room", name="By keys", messages=30)
    ada.enters(room)
    stream = ada.page.get_by_role("log")
    tabs_to(ada, stream)
    press(ada, "ArrowUp", "ArrowUp")
    expect(ada.message("Message 29.")).to_be_focused()
    press(ada, "Enter")
    menu = ada.page.get_by_role("group", name="Actions for this message")
    expect(menu.get_by_role("button").first).to_be_focused()
    press(ada, "Escape")
    expect(menu).to_have_count(0)
    expect(ada.message("Message 29.")).to_be_focused()
    press(ada, "Enter")
    tabs_to(ada, ada.button("Reply", menu))
    press(ada, "Enter")
    expect(ada.words).to_be_focused()
    ada.sees("Replying to")
    ada.page.keyboard.type("Without a mouse")
    press(ada, "Enter")
    ada.hears("Without a mouse")
    ada.waits_for("() => !document.querySelector('room-page').outbox.items.length")
    press(ada, "ArrowUp")
    ada.sees("Editing your message")
    press(ada, "Escape")
    expect(ada.words).to_have_value("")
    expect(ada.words).to_be_focused()


def test_parts_of_the_page_and_search_are_one_key_away(ada: Person) -> None:
    ada.goes("/")
    press(ada, "Control+k")
    expect(ada.page.get_by_role("combobox", name="Search questions, messages, templates and people")).to_be_focused()
    for selector in ("nav[aria-label='Main']", "nav[aria-label='Rooms and spaces']", "main", "header.topbar"):
        press(ada, "F6")
        expect(ada.page.locator(selector)).to_be_focused()
    press(ada, "Shift+F6")
    assert ada.page.evaluate("document.activeElement.id") == "main"


def test_dialogs_take_the_focus_and_give_it_back(served: Served, comes: Comes) -> None:
    room = served.hands("room", name="Asked first", said=[("ada", "My own words", 3)])
    ada = comes("ada")
    ada.enters(room)
    ada.does("Delete", ada.message("My own words"))
    dialog = ada.page.get_by_role("dialog", name="Delete this message?")
    inside: Callable[[], bool] = lambda: bool(dialog.evaluate("(one) => one.contains(document.activeElement)"))  # noqa: E731
    assert inside()
    press(ada, "Tab", "Tab", "Tab")
    assert inside() or ada.page.evaluate("document.activeElement === document.body")
    press(ada, "Escape")
    expect(dialog).to_be_hidden()
    expect(ada.message("My own words")).to_have_count(1)


def test_who_wants_no_motion_gets_none(served: Served, comes: Comes) -> None:
    room = served.hands("long_room", name="Still", messages=60)
    ada = comes("ada", reduced_motion="reduce")
    ada.enters(room)
    found = ada.page.evaluate("() => document.querySelectorAll('li.msg')[10].dataset.id")
    ada.enters(room, query=f"?message={found}")
    moving = ada.page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter((one) => {"
        " const { transitionDuration: t, animationName: a } = getComputedStyle(one);"
        " return a !== 'none' || t.split(',').some((each) => parseFloat(each) > 0); }).map((one) => one.outerHTML)"
    )
    assert moving == []
    expect(ada.page.locator(f'li.msg[data-id="{found}"]')).to_be_in_viewport()
