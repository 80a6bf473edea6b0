"""What the log keeps of requests: enough to mend an error, nothing that opens a door."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from tests.cast import World
from tests.moderation.desk import invite, join
from tests.verbs import signed_in


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What an operator reads on stderr."""
    [handler] = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_a_link_that_still_opens_the_door_is_not_in_the_log(world: World, log: io.StringIO) -> None:
    link = invite(world.mona, world.cedar)
    assert join(link, email="somebody-else@school.test").status_code == 422
    assert "Unprocessable Entity: /invitation/…/" in log.getvalue()
    assert link not in log.getvalue()
    assert join(link).status_code == 302  # it did open the door


def test_a_mistake_of_a_client_is_one_line_and_no_alarm(world: World, log: io.StringIO) -> None:
    assert signed_in(world.ada).get("/nowhere/").status_code == 404
    [line] = log.getvalue().splitlines()
    assert "WARNING django.request Not Found: /nowhere/" in line
