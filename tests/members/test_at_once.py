"""One code, several browsers, one moment: it signs in one of them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from tests.cast import World
from tests.members.signing import sessions_of
from tests.members.steps import SECOND, before_the_second_step, equipped, shows

BROWSERS = 3  # as many as may ask for a code within a minute

Choose = Callable[[str, list[str]], str]


def of_the_app(secret: str, kept: list[str]) -> str:
    return shows(secret)


def kept_aside(secret: str, kept: list[str]) -> str:
    return kept[0]


@pytest.mark.parametrize("choose", [of_the_app, kept_aside])
def test_a_code_tried_by_all_at_once_counts_for_one(lasting_world: World, choose: Choose) -> None:
    client, secret, kept = equipped(lasting_world.ada)
    client.post("/you/sign-out/")
    # The sign-in that set the app up has used one of the three mails of this minute.
    browsers = [before_the_second_step(lasting_world.ada) for _ in range(BROWSERS - 1)]
    gate, code = Barrier(len(browsers)), choose(secret, kept)

    def try_it(browser: Client) -> int:
        try:
            gate.wait(10)
            return browser.post(SECOND, {"code": code}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = sorted(pool.map(try_it, browsers))
    assert answers == [200, 302]
    assert sessions_of(lasting_world.ada) == 1
