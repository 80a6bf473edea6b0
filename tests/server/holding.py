"""Requests that stay inside their page until the test lets them go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.harness.browser import Answer, Browser
from tests.harness.community import Community


def until(sure: Callable[[], bool], *, within: float = 10, missing: str = "It did not happen.") -> None:
    """Ask again and again, up to a deadline."""
    end = time.monotonic() + within
    while not sure():
        assert time.monotonic() < end, missing
        time.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Held:
    """One of them."""

    name: str
    folder: Path
    future: Future[Answer]

    def has(self, step: str) -> bool:
        return (self.folder / f"{self.name}.{step}").exists()

    def came(self) -> None:
        """Returns once the page has begun."""
        until(lambda: self.has("came") or self.future.done(), missing=f"{self.name} did not come to its page")
        assert not self.future.done(), self.future.result()

    def let_go(self) -> None:
        (self.folder / f"{self.name}.go").touch()

    def answer(self, within: float = 15) -> Answer:
        return self.future.result(within)


@contextmanager
def held(stand: Community, *names: str, come: bool = True) -> Iterator[list[Held]]:
    """A request for each name, all inside their pages unless `come` is False. They are let go at the end."""
    folder = stand.folder / "stand"
    folder.mkdir(exist_ok=True)
    with ExitStack() as ending:
        pool = ending.enter_context(ThreadPoolExecutor(len(names)))
        browser = Browser(stand.servers[0].port)
        found = []
        for name in names:
            future = pool.submit(browser.post, f"/stand/waits/?name={name}", words="Hello")
            found.append(Held(name, folder, future))
            ending.callback(found[-1].let_go)
        for one in found if come else ():
            one.came()
        yield found
