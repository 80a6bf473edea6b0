"""The programs the tests drive for real. On Debian and Ubuntu root gets them installed; elsewhere a sentence says how.

Called by the gate before the first test.
"""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """`package` is Debian's, `formula` Homebrew's."""

    name: str
    present: Callable[[], bool]
    package: str
    formula: str


def has_postgres() -> bool:
    return bool(shutil.which("postgres") or glob.glob("/usr/lib/postgresql/*/bin/postgres"))


def has_emoji() -> bool:
    """Screens with emoji are part of what is looked at; macOS brings its own."""
    if sys.platform == "darwin":
        return True
    return bool(glob.glob("/usr/share/fonts/**/NotoColorEmoji*", recursive=True))


NEEDS = (
    Need("Redis", lambda: shutil.which("redis-server") is not None, "redis-server", "redis"),
    Need("PostgreSQL", has_postgres, "postgresql", "postgresql@16"),
    Need("Chromium", lambda: shutil.which("chromium") is not None, "chromium", "--cask chromium"),
    Need("an emoji font", has_emoji, "fonts-noto-color-emoji", "font-noto-color-emoji"),
)


def provide() -> str:
    """Install what is missing where that is ours to do; returns a sentence when something is still missing."""
    missing = [need for need in NEEDS if not need.present()]
    if not missing:
        return ""
    packages = [need.package for need in missing]
    if shutil.which("apt-get") and os.geteuid() == 0:
        install(packages)
        missing = [need for need in missing if not need.present()]
        if not missing:
            return ""
    names = " and ".join(need.name for need in missing)
    if shutil.which("apt-get"):
        how = f"sudo apt-get install --no-install-recommends {' '.join(packages)}"
    elif shutil.which("brew"):
        how = f"brew install {' '.join(need.formula for need in missing)}"
    else:
        how = f"your system's packages for {names}"
    return f"The tests need {names}, which this machine does not have; get it with: {how}"


def install(packages: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    )
    print(f"Installing {', '.join(packages)} (a minute or so, once) … ", end="", file=sys.stderr, flush=True)
    for command in commands:
        done = subprocess.run(command, env=quiet, check=False, capture_output=True, text=True)
        if done.returncode:
            print("failed", file=sys.stderr)
            print("\n".join((done.stdout + done.stderr).splitlines()[-10:]), file=sys.stderr)
            return
    print("done", file=sys.stderr, flush=True)
