"""A template made a school's own; its original changes; what changed is pulled, and the school's own words stay."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Locator, expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served
from tests.browser.test_shelf import opens
from tests.library.templates import texts, word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FIRST = ("Pick-up is at three.", "Bring a lunch.", "Call the office.", "We answer by noon.")
OURS = ("Pick-up is at four, at the barn.", "Bring a lunch.", "Call Ada.", "We answer by noon.")
NEWER = ("Pick-up is at three.", "Bring a lunch and a hat.", "Call the front desk.", "We answer by noon.")
TITLE = "Letter about picking up"


def letter(*lines: str) -> FilePayload:
    return {"name": "pick-up.docx", "mimeType": WORD, "buffer": word(*lines)}


def shares(olga: Person) -> None:
    olga.goes("/library/share/")
    olga.page.get_by_label("File").set_input_files(letter(*FIRST))
    olga.link("Look it over and send pick-up.docx").click()
    olga.page.get_by_label("Title").fill(TITLE)
    olga.page.get_by_label("Kind").select_option(label="Family letters")
    olga.button("Share it").click()
    expect(olga.button("Share it")).to_have_count(0)


def adds(person: Person, note: str, *lines: str) -> None:
    person.page.get_by_label("File", exact=True).set_input_files(letter(*lines))
    person.page.get_by_label("What changed").fill(note)
    person.button("Share this version").click()
    expect(person.page.get_by_role("region", name="Versions")).to_contain_text(note)


def change(person: Person, number: int) -> Locator:
    return person.page.get_by_role("group", name=re.compile(f"^Change {number} of 2"))


def test_ada_adapts_the_letter_changes_and_she_pulls(served: Served, comes: Comes, ada: Person, tmp_path: Path) -> None:
    olga = comes("olga")
    shares(olga)
    opens(ada, TITLE)
    ada.button("Make it ours").click()
    expect(ada.link("Our shelf")).to_be_visible()
    adds(ada, "Our barn", *OURS)
    opens(olga, TITLE)
    adds(olga, "A hat, and whom to call", *NEWER)

    ada.goes("/notices/")
    ada.link(re.compile(f"changed “{TITLE}”, from which yours was made")).click()
    newer = ada.page.get_by_role("region", name="The original has changed since")
    expect(newer).to_contain_text("“A hat, and whom to call”")
    ada.link("See what changed in the original", newer).click()
    expect(ada.page.get_by_role("region", name=re.compile("^Version 2")).locator("ins").first).to_have_text("and a hat")
    ada.page.go_back()
    ada.link("Pull the changes into ours", newer).click()

    expect(change(ada, 1)).to_contain_text("Bring a lunch and a hat.")
    expect(ada.page.get_by_label("Take it", exact=True)).to_be_checked()
    both = change(ada, 2)
    expect(both).to_contain_text("Both changed it")
    expect(both.get_by_role("group", name="Ours")).to_contain_text("Ada")
    expect(both.get_by_role("group", name="The original now")).to_contain_text("front desk")
    ada.button("Make our next version").click()
    expect(both.get_by_label("Keep ours")).to_be_focused()  # nothing is decided for her
    both.get_by_label("Keep ours").check()
    ada.button("Make our next version").click(timeout=30_000)  # three files are read, and one is written

    expect(newer).to_have_count(0)
    paper = ada.page.get_by_role("region", name=f"Preview of {TITLE}")
    expect(paper).to_contain_text("Bring a lunch and a hat.")
    with ada.page.expect_download() as coming:
        ada.link(re.compile("^Download")).click()
    coming.value.save_as(tmp_path / "ours.docx")
    assert texts((tmp_path / "ours.docx").read_bytes()) == [OURS[0], NEWER[1], OURS[2], OURS[3]]
    assert olga.answer_of(ada.page.url.removeprefix(ada.url)) == 404
