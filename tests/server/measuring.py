"""What one client's doings cost the server, and those who ask beside it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.harness.browser import Browser
from tests.harness.community import Server

Result = TypeVar("Result")
MEGABYTE = 2**20


@dataclass(slots=True)
class Cost:
    """`memory` is the most the server held at once beyond what it held before; `slowest` what others waited for."""

    memory: int = 0
    slowest: float = 0.0
    asked: int = 0


@contextmanager
def cost_of(server: Server) -> Iterator[Cost]:
    """Measures the block; `beside` asks meanwhile."""
    assert server.process is not None
    place = Path(f"/proc/{server.process.pid}")
    (place / "clear_refs").write_text("5")  # the peak starts anew
    before = in_memory(place, "VmRSS")
    cost = Cost()
    yield cost
    cost.memory = in_memory(place, "VmHWM") - before


def in_memory(place: Path, name: str) -> int:
    return int(re.findall(rf"{name}:\s+(\d+) kB", (place / "status").read_text())[0]) * 1024


def beside(cost: Cost, port: int, work: Callable[[], Result]) -> Result:
    """Does the work, and asks for a page again and again until it is done."""
    browser = Browser(port)
    with ThreadPoolExecutor(1) as pool:
        doing = pool.submit(work)
        while not doing.done() or not cost.asked:
            began = time.monotonic()
            assert browser.get("/health/").status == 200
            cost.slowest = max(cost.slowest, time.monotonic() - began)
            cost.asked += 1
            time.sleep(0.005)
        return doing.result()


def open_files(server: Server, under: Path) -> list[str]:
    """Files below this folder that the server holds open."""
    assert server.process is not None
    found = []
    for link in Path(f"/proc/{server.process.pid}/fd").iterdir():
        try:
            found.append(str(link.readlink()))
        except FileNotFoundError:
            pass
    return [name for name in found if name.startswith(f"{under}/")]
