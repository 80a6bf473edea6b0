"""A served community for the whole folder, and people who come to it with devices of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.person import Person
from tests.browser.served import Served

Comes = Callable[..., Person]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="package")
def served(collected: None, pytestconfig: pytest.Config) -> Iterator[Served]:
    community = Served(scale=pytestconfig.getoption("stack") == "scale", static=Path(settings.STATIC_ROOT))
    try:
        community.prepare()
        community.start()
        yield community
    finally:
        community.close()
        shutil.rmtree(community.data, ignore_errors=True)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Ended with the folder: while it runs, its event loop keeps Django's database away from this thread."""
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        yield started
        started.close()


@pytest.fixture
def comes(served: Served, browser: Browser) -> Iterator[Comes]:
    """`comes("ada")` signs Ada in at a laptop; `comes("ben", "phone")`; `comes("", …)` is a visitor."""
    here: list[Person] = []

    def comes(handle: str = "", device: str = "laptop", **more: Any) -> Person:
        if served.process is None:
            served.start()
        session = served.hands("session", handle=handle) if handle else ""
        here.append(Person.at(browser, served.url, device, handle or "a visitor", session, **more))
        return here[-1]

    yield comes
    for person in here:
        person.context.close()
    served.hands("forget_drafts")
    assert served.breakages() == ""
    for person in here:
        person.complains_of_nothing()


@pytest.fixture
def ada(comes: Comes) -> Person:
    return comes("ada", "laptop")


@pytest.fixture
def ben(comes: Comes) -> Person:
    return comes("ben", "phone")
