"""What many tests begin with is written once for all tests of a file; each rolls back what it does to it.

A layer (the cast, the scene on it) lies in a transaction of its own below the one of the test, and is taken away before
a test that does not ask for it, or that commits. The objects are handed out as copies: no test sees what another did.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests import cast
from tests.access import scene as scenes
from tests.access.scene import Scene

QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
LAYERS: dict[str, Callable[[Any], Any]] = {"world": lambda _: cast.build(), "scene": scenes.build}


@dataclass(slots=True)
class Layer:
    name: str
    around: transaction.Atomic
    made: bytes  # pickled: the quickest copy


@dataclass(slots=True)
class Keeper:
    """`wanted` is what the test asks for that comes next; `blocker` is set while a file has begun to keep."""

    wanted: tuple[str, ...] = ()
    blocker: Any = None
    layers: list[Layer] = field(default_factory=list)
    handed: dict[str, Any] = field(default_factory=dict)  # to the test that runs

    def prepare(self) -> None:
        """Exactly the layers that are wanted, in their order."""
        self.handed.clear()
        if self.blocker is None:
            return
        with self.blocker.unblock(), override_settings(**QUICK):
            if connection.connection is None or connection.closed_in_transaction:
                self.forget()
            while self.names != self.wanted[: len(self.layers)]:
                self.take_away()
            for name in self.wanted[len(self.layers) :]:
                self.lay(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(layer.name for layer in self.layers)

    def lay(self, name: str) -> None:
        below = pickle.loads(self.layers[-1].made) if self.layers else None  # noqa: S301  our own bytes
        around = transaction.atomic()
        around.__enter__()
        self.layers.append(Layer(name, around, pickle.dumps(LAYERS[name](below))))

    def take_away(self) -> None:
        around = self.layers.pop().around
        transaction.set_rollback(True)
        around.__exit__(None, None, None)

    def forget(self) -> None:
        """A test closed the connection: what lay in it is gone already."""
        while self.layers:
            self.take_away()

    def copy(self, name: str) -> Any:
        """The same object however often one test asks for it; a lower layer is the part of the highest that is it."""
        if not self.handed:
            top = pickle.loads(self.layers[-1].made)  # noqa: S301  our own bytes
            self.handed = {"world": top} if isinstance(top, cast.World) else {"world": top.world, "scene": top}
        return self.handed[name]


KEEPER = Keeper()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    names = getattr(item, "fixturenames", [])
    marker = item.get_closest_marker("django_db")
    commits = "transactional_db" in names or bool(marker and marker.kwargs.get("transaction"))
    KEEPER.wanted = () if commits else tuple(name for name in LAYERS if name in names)
    KEEPER.prepare()


@pytest.fixture(scope="module")
def keeper(django_db_setup: None, django_db_blocker: Any) -> Iterator[Keeper]:
    """Of one file: it begins with the first test that asks and ends before what the file began earlier."""
    KEEPER.blocker = django_db_blocker
    KEEPER.prepare()
    yield KEEPER
    KEEPER.wanted = ()
    KEEPER.prepare()
    KEEPER.blocker = None


@pytest.fixture
def world(keeper: Keeper, db: None) -> cast.World:
    """The cast, in a transaction that is rolled back; anew where a test commits."""
    made: cast.World = keeper.copy("world") if keeper.layers else cast.build()
    return made


@pytest.fixture
def scene(keeper: Keeper, world: cast.World) -> Scene:
    """The same things in every place, on top of the cast."""
    if not keeper.layers:
        return scenes.build(world)
    made: Scene = keeper.copy("scene")
    scenes.lay_files(made)
    return made
