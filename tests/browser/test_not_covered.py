"""What has the focus on a phone is never hidden behind the bars that stick to its edges (WCAG 2.4.11)."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Comes
from tests.browser.served import Served

STEPS = 60
# What has the focus, when one of the bars lies over all of it; nothing for what is part of a bar itself.
COVERED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body || focused.closest('.action-bar, .topbar, .tabs, .skip')) return '';
  const box = focused.getBoundingClientRect();
  if (!box.width || !box.height) return '';
  for (const bar of document.querySelectorAll('.action-bar, .topbar, .tabs')) {
    const over = bar.getBoundingClientRect();
    if (getComputedStyle(bar).visibility !== 'visible' || !over.height) continue;
    if (box.top >= over.top && box.bottom <= over.bottom) return focused.outerHTML.slice(0, 120);
  }
  return '';
}"""


def test_no_bar_covers_what_ada_reaches_with_the_keys(served: Served, comes: Comes) -> None:
    replies = [("fay", f"<p>I bring {n} chairs.</p>") for n in range(12)]
    key = served.hands("thread", author="ben", title="Who brings what to a long evening?", replies=replies)
    ada = comes("ada", "phone", reduced_motion="reduce")
    ada.goes(f"/forum/t/{key}/")
    expect(ada.page.locator("[data-reply-bar]")).to_be_visible()
    covered, reached = [], set()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(STEPS):
            ada.page.keyboard.press(key)
            covered.append(ada.page.evaluate(COVERED))
            reached.add(ada.page.evaluate("() => document.activeElement.closest('.post')?.id ?? ''"))
    assert [one for one in covered if one] == []
    assert len(reached) > 3  # it went through the replies, not only through the frame
