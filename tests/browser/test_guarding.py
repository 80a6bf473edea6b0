"""While one writes, the page says what may point to a child: on one's own machine, in every box one writes in."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from community.text import privacy
from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served
from tests.browser.test_replying import asked, opens
from tests.text.test_privacy import IN_PEACE, SEEN

TEXTS = [text for text, *_ in SEEN] + IN_PEACE + [" ".join(text for text, *_ in SEEN), "\n".join(IN_PEACE)]
LOOK = """async (texts) => {
  const { look } = await import("/static/js/lib/privacy.js");
  return texts.map((text) => look(text).map(({ kind, words, start, instead }) => [kind, words, start, instead]));
}"""
CHILD = "Maya Thornton, a 4th grader, hits others"


def test_the_browser_sees_what_the_server_sees(served: Served, comes: Comes) -> None:
    reader = comes(served.hands("newcomer", name="Vic"))
    reader.goes("/forum/ask/")
    seen = reader.page.evaluate(LOOK, TEXTS)
    assert seen == [[[s.kind, s.words, s.start, s.instead] for s in privacy.look(text)] for text in TEXTS]


def test_a_reply_is_told_while_it_is_written_and_softened_with_one_press(served: Served, comes: Comes) -> None:
    wes = served.hands("newcomer", name="Wes")
    writer = comes(wes)
    opens(writer, asked(served, wes, "What do you do with a child who hits?"))
    page = writer.page
    page.locator("#reply textarea").click()
    editor = page.locator("#reply [contenteditable]")
    editor.press_sequentially(CHILD)
    note = page.locator("#reply .watch")
    expect(note).to_contain_text("Maya Thornton: a name beside something about a child")
    expect(note).to_have_attribute("role", "status")
    note.get_by_role("button", name="Put neutral words there").click()
    expect(editor).to_have_text("a student, a 4th grader, hits others")
    expect(note).to_have_count(0)


def test_a_message_is_held_back_once(served: Served, ada: Person) -> None:
    writer = ada
    writer.enters(served.hands("room", name="Guarded"))
    page, box = writer.page, writer.page.locator("[data-words]")
    box.fill(CHILD)
    box.press("Enter")
    note = page.locator(".composer .watch")
    expect(note).to_contain_text("Not sent yet. Does this point to a child?")
    expect(box).to_have_value(CHILD)
    note.get_by_role("button", name="Put neutral words there").click()
    expect(box).to_have_value("a student, a 4th grader, hits others")
    box.press("Enter")
    expect(writer.message("a student, a 4th grader")).to_be_visible()
    box.fill("Call 512-555-0147")
    box.press("Enter")
    note.get_by_role("button", name="Send it as it is").click()
    expect(writer.message("Call 512-555-0147")).to_be_visible()
    expect(note).to_have_count(0)
    expect(box).to_have_value("")
    assert re.search(r"\S", box.get_attribute("aria-label") or "")


def test_what_only_the_server_sees_is_sent_again_by_whoever_wrote_it(served: Served, ada: Person) -> None:
    """As from a page of an older version, whose patterns know less."""
    ada.enters(served.hands("room", name="Guarded behind"))
    page, box = ada.page, ada.page.locator("[data-words]")
    page.evaluate("() => { document.querySelector('room-page').composer.watch.passes = () => true }")
    box.fill(CHILD)
    box.press("Enter")
    failed = page.locator("li.msg .failed")
    expect(failed).to_contain_text("This may point to a child: “Maya Thornton”.")
    failed.get_by_role("button", name="Send again").click()
    expect(failed).to_have_count(0)
    expect(page.locator(".is-pending")).to_have_count(0)
    expect(ada.message("hits others")).to_be_visible()
    box.press("ArrowUp")
    expect(box).to_have_value(CHILD)
    box.fill("Call 512-555-0147")
    box.press("Enter")
    expect(page.get_by_text("This may point to a child: “512-555-0147”")).to_be_visible()
    expect(box).to_have_value("Call 512-555-0147")
    box.press("Enter")
    expect(ada.message("Call 512-555-0147")).to_be_visible()


def test_a_file_that_may_point_to_a_child_says_so_beside_its_name(served: Served, ada: Person) -> None:
    ada.enters(served.hands("room", name="Guarded files"))
    page, tray = ada.page, ada.page.locator(".composer .tray")
    page.locator("[data-files]").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": CHILD.encode()}
    )
    note = tray.locator(".note")
    expect(note).to_contain_text("Does this file point to a child?")
    expect(note).to_contain_text("Maya Thornton: a name beside something about a child")
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    tray.get_by_role("button", name="Remove plan.txt").click()
    expect(tray.locator("li")).to_have_count(0)
