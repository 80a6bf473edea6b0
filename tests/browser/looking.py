"""Looking at a page as somebody who sees, hears or moves otherwise would: axe-core, widths, targets for fingers."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.browser.person import Person

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
COLORS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
# 320 px is a small phone, and a desktop at 400 %; 640 is a laptop's 1280 at 200 % (WCAG 1.4.10 and 1.4.4).
NARROW = ViewportSize(width=320, height=640)
ZOOMED = ViewportSize(width=640, height=450)
FINGER_PX = 44
LARGER_TEXT = "html { font-size: 150% !important; }"
# WCAG 1.4.12: what people who read slowly set for themselves.
WIDER_TEXT = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    " p { margin-block-end: 2em !important; }"
)


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds, each with the elements it means."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {[' '.join(map(str, node['target'])) for node in v['nodes']][:6]}" for v in found]


def seen_by_all(person: Person, name: str) -> list[str]:
    """Everything that is wrong with the page that is open, in both themes and at every width."""
    page = person.page
    wrong = []
    for width, rules, theme in (
        (WIDE, EVERYTHING, "light"), (WIDE, COLORS, "dark"), (PHONE, COLORS, "dark"), (PHONE, EVERYTHING, "light"),
    ):  # fmt: skip
        page.set_viewport_size(width)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        wrong += [f"{name} {width['width']} {theme}: {one}" for one in violations(page, rules)]
    wrong += [f"{name}: a finger misses {one}" for one in page.evaluate(MISSED, FINGER_PX)]
    for width, style in ((NARROW, ""), (ZOOMED, ""), (PHONE, LARGER_TEXT), (PHONE, WIDER_TEXT)):
        page.set_viewport_size(width)
        wide = page.evaluate(STYLED, style)
        if wide > width["width"]:
            wrong.append(f"{name}: {wide} px wide at {width['width']} {style}: {page.evaluate(STICKS_OUT)}")
    page.evaluate(STYLED, "")
    page.set_viewport_size(WIDE)
    return wrong


# Controls that a finger must hit 44 px tall; what reaches out with ::after counts. Links inside text need not.
MISSED = """(least) => {
  const CONTROLS = 'button, .btn, .icon-btn, .chip, .audience, .tabs a, .menu > summary, select, textarea, input';
  const NAMED = "[type=checkbox], [type=radio]"; // a finger hits their labels
  const UNSEEN = `[type=hidden], [aria-hidden=true] *, .sr-only, ${NAMED}`;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(UNSEEN);
  const missed = [];
  for (const control of [...document.querySelectorAll(`${CONTROLS}, .check`)].filter(seen)) {
    if (control.getBoundingClientRect().height >= least - 0.5) continue;
    control.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = control.getBoundingClientRect();
    const hits = (y) => control.contains(document.elementFromPoint(left + width / 2, y));
    const [middle, reach] = [top + height / 2, least / 2 - 1];
    if (!hits(middle - reach) || !hits(middle + reach)) missed.push(`${control.outerHTML.slice(0, 90)} (${height})`);
  }
  scrollTo(0, 0);
  return missed.slice(0, 6);
}"""
STYLED = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
  return document.documentElement.scrollWidth;
}"""
STICKS_OUT = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
  .slice(0, 5).map((one) => one.outerHTML.slice(0, 80))"""
