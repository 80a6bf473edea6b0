"""A whole cohort named with @: the menu says whom it tells, the composer how many, and why somebody may not."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.served import Served
from tests.browser.test_asking import posts_it


def test_fay_names_her_cohort_and_ada_is_told_why_she_may_not(served: Served, comes: Comes) -> None:
    fay = comes("fay")
    fay.opens_ask()
    fay.page.get_by_label("In one line").fill("Who brings chairs for the cohort?")
    fay.editor.click()
    fay.page.keyboard.type("Dear @Spr")
    offered = fay.page.get_by_role("option", name=re.compile("Spring cohort"))
    expect(offered).to_contain_text("Tells ")
    number = re.search(r"Tells (\d+)", offered.inner_text())
    assert number is not None
    fay.page.keyboard.press("Enter")
    expect(fay.editor.locator(".mention")).to_have_text("@Spring cohort")
    expect(fay.page.locator("[data-named]")).to_have_text(f"{number[1]} people will be told.")
    posts_it(fay)
    expect(fay.page.locator(".question-body .mention")).to_have_text("@Spring cohort")
    ada = comes("ada", "phone")
    ada.opens_ask()
    ada.editor.click()
    ada.page.keyboard.type("Dear @Spr")
    closed = ada.page.get_by_role("option", name=re.compile("Spring cohort"))
    expect(closed).to_have_attribute("aria-disabled", "true")
    expect(closed).to_contain_text("Only its facilitators and moderators can tell a whole cohort.")
    ada.page.keyboard.press("Enter")
    expect(ada.editor.locator(".mention")).to_have_count(0)
    box, page = closed.bounding_box(), ada.page.viewport_size
    assert box is not None
    assert page is not None
    assert box["x"] + box["width"] <= page["width"]
