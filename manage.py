#!/usr/bin/env python3
"""The community's command line. On a fresh machine it first makes .venv beside itself and carries on inside it.

`python3 manage.py quickstart` runs the community; `python3 manage.py test` runs the whole gate.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "installed.sha256"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  a newcomer's python3 may well be older
        sys.exit(f"The community needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    testing = sys.argv[1:2] == ["test"]
    if not environment_is_ready(testing=testing):
        carry_on_inside(prepared_environment(testing=testing))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    if testing:
        from tests.gate import main as gate

        sys.exit(gate(sys.argv[2:]))
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(error))  # a wrong setting is the operator's to mend, and the sentence says how


def environment_is_ready(*, testing: bool) -> bool:
    """True in any environment that already has what this command needs, ours or another."""
    inside_ours = Path(sys.prefix).resolve() == VENV.resolve()
    if inside_ours:
        return STAMP.exists() and STAMP.read_text().strip() in acceptable_stamps(testing=testing)
    needed = ["django", "daphne", *(["pytest", "playwright"] if testing else [])]
    return all(importlib.util.find_spec(name) for name in needed)


def acceptable_stamps(*, testing: bool) -> set[str]:
    """The test environment holds everything the plain one does, so it serves both."""
    names = ["requirements-dev.txt"] if testing else ["requirements-dev.txt", "requirements.txt"]
    return {fingerprint(HERE / name) for name in names}


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def prepared_environment(*, testing: bool) -> Path:
    """Make or refresh .venv from the pinned, hashed requirements; returns its Python."""
    python = VENV / "bin" / "python"
    stamp = STAMP.read_text().strip() if STAMP.exists() else ""
    if python.exists() and stamp in acceptable_stamps(testing=testing):
        return python
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(f"This Python lacks the venv module. On Debian or Ubuntu: apt install python{version}-venv")
    if not python.exists():
        with Progress("Setting up, step 1 of 2: making .venv"):
            run([sys.executable, "-m", "venv", str(VENV)])
    # An environment that once ran the tests keeps the test tools when it is refreshed.
    keep_tools = testing or (VENV / "bin" / "pytest").exists()
    requirements = HERE / ("requirements-dev.txt" if keep_tools else "requirements.txt")
    count = sum(1 for line in requirements.read_text().splitlines() if "==" in line)
    with Progress(f"Setting up, step 2 of 2: installing {count} pinned packages (a minute or so, once)"):
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, "--require-hashes", "--no-deps", "--requirement", str(requirements)])
    STAMP.write_text(fingerprint(requirements))
    return python


def run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        sys.exit(f"\nThis step failed:\n{tail}\nNothing is half done: the same command tries again.")


def carry_on_inside(python: Path) -> None:
    os.execv(python, [str(python), *sys.argv])


class Progress:
    """One line that grows a dot every second, so that a long step is seen to live."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done = threading.Event()
        self.ticker = threading.Thread(target=self.tick, daemon=True)

    def __enter__(self) -> None:
        print(self.text, end=" ", file=sys.stderr, flush=True)
        self.ticker.start()

    def __exit__(self, *exc: object) -> None:
        self.done.set()
        self.ticker.join()
        print(" done" if exc[0] is None else "", file=sys.stderr, flush=True)

    def tick(self) -> None:
        while not self.done.wait(1):
            print(".", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
