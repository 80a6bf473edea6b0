"""Hands inside a served community, beside its server: they arrange what a journey begins with and say what is stored.

A process of its own (`python -m tests.browser.hands`), because the test's process belongs to another database.
One JSON object a line each way.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Hands:
    """Called with the name of what to do: `hands("room", name="Evening")`."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.hands"],
            cwd=ROOT, env=dict(env), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __call__(self, verb: str, **given: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"verb": verb, **given}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"trouble": "The hands are gone."}')
        if "trouble" in answer:
            raise RuntimeError(f"{verb}: {answer['trouble']}")
        return answer["done"]

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def main() -> None:
    import traceback

    import django

    django.setup()
    from community import ratelimits
    from tests.browser import arranging, displaying, storing, touring, touring_door

    known = (arranging, displaying, storing, touring, touring_door)
    verbs: dict[str, Callable[..., Any]] = {name: verb for part in known for name, verb in part.VERBS.items()}
    ratelimits.take = lambda name, key: 0.0  # whoever prepares an evening writes more than anybody may
    mouth, sys.stdout = sys.stdout, io.StringIO()  # mails show themselves on the terminal; answers must stay alone
    for line in sys.stdin:
        given = json.loads(line)
        try:
            answer = {"done": verbs[given.pop("verb")](**given)}
        except Exception:
            answer = {"trouble": traceback.format_exc()}
        print(json.dumps(answer, default=str), file=mouth, flush=True)


if __name__ == "__main__":
    main()
