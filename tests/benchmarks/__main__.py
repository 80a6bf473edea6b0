"""python -m tests.benchmarks NAME [--quick] [--json] [--database sqlite|postgres] [--redis]"""

from __future__ import annotations

import argparse
import importlib
import os
from pathlib import Path

from tests import services
from tests.benchmarks import machine
from tests.benchmarks.servers import Stack

NAMES = ("chat", "pages", "connections", "revocation")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", choices=[*NAMES, "replay"])
    parser.add_argument("archive", nargs="?", type=Path, help="for replay: the archive whose messages are said")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--redis", action="store_true")
    parser.add_argument("--processes", type=int, default=1, help="for replay: server processes")
    given = parser.parse_args()
    if given.name == "replay" and given.archive is None:
        parser.error("replay needs an ARCHIVE")
    machine.allow_open_files(16_384)
    os.sched_setaffinity(0, machine.cores()[1])
    stack = Stack(given.database, given.redis)
    module = importlib.import_module(f"tests.benchmarks.{given.name}")
    try:
        if given.name == "replay":
            report = module.run(stack, given.archive, processes=given.processes, quick=given.quick)
        else:
            report = module.run(stack, quick=given.quick)
    finally:
        services.stop_everything()
    print(report.text())
    if given.json:
        print(report.json())


if __name__ == "__main__":
    main()
