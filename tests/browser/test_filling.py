"""A template filled in: found, written along in the preview, downloaded, and one click the next time."""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document as WordFile
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served
from tests.browser.test_shelf import opens


def begins(served: Served, person: Person) -> None:
    [letter] = [one for one in served.hands("shelf") if one["kind"] == "word" and "emorandum" in one["title"]]
    opens(person, letter["title"])
    person.link("Fill it in for your school").click()
    expect(person.page.get_by_role("heading", name="Fill in your copy")).to_be_visible()


def downloads(person: Person, folder: Path) -> str:
    with person.page.expect_download() as waiting:
        person.button("Download filled in").click()
    place = folder / waiting.value.suggested_filename
    waiting.value.save_as(place)
    return "\n".join(paragraph.text for paragraph in WordFile(str(place)).paragraphs)


def test_ada_fills_in_a_memorandum_and_finds_her_words_again(served: Served, ada: Person, tmp_path: Path) -> None:
    begins(served, ada)
    copy = ada.page.get_by_role("region", name="The text of your copy")
    before = ada.page.locator("[data-filled]").inner_text()
    ada.page.get_by_label("Superintendent").fill("Dr. <Rosa> Lindqvist & team")
    expect(copy.locator('mark[data-field="superintendent"]').first).to_have_text("Dr. <Rosa> Lindqvist & team")
    assert ada.page.locator("[data-filled]").inner_text() != before
    ada.page.get_by_label("Date", exact=True).fill("2027-08-05")
    expect(copy).to_contain_text("Effective August 5, 2027 through")
    text = downloads(ada, tmp_path)
    assert "Dr. <Rosa> Lindqvist & team" in text
    assert "Effective August 5, 2027 through [DATE]." in text
    ada.button("Save for next time").click()
    ada.sees("Saved. Next time")
    begins(served, ada)
    expect(ada.page.get_by_label("Superintendent")).to_have_value("Dr. <Rosa> Lindqvist & team")


def test_without_scripts_a_button_shows_what_was_written(served: Served, comes: Comes, tmp_path: Path) -> None:
    ben = comes("ben", java_script_enabled=False)
    begins(served, ben)
    ben.page.get_by_label("Superintendent").fill("Rosa Lindqvist")
    ben.button("Show what I wrote").click()
    expect(ben.page.locator('mark[data-field="superintendent"]').first).to_have_text("Rosa Lindqvist")
    assert re.search(r"under the direction of\s+Rosa Lindqvist", downloads(ben, tmp_path))
