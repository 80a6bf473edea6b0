"""A forum of 5,000 questions and one with 5,000 replies: pages stay small, and every place is a press or two away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.served import Served

QUESTIONS, REPLIES = 5_000, 5_000
SIZE = """() => ({
  rows: document.querySelectorAll("main article").length,
  wide: document.documentElement.scrollWidth - innerWidth,
})"""


@pytest.fixture(scope="module")
def long(served: Served) -> str:
    """The address of the long one."""
    return str(served.hands("large", questions=QUESTIONS, replies=REPLIES))


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_it_is_browsed_at_every_width(served: Served, comes: Comes, long: str, width: int) -> None:
    reader = comes(served.hands("newcomer", name="Yan"))
    page = reader.page
    page.set_viewport_size({"width": width, "height": 900})
    reader.goes("/forum/in/commons/")
    seen: set[str] = set()
    for _ in range(3):
        titles = page.locator("main .row .title a").all_inner_texts()
        assert not seen & set(titles), "no row twice"
        seen |= set(titles)
        size = page.evaluate(SIZE)
        assert (size["rows"] <= 40, size["wide"] <= 0) == (True, True), size
        page.get_by_role("link", name="Older questions").click()
        page.wait_for_url(re.compile("before="))
    assert len(seen) >= 60


def test_a_long_one_is_read_from_any_place(served: Served, comes: Comes, long: str) -> None:
    reader = comes(served.hands("newcomer", name="Xia"), "phone")
    page = reader.page
    reader.goes(long)
    assert page.evaluate(SIZE)["rows"] <= 40
    page.get_by_text("Jump to…").click()
    page.get_by_label("Reply number, 1 to 5000").fill("4321")
    page.get_by_role("button", name="Go there").click()
    expect(page.locator("#reply-4322")).to_be_in_viewport()
    expect(page.locator("#reply-4322")).to_contain_text("Words 4322.")
    page.get_by_role("link", name=re.compile("later replies")).click()
    expect(page.locator("main")).to_contain_text("Words 4350.")
    assert page.evaluate(SIZE)["rows"] <= 60
    reader.goes(f"{long}print/?from=4900")
    expect(page.locator("main")).to_contain_text("Words 5001.")
