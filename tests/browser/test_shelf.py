"""The library: found, looked into, downloaded; shared by those who moderate, and closed to whom it is not for."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from playwright.sync_api import FilePayload, Route, expect

from tests.browser.conftest import Comes
from tests.browser.person import Person
from tests.browser.served import Served
from tests.files import samples

PDF: FilePayload = {"name": "bell times.pdf", "mimeType": "application/pdf", "buffer": samples.pdf(count=2)}
VIRUS: FilePayload = {"name": "virus.exe", "mimeType": "application/pdf", "buffer": b"MZ"}
NOTES: FilePayload = {
    "name": "bells.md",
    "mimeType": "text/markdown",
    "buffer": b"# Bells\n\nThe **second** bell rings at 9.",
}


def cards(person: Person) -> list[str]:
    found: list[str] = person.page.locator(".template-card .title").all_inner_texts()
    return found


def opens(person: Person, title: str) -> None:
    person.goes("/library/")
    person.link(title).click()
    expect(person.page.get_by_role("heading", name=title, level=1)).to_be_visible()


def test_ada_finds_what_she_needs(served: Served, ada: Person) -> None:
    ada.goes("/library/")
    everything = cards(ada)
    ada.link(re.compile("^Agreements")).click()
    expect(ada.link(re.compile("^Agreements"))).to_have_attribute("aria-current", "true")
    agreements = cards(ada)
    assert 0 < len(agreements) < len(everything)
    assert set(agreements) < set(everything)
    ada.goes("/library/")
    ada.page.get_by_label("Search the library").fill("marshal")
    ada.page.get_by_label("Search the library").press("Enter")
    expect(ada.page.locator(".template-card")).to_have_count(1)
    assert "marshal" in cards(ada)[0]
    ada.page.get_by_label("Search the library").fill("zebra")
    ada.page.get_by_label("Search the library").press("Enter")
    ada.sees("No template matches “zebra”.")
    ada.link("Show all").click()
    assert cards(ada) == everything


def test_a_word_file_is_read_on_the_page_and_downloaded_as_it_is(served: Served, ada: Person, tmp_path: Path) -> None:
    shelf = served.hands("shelf")
    [word] = [one for one in shelf if one["kind"] == "word" and "emorandum" in one["title"]]
    opens(ada, word["title"])
    paper = ada.page.get_by_role("region", name=f"Preview of {word['title']}")
    expect(paper).to_contain_text("Memorandum of understanding")
    expect(paper.locator("table").first).to_be_visible()
    with ada.page.expect_download() as coming:
        ada.link(re.compile("^Download")).click()
    assert coming.value.suggested_filename == word["name"]
    coming.value.save_as(tmp_path / "word")
    assert hashlib.sha256((tmp_path / "word").read_bytes()).hexdigest() == word["sha256"]


def test_a_workbook_shows_its_sheets_on_a_phone_without_scrolling_the_page(served: Served, ben: Person) -> None:
    [excel] = [one for one in served.hands("shelf") if one["kind"] == "excel"]
    opens(ben, excel["title"])
    table = ben.page.get_by_role("region", name=re.compile("^Preview of")).locator("table").first
    expect(table).to_contain_text("Tuition")
    assert ben.page.evaluate("document.documentElement.scrollWidth") == 390
    assert table.evaluate("(table) => table.scrollWidth > table.clientWidth"), "it scrolls by itself"


def test_mona_shares_a_pdf_and_then_a_better_version(served: Served, comes: Comes, ada: Person) -> None:
    mona = comes("mona")
    mona.may_be_refused = True
    mona.goes("/library/")
    mona.link("Share a template").click()
    mona.page.get_by_label("File").set_input_files([VIRUS, PDF])
    expect(mona.page.get_by_role("alert")).to_contain_text("This kind of file cannot be shared here.")
    mona.link("Look it over and send bell times.pdf").click()
    mona.page.get_by_label("Title").fill("Bell times")
    mona.page.get_by_label("Kind").select_option(label="Calendars")
    mona.page.get_by_label("What should founders know about it?").fill("Rings twice.")
    mona.button("Share it").click()
    expect(mona.button("Share it")).to_have_count(0)  # to the document, or to what else of hers waits
    opens(mona, "Bell times")
    expect(mona.page.get_by_role("img", name=re.compile("^Page"))).to_have_count(2)
    opens(ada, "Bell times")
    expect(ada.page.get_by_role("img", name="Page 1")).to_be_visible()
    ada.waits_for("() => document.querySelector('.paper-pages img').naturalWidth > 0")
    mona.page.get_by_label("File", exact=True).set_input_files(NOTES)
    mona.page.get_by_label("What changed").fill("One bell less")
    mona.button("Share this version").click()
    expect(mona.page.get_by_role("region", name="Versions")).to_contain_text("One bell less")
    ada.page.reload()
    expect(ada.page.get_by_role("region", name="Preview of Bell times").locator("strong")).to_have_text("second")
    ada.link("First version").click()
    ada.sees("(there is a newer one)")
    expect(ada.page.get_by_role("img", name="Page 1")).to_be_visible()


def test_what_was_chosen_before_the_script_came_is_taken_too(served: Served, ada: Person) -> None:
    ada.may_be_refused = True
    held: list[Route] = []
    ada.page.route("**/js/site*.js", lambda route: held.append(route))
    ada.page.goto("/library/share/", wait_until="commit")
    ada.page.get_by_label("File").set_input_files([VIRUS, PDF])
    expect(ada.button("Bring it")).to_be_visible()  # as long as nothing else would send them
    for route in held:
        route.continue_()
    ada.page.unroute("**/js/site*.js")
    expect(ada.page.get_by_role("alert")).to_contain_text("This kind of file cannot be shared here.")
    expect(ada.link("Look it over and send bell times.pdf")).to_be_visible()
    expect(ada.page.get_by_role("list", name="Being brought").get_by_role("listitem")).to_have_count(2)
    ada.page.reload()
    ada.button("Throw away bell times.pdf").click()
    ada.button("Throw away bell times.pdf", ada.page.get_by_role("dialog")).click()
    expect(ada.link("Look it over and send bell times.pdf")).to_have_count(0)


def test_a_document_of_the_cohort_is_nobody_elses(served: Served, comes: Comes, ada: Person) -> None:
    mona, cleo = comes("mona"), comes("cleo")
    mona.goes("/library/share/")
    mona.page.get_by_label("File").set_input_files(NOTES)
    mona.link("Look it over and send bells.md").click()
    expect(mona.page.get_by_label("Title")).to_have_value("Bells")
    mona.page.get_by_label("Title").fill("Only for Spring")
    mona.page.get_by_label("Kind").select_option(label="Policies")
    mona.page.get_by_label("Who can read it").select_option(label="One cohort")
    mona.page.get_by_label("Which cohort").select_option(label="Spring cohort")
    mona.button("Share it").click()
    opens(ada, "Only for Spring")
    expect(ada.page.locator(".audience").last).to_contain_text("Only this cohort")
    page = ada.page.url.removeprefix(ada.url)
    file = ada.link(re.compile("^Download")).get_attribute("href") or ""
    assert [ada.answer_of(page), ada.answer_of(file)] == [200, 200]
    assert [cleo.answer_of(page), cleo.answer_of(file)] == [404, 404]
    cleo.goes("/library/?q=Spring")
    assert "Only for Spring" not in cards(cleo)
