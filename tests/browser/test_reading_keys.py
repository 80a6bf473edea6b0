"""One key each for reading: they go through lists and replies, rest while somebody writes, and can be switched off."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.served import Served
from tests.browser.test_keyboard import press


def asked(served: Served, title: str) -> str:
    replies = [("fay", "<p>First thought</p>"), ("ben", "<p>Second thought</p>")]
    return str(served.hands("thread", author="ben", title=title, replies=replies))


def test_a_list_and_a_question_are_read_key_by_key(served: Served, ada: Person) -> None:
    for title in ("Read by keys, one", "Read by keys, two"):
        asked(served, title)
    ada.goes("/forum/")
    newest, older = ada.link("Read by keys, two"), ada.link("Read by keys, one")
    press(ada, "j")
    expect(newest).to_be_focused()
    press(ada, "j")
    expect(older).to_be_focused()
    press(ada, "k", "o")
    expect(ada.page.get_by_role("heading", name="Read by keys, two")).to_be_visible()
    ada.waits_for("() => Boolean(document.querySelector('thread-page')?.posts)")
    press(ada, "j", "j")
    expect(ada.post("First thought")).to_be_focused()
    press(ada, "j")
    expect(ada.post("Second thought")).to_be_focused()
    expect(ada.post("Second thought")).to_be_in_viewport()
    press(ada, "k", "r")
    expect(ada.editor).to_be_focused()
    ada.sees("In reply to Fay")


def test_keys_are_letters_to_whoever_writes(served: Served, ada: Person) -> None:
    key = asked(served, "Letters?")
    ada.goes(f"/forum/t/{key}/")
    ada.waits_for("() => Boolean(document.querySelector('thread-page').posts)")
    press(ada, "r")
    expect(ada.editor).to_be_focused()
    ada.page.keyboard.type("just a joke? or/")
    expect(ada.editor).to_have_text("just a joke? or/")
    ada.goes("/forum/")
    press(ada, "/")
    field = ada.page.get_by_role("combobox", name="Search questions, messages, templates and people")
    expect(field).to_be_focused()
    ada.page.keyboard.type("jkor?/")
    expect(field).to_have_value("jkor?/")


def test_a_question_mark_shows_the_keys_and_leads_to_where_they_are_switched_off(served: Served, ada: Person) -> None:
    asked(served, "Off and on")
    ada.goes("/forum/")
    press(ada, "?")
    dialog = ada.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Next reply, or next question in a list")
    press(ada, "j")
    expect(dialog).to_be_visible()
    press(ada, "Escape")
    expect(dialog).to_have_count(0)
    press(ada, "?")
    ada.link("Switch these keys off", dialog).click()
    ada.button("Off").click()
    expect(ada.button("Off")).to_have_attribute("aria-pressed", "true")
    ada.goes("/forum/")
    press(ada, "?", "j")
    expect(dialog).to_have_count(0)
    expect(ada.page.locator("main .rows a").first).not_to_be_focused()
    ada.goes("/you/")
    ada.button("On").click()
    ada.goes("/forum/")
    press(ada, "j")
    expect(ada.page.locator("main .rows .title a").first).to_be_focused()
