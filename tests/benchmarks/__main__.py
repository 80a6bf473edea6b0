"""python -m tests.benchmarks NAME [--quick] [--json] [--database sqlite|postgres] [--redis]"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from tests import services
from tests.benchmarks import machine
from tests.benchmarks.archives import Archive, NotAnArchive
from tests.benchmarks.report import Report
from tests.benchmarks.servers import Stack

NAMES = ("chat", "pages", "search", "library", "connections", "revocation")
OPEN_FILES = 16_384


def main() -> int:
    parser = options()
    given = parser.parse_args()
    if given.name == "replay" and given.archive is None:
        parser.error("replay needs an ARCHIVE")
    machine.allow_open_files(OPEN_FILES)
    os.sched_setaffinity(0, machine.cores()[1])
    try:
        report = measured(given)
    except NotAnArchive as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        services.stop_everything()
    print(report.text())
    if given.json:
        print(report.json())
    return 1 if report.broken else 0


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", choices=[*NAMES, "replay"])
    parser.add_argument("archive", nargs="?", type=Path, help="for replay: the archive whose messages are said")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--redis", action="store_true")
    replay = parser.add_argument_group("for replay")
    replay.add_argument("--processes", type=int, default=1, help="several need PostgreSQL and Redis, and get them")
    replay.add_argument("--clients", type=int, default=50, help="members who listen at the same time")
    replay.add_argument("--limit", type=int, help="only so many messages of the archive")
    replay.add_argument("--cuts", type=int, default=0, help="how many times somebody's connection breaks")
    out = parser.add_argument_group("for revocation")
    out.add_argument("--loss", type=int, default=0, help="percent of what Redis brings that is lost on the way")
    out.add_argument("--no-redis", action="store_true", help="one process alone, on --database")
    return parser


def measured(given: argparse.Namespace) -> Report:
    """Whatever is asked, by its module."""
    stack = Stack(given.database, given.redis)
    module = importlib.import_module(f"tests.benchmarks.{given.name}")
    found: Report
    if given.name == "replay":
        archive = Archive(given.archive)
        if given.processes > 1:
            stack = Stack("postgres", redis=True)
        limit = 200 if given.quick and given.limit is None else given.limit
        found = module.run(
            stack, archive, processes=given.processes, clients=max(1, given.clients), limit=limit, cuts=given.cuts
        )
    elif given.name == "revocation":
        found = module.run(stack, quick=given.quick, loss=given.loss, alone=given.no_redis)
    else:
        found = module.run(stack, quick=given.quick)
    return found


if __name__ == "__main__":
    sys.exit(main())
