"""Pictures of every main screen: `python -m tests.browser.shots OUT` starts a demo community of its own and draws it.

`--readme` draws only the few that README shows, at its size. Names after OUT draw only those screens.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests import services
from tests.browser import chromium
from tests.browser.screens import MEMBER, SCREENS, Screen
from tests.browser.served import ROOT, Served

DEVICES: dict[str, dict[str, Any]] = {
    "1440": {"viewport": {"width": 1440, "height": 900}},
    "1280": {"viewport": {"width": 1280, "height": 900}},
    "1024": {"viewport": {"width": 1024, "height": 768}},
    "390": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "readme": {"viewport": {"width": 1280, "height": 800}},
}
PATIENCE_MS = 15_000


def main(arguments: Sequence[str]) -> None:
    given = options().parse_args(arguments)
    wanted = [s for s in SCREENS if s.name in given.names or (not given.names and (s.readme or not given.readme))]
    devices = ["readme"] if given.readme else given.width
    given.out.mkdir(parents=True, exist_ok=True)
    with demo() as served, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        places = served.hands("landmarks", member=MEMBER)
        places["invitation"] = served.link_for(places.pop("newcomer"))
        for screen in wanted:
            for device in devices:
                for theme in given.theme:
                    draw(browser, served, screen, places, device, theme, given)
        browser.close()


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.shots", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("names", nargs="*", help="only these screens")
    parser.add_argument("--readme", action="store_true", help="only what README shows, at its size")
    parser.add_argument("--width", nargs="+", default=["1440", "390"], choices=["1440", "1280", "1024", "390"])
    parser.add_argument("--theme", nargs="+", default=["light", "dark"], choices=["light", "dark"])
    parser.add_argument("--whole", action="store_true", help="the whole page, not only its first screen")
    return parser


@contextmanager
def demo() -> Iterator[Served]:
    """A served demo community; gone afterwards."""
    data = Path(tempfile.mkdtemp(prefix="shots-"))
    os.environ["COMMUNITY_DATA"] = str(data)
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=ROOT, check=True)
    served = Served(scale=False, static=data / "static")
    try:
        served.prepare("demo")
        served.start()
        yield served
    finally:
        if hasattr(served, "hands"):
            served.close()
        services.stop_everything()
        for folder in (data, served.data):
            shutil.rmtree(folder, ignore_errors=True)


def draw(
    browser: Browser, served: Served, screen: Screen, places: dict[str, str], device: str, theme: str,
    given: argparse.Namespace,
) -> None:  # fmt: skip
    context = browser.new_context(
        base_url=served.url, color_scheme=theme, reduced_motion="reduce", timezone_id="America/Denver",
        **DEVICES[device],
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    if screen.who:
        session = served.hands("session", handle=screen.who)
        context.add_cookies([{"name": "sessionid", "value": session, "url": served.url}])
    page = context.new_page()
    page.goto(screen.place.format(**places))
    settle(page, screen)
    name = f"{screen.name}-dark" if given.readme and theme == "dark" else screen.name
    file = given.out / (f"{name}.png" if given.readme else f"{name}-{device}-{theme}.png")
    page.screenshot(path=file, full_page=given.whole)
    context.close()
    print(file, flush=True)


def settle(page: Page, screen: Screen) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    if screen.press:
        page.locator(screen.press).first.click()
    waited = 0
    while not page.evaluate(screen.ready):
        page.wait_for_timeout(50)
        waited += 50
        if waited > PATIENCE_MS:
            raise RuntimeError(f"{screen.name} did not become ready: {screen.ready}")
    if screen.keys:
        page.keyboard.press(screen.keys)


if __name__ == "__main__":
    main(sys.argv[1:])
