"""Starts a real Redis and a real PostgreSQL for a test run, before Django reads its settings (`-p tests.services`).

`--stack=embedded` (the default): SQLite and the in-process layer. `--stack=scale`: PostgreSQL and Redis.
Redis and PostgreSQL are also at hand in the embedded run, for the tests that start servers of their own.
"""

from __future__ import annotations

import atexit
import contextlib
import glob
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

HASTY = ["-c", "fsync=off", "-c", "full_page_writes=off"]
_stops: list[Callable[[], object]] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stack", choices=["embedded", "scale"], default="embedded")
    parser.addoption("--pictures", metavar="OUT", help="draw the year of a cohort into this folder")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    known = early_config.known_args_namespace
    data = Path(tempfile.mkdtemp(prefix="community-test-"))
    _stops.append(lambda: shutil.rmtree(data, ignore_errors=True))
    os.environ["COMMUNITY_DATA"] = str(data)
    os.environ["COMMUNITY_URL"] = "http://testserver"
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    if known.collectonly or known.help:
        return
    if getattr(known, "stack", "embedded") == "scale":
        os.environ["DATABASE_URL"] = start_postgres()
        os.environ["REDIS_URL"] = start_redis().url


def pytest_unconfigure(config: pytest.Config) -> None:
    stop_everything()


def stop_everything() -> None:
    while _stops:
        _stops.pop()()


atexit.register(stop_everything)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def spawn(port: int, *command: object, wait_s: float = 30, **options: object) -> subprocess.Popen[bytes]:
    """Start a server and return once it listens on `port`."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([str(part) for part in command], **{**quiet, **options})  # type: ignore[call-overload]
    end = time.monotonic() + wait_s
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return process  # type: ignore[no-any-return]
        time.sleep(0.02)
    raise RuntimeError(f"{command[0]} did not listen on {port} (exit {process.poll()})")


class RedisServer:
    """A Redis of our own on a free port, without persistence; `restart` loses everything, as a bad day does."""

    def __init__(self) -> None:
        self.program = shutil.which("redis-server")
        if self.program is None:
            raise RuntimeError("redis-server is not installed; `python3 manage.py test` installs it on Debian.")
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="redis-")
        self.url = f"redis://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        self.process = spawn(
            self.port, self.program, "--port", self.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
            "--dir", self.folder,
        )  # fmt: skip

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_redis() -> RedisServer:
    server = RedisServer()
    _stops.append(server.close)
    return server


class PostgresServer:
    """A PostgreSQL of our own on a free port. The server refuses to run as root, so root borrows `postgres`.

    Tests need no fsync; a benchmark is `durable`.
    """

    def __init__(self, *, durable: bool = False) -> None:
        program = shutil.which("postgres") or max(glob.glob("/usr/lib/postgresql/*/bin/postgres"), default=None)
        if program is None:
            raise RuntimeError("PostgreSQL is not installed; `python3 manage.py test` installs it on Debian.")
        self.binaries, self.port = Path(program).resolve().parent, free_port()
        self.folder = tempfile.mkdtemp(prefix="pg-")
        self.url = f"postgres://app@127.0.0.1:{self.port}/postgres"
        self.options = [] if durable else HASTY
        self.borrow = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self.process: subprocess.Popen[bytes] | None = None
        if self.borrow:
            shutil.chown(self.folder, "postgres")
        subprocess.run(
            [*self.borrow, self.binaries / "initdb", "-D", f"{self.folder}/data", "-U", "app", "--auth=trust",
             "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"],
            check=True, stdout=subprocess.DEVNULL, cwd=self.folder,
        )  # fmt: skip
        self.start()

    def start(self) -> None:
        self.process = spawn(
            self.port, *self.borrow, self.binaries / "postgres", "-D", f"{self.folder}/data", "-p", self.port,
            "-k", self.folder, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", *self.options,
            cwd=self.folder,
        )  # fmt: skip

    def stop(self) -> None:
        """At once, as a power cut does; what was committed is recovered at the next start."""
        if self.process is not None:
            stopping = [*self.borrow, self.binaries / "pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop"]
            subprocess.run(stopping, stdout=subprocess.DEVNULL, cwd=self.folder, check=False)
            self.process.wait(20)
            self.process = None

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def start_postgres(*, durable: bool = False) -> str:
    """Returns its URL."""
    server = PostgresServer(durable=durable)
    _stops.append(server.close)
    return server.url
