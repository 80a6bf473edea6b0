"""The pictures of README and of reviews can still be drawn."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.screens import MEMBER, SCREENS, Screen
from tests.browser.served import Served
from tests.browser.shots import draw, options

SURFACE_IN_THE_DARK = (27, 31, 38)


def test_a_screen_is_drawn_at_the_size_of_readme(served: Served, browser: Browser, tmp_path: Path) -> None:
    given = options().parse_args([str(tmp_path), "--readme"])
    draw(browser, served, Screen("people", MEMBER, "/people/"), {}, "readme", "dark", given)
    with Image.open(tmp_path / "people-dark.png") as drawn:
        assert drawn.size == (1280, 800)
        assert drawn.convert("RGB").getpixel((1200, 120)) == SURFACE_IN_THE_DARK


def test_readme_shows_four_screens_each_with_a_name_of_its_own() -> None:
    assert [screen.name for screen in SCREENS if screen.readme] == ["home", "thread", "room", "library"]
    assert len({screen.name for screen in SCREENS}) == len(SCREENS)
