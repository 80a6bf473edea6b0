"""Quoting somebody: marked words go into the reply, with a way back to where they stand and no name in them."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.served import Served
from tests.browser.test_replying import asked, opens

MARK = """() => {
  const words = document.querySelector("[data-number='3'] .prose p").firstChild;
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(words, 8);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def test_marked_words_are_quoted_behind_what_is_written(served: Served, comes: Comes) -> None:
    ivo = served.hands("newcomer", name="Ivo")
    reader = comes(ivo)
    opens(reader, asked(served, ivo, "What can be quoted?", replies=4))
    page = reader.page
    page.locator("#reply textarea").click()
    editor = page.locator("#reply [contenteditable]")
    editor.fill("As you said:")
    page.evaluate(MARK)
    post = page.locator("[data-number='3']")
    post.locator("summary").click()
    post.get_by_role("button", name="Quote in a reply").click()
    quote = editor.locator("blockquote")
    expect(quote).to_have_text("Reply 2Reply 2.")
    expect(editor).to_be_focused()
    page.keyboard.type("Indeed")
    page.locator("#reply button[type=submit]").click()
    said = reader.post("Indeed")
    expect(said.locator("blockquote p")).to_have_text(["Reply 2", "Reply 2."])
    assert "maria" not in said.locator("blockquote").inner_html().lower()
    said.locator("blockquote a").click()
    expect(page).to_have_url(re.compile("#reply-3$"))


def test_the_whole_of_a_post_when_nothing_is_marked(served: Served, comes: Comes) -> None:
    uma = served.hands("newcomer", name="Uma")
    reader = comes(uma, "phone")
    opens(reader, asked(served, uma, "May I quote the question?", replies=1))
    page = reader.page
    page.get_by_label("More for your question").click()
    page.locator(".question-tools").get_by_role("button", name="Quote in a reply").click()
    expect(page.locator("#reply [contenteditable] blockquote p").first).to_have_text("The question")
