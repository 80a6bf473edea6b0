"""The whole gate: `python3 manage.py test`. With arguments, those go to pytest and only the tests run.

Everything that can fail quickly comes first; then the tests on both stacks side by side, SQLite in one process and
PostgreSQL with Redis, each line with the name of its stack before it; then the coverage, measured beside SQLite. It
ends with the line pytest ends with, added up over the two runs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests import needs

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
STACKS = ("embedded", "scale")
MEASURED = "embedded"  # counting lines takes as long as running them; one stack must reach them all
# Where no line is counted: long ways through whole programs, and what has to be done within a time.
WHOLE = (
    "tests/architecture", "tests/benchmarks", "tests/browser", "tests/live/faults", "tests/migrations",
    "tests/server/test_bodies.py", "tests/server/test_founding.py", "tests/server/test_quickstart.py",
    "tests/site/test_founding.py", "tests/text",
)  # fmt: skip
# (what, least percent, of which files): rules and the wire may have no line that no test runs.
COVERAGE = (
    ("the rules", 100, "moderation/access/*"),
    ("the wire", 100, "community/live/*"),
    ("everything", 95, ""),
)
IN_PRODUCTION = {
    "COMMUNITY_URL": "https://community.example.org",
    "COMMUNITY_SECRET_KEY": "a key for this check only, long enough to pass it: 0123456789",
}
SUMMARY = re.compile(r"(\d+) (passed|failed|error|errors|skipped|deselected|xfailed|xpassed|warnings?|rerun)\b")


@dataclass(frozen=True, slots=True)
class Step:
    """One check: quiet while it holds, and all its words when it does not."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def tool(module: str, *words: str) -> tuple[str, ...]:
    return (PYTHON, "-m", module, *words)


def program(name: str, *words: str) -> tuple[str, ...]:
    """Of this environment, whether or not it was activated."""
    return (str(Path(PYTHON).parent / name), *words)


STEPS = (
    Step("Style", tool("ruff", "check", ".")),
    Step("Layout of the code", tool("ruff", "format", "--check", ".")),
    Step("Types", tool("mypy")),
    Step("Imports point down", program("lint-imports", "--no-cache")),
    Step("Templates", tool("djlint", "templates", "--lint", "--quiet")),
    Step("Migrations are complete", (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run")),
    Step(
        "Safe in production",
        (PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        IN_PRODUCTION,
    ),
)


def main(arguments: list[str]) -> int:
    missing = needs.provide()
    if missing:
        print(missing, file=sys.stderr)
        return 2
    if arguments:
        return subprocess.run(tool("pytest", *arguments), cwd=ROOT, check=False).returncode
    started = time.monotonic()
    broken = [step.name for step in STEPS if not holds(step)]
    if broken:
        print(f"\nThe gate is shut: {', '.join(broken)}.", file=sys.stderr)
        return 1
    return test_both(started)


def holds(step: Step) -> bool:
    print(f"{step.name} … ", end="", flush=True)
    begun = time.monotonic()
    environment = {**os.environ, **step.environment}
    done = subprocess.run(step.command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    took = f"{time.monotonic() - begun:.0f} s"
    print(f"good ({took})" if done.returncode == 0 else f"BROKEN ({took})", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def test_both(started: float) -> int:
    """Both stacks even when the first fails: a broken thing is better understood when one knows where."""
    for old in ROOT.glob(".coverage*"):
        old.unlink()
    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(len(STACKS)) as both:
        codes = list(both.map(lambda stack: test(stack, counts), STACKS))
    covered = subprocess.run(tool("coverage", "combine", "--quiet"), cwd=ROOT, check=False).returncode == 0
    enough = [covered_enough(*wanted) for wanted in COVERAGE]  # all of them are reported
    print(closing_line(counts, time.monotonic() - started))
    return 0 if not any(codes) and covered and all(enough) else 1


def test(stack: str, counts: Counter[str]) -> int:
    """On the stack whose lines are counted, the long ways come after the others."""
    say(f"{stack:8} | Tests on {'SQLite, one process' if stack == 'embedded' else 'PostgreSQL and Redis'}")
    tests = ("pytest", "--quiet", "--durations=10", f"--stack={stack}")
    commands = [tool(*tests)]
    if stack == MEASURED:
        others = [f"--ignore={path}" for path in WHOLE]
        commands = [tool("coverage", "run", "-m", *tests, *others), tool(*tests, *WHOLE)]
    return max([follow(stack, command, counts) for command in commands])


def follow(stack: str, command: tuple[str, ...], counts: Counter[str]) -> int:
    """Shows pytest's words as they come, and adds up what its last line counts."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        assert running.stdout is not None
        last = ""
        for line in running.stdout:
            say(f"{stack:8} | {line.rstrip()}")
            last = line if SUMMARY.search(line) and " in " in line else last
    for number, word in SUMMARY.findall(last):
        counts[word] += int(number)
    return abs(running.returncode)


def say(line: str) -> None:
    """In one piece, whoever else speaks."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def covered_enough(what: str, least: int, files: str) -> bool:
    only = [f"--include={files}"] if files else []
    report = tool("coverage", "report", f"--fail-under={least}", *only)
    done = subprocess.run(report, cwd=ROOT, check=False, capture_output=True, text=True)
    total = next((line.split()[-1] for line in reversed(done.stdout.splitlines()) if line.startswith("TOTAL")), "none")
    print(f"Coverage of {what}: {total}, at least {least}% wanted", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def closing_line(counts: Counter[str], seconds: float) -> str:
    words = ", ".join(f"{n} {word}" for word, n in counts.items()) or "no tests ran"
    return f"{f' {words} in {seconds:.2f}s ':=^80}"
