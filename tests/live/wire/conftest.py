"""Communities that run for the whole session, and a cast of its own for every test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest

from community.db import writing
from tests import cast
from tests.cast import World
from tests.harness.community import Community
from tests.harness.shapes import HASTY, HERE, LARGEST, ROOMY, founded

marks = count(1)


@pytest.fixture(scope="session", params=HERE)
def community(request: Any, tmp_path_factory: Any, collected: None, django_db_blocker: Any) -> Iterator[Community]:
    """Shared by many tests; nobody may stop it."""
    folder = tmp_path_factory.mktemp(request.param)
    with founded(request.param, folder, django_db_blocker, environment={**ROOMY, **HASTY}) as started:
        yield started


@pytest.fixture(scope="session")
def paced(tmp_path_factory: Any, collected: None, django_db_blocker: Any) -> Iterator[Community]:
    """With the budgets and beats of life."""
    with founded(LARGEST, tmp_path_factory.mktemp("paced"), django_db_blocker) as started:
        yield started


@pytest.fixture
def people(community: Community) -> Iterator[World]:
    """A cast beside those of other tests; the test works inside the community's database."""
    with settled(community) as world:
        yield world


@pytest.fixture
def neighbors(paced: Community) -> Iterator[World]:
    """The same in the community with budgets."""
    with settled(paced) as world:
        yield world


@contextmanager
def settled(community: Community) -> Iterator[World]:
    with community.inside():
        with writing():
            world = cast.build(f"-{next(marks)}")
        yield world
        community.close_tabs()
