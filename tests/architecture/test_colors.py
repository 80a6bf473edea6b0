"""Every pair of colors that is read: its contrast by the formula of WCAG 2.2, in both themes."""

from __future__ import annotations

import re

import pytest

from community.members.models import HUES
from tests.architecture.tree import STATIC

TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
PAIR = r"(--[\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)"
COLORS = {name: (light, dark) for name, light, dark in re.findall(PAIR, TOKENS.partition('[data-hue="')[0])}
HUE = {
    hue: {name: (light, dark) for name, light, dark in re.findall(PAIR, inside)}
    for hue, inside in re.findall(r'\[data-hue="(\w+)"\] \{(.*?)\}', TOKENS)
}
TEXT, CONTROL = 4.5, 3.0  # WCAG 2.2: 1.4.3 for words, 1.4.11 for what one must see to use a thing

# What stands on what, and how well it must be told apart in light and in dark.
READ: list[tuple[str, str, float]] = [
    *((ink, ground, TEXT) for ink in ("--ink", "--ink-2", "--ink-3") for ground in (
        "--page", "--surface", "--surface-2", "--sidebar", "--sunken", "--hover", "--paper",
    )),
    *((ink, ground, TEXT) for ground in ("--page", "--surface") for ink in (
        "--accent", "--link", "--unread", "--success", "--warn", "--danger",
    )),
    ("--on-accent", "--accent", TEXT), ("--on-accent", "--accent-hover", TEXT), ("--on-unread", "--unread", TEXT),
    ("--accent", "--accent-soft", TEXT), ("--ink", "--accent-soft", TEXT),
    ("--success", "--success-soft", TEXT), ("--warn", "--warn-soft", TEXT), ("--danger", "--danger-soft", TEXT),
    ("--ink", "--mention", TEXT), ("--ink-2", "--mention", TEXT), ("--ink-3", "--mention", TEXT),
    *(("--border-strong", ground, CONTROL) for ground in ("--page", "--surface", "--surface-2")),
    *(("--focus", ground, CONTROL) for ground in ("--page", "--surface", "--sidebar", "--sunken")),
    *(("--accent", ground, CONTROL) for ground in ("--sidebar", "--surface-2", "--sunken")),
]  # fmt: skip
# As computed when they were chosen: a token that is changed is looked at again, and its row here with it.
COMPUTED = {
    ("--ink", "--surface"): (15.52, 13.75), ("--ink", "--page"): (14.02, 14.94),
    ("--ink-2", "--surface"): (7.96, 9.16), ("--ink-2", "--page"): (7.19, 9.95), ("--ink-2", "--sidebar"): (6.41, 10.3),
    ("--ink-3", "--surface"): (5.60, 6.36), ("--ink-3", "--page"): (5.06, 6.91), ("--ink-3", "--sidebar"): (4.51, 7.15),
    ("--ink-3", "--sunken"): (4.68, 7.22), ("--ink-3", "--mention"): (4.99, 4.95),
    ("--border", "--surface"): (1.44, 1.40), ("--border-strong", "--surface"): (3.67, 4.39),
    ("--border-strong", "--page"): (3.32, 4.77),
    ("--accent", "--surface"): (7.93, 8.31), ("--accent", "--page"): (7.16, 9.04),
    ("--on-accent", "--accent"): (7.93, 9.44), ("--accent", "--accent-soft"): (6.58, 6.07),
    ("--ink", "--accent-soft"): (12.89, 10.04), ("--link", "--surface"): (6.86, 9.23),
    ("--link", "--page"): (6.20, 10.03),
    ("--unread", "--surface"): (5.47, 7.31), ("--unread", "--page"): (4.95, 7.94),
    ("--on-unread", "--unread"): (5.47, 8.18),
    ("--focus", "--surface"): (6.81, 9.11), ("--focus", "--page"): (6.15, 9.90),
    ("--success", "--surface"): (6.47, 8.51), ("--success", "--success-soft"): (5.53, 6.82),
    ("--success", "--page"): (5.84, 9.25),
    ("--warn", "--surface"): (6.33, 9.28), ("--warn", "--warn-soft"): (5.38, 7.51), ("--warn", "--page"): (5.72, 10.08),
    ("--danger", "--surface"): (6.54, 6.95), ("--danger", "--danger-soft"): (5.38, 5.93),
    ("--danger", "--page"): (5.91, 7.55),
    ("--ink", "--mention"): (13.82, 10.72),
}  # fmt: skip
# Each hue: its words on its soft ground, white on itself (light), and its words on its soft ground in the dark.
HUES_COMPUTED = {
    "pine": (6.58, 7.93, 6.07), "indigo": (6.53, 7.89, 6.76), "plum": (7.05, 8.58, 6.84), "brick": (5.71, 6.94, 6.78),
    "ochre": (5.91, 6.92, 7.49), "moss": (6.07, 7.08, 7.31), "sky": (5.75, 6.87, 6.84), "slate": (6.66, 8.10, 6.91),
}  # fmt: skip


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def both(ink: str, ground: str) -> tuple[float, float]:
    light, dark = (contrast(COLORS[ink][theme], COLORS[ground][theme]) for theme in (0, 1))
    return light, dark


def test_the_formula_knows_black_from_white() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert contrast("#777777", "#ffffff") < TEXT < contrast("#767676", "#ffffff")


def test_what_is_read_can_be_read() -> None:
    dim = [(ink, ground, both(ink, ground)) for ink, ground, least in READ if min(both(ink, ground)) < least]
    assert dim == []
    assert len(READ) > 50


def test_the_colors_are_those_that_were_chosen() -> None:
    for pair, computed in COMPUTED.items():
        assert both(*pair) == pytest.approx(computed, abs=0.06), pair


def test_every_hue_can_be_read_as_words_and_behind_them() -> None:
    assert set(HUE) == set(HUES) == set(HUES_COMPUTED)
    for hue, colors in HUE.items():
        (light, dark), (soft, dark_soft) = colors["--hue"], colors["--hue-soft"]
        found = (contrast(light, soft), contrast("#ffffff", light), contrast(dark, dark_soft))
        assert found == pytest.approx(HUES_COMPUTED[hue], abs=0.02), hue
        assert min(found) >= TEXT, hue
        assert contrast(COLORS["--on-accent"][1], dark) >= TEXT, hue


def test_every_color_has_both_themes() -> None:
    colored = re.findall(r"(--[\w-]+):[^;]*#[0-9a-f]{3,8}", TOKENS)
    shadows = {name for name in colored if name.startswith("--shadow")}
    assert set(colored) - shadows - {"--hue", "--hue-soft"} == set(COLORS)
