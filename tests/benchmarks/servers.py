"""The two servers that are compared: this community and the textbook version, each with a database of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from tests import services
from tests.benchmarks import machine
from tests.harness.messenger import Messenger, losing

ROOT = Path(__file__).resolve().parents[2]
GENEROUS = {  # a load test says more in a second than a person in an evening
    "COMMUNITY_MESSAGES_PER_10_S": "1000000",
    "COMMUNITY_FRAMES_PER_MINUTE": "10000000",
    "COMMUNITY_SOCKETS_PER_MEMBER": "10000",
}


@dataclass(slots=True)
class Stack:
    """What a server stands on. PostgreSQL keeps its promises here: fsync is on. `loss`: percent of what Redis brings
    that never arrives."""

    database: str = "sqlite"
    redis: bool = False
    loss: int = 0
    messenger: Messenger | None = None

    @property
    def words(self) -> str:
        found = {"sqlite": "SQLite", "postgres": "PostgreSQL"}[self.database] + (" and Redis" if self.redis else "")
        return f"{found} that loses {self.loss} %" if self.loss else found

    def environment(self, *, always_redis: bool = False) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.database == "postgres":
            found["DATABASE_URL"] = services.start_postgres(durable=True)
        if self.redis or always_redis:
            redis = services.start_redis()
            found["REDIS_URL"] = redis.url
            if self.loss:
                self.messenger = Messenger(redis, seed=7)
                self.messenger.carry = losing(self.loss / 100)
                found["REDIS_URL"] = self.messenger.url
        return found

    def close(self) -> None:
        if self.messenger is not None:
            self.messenger.close()


@dataclass(slots=True)
class Server:
    """One server over its life: `with` prepares the database, `start` and `stop` may alternate."""

    stack: Stack
    processes: int = 1
    data: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="bench-")))
    port: int = field(default_factory=services.free_port)
    process: subprocess.Popen[bytes] | None = None
    env: dict[str, str] = field(default_factory=dict)

    settings = ""
    preparer = ""
    always_redis = False

    def __enter__(self) -> Server:
        self.env = {**os.environ, **self.stack.environment(always_redis=self.always_redis), **GENEROUS}
        self.env |= {"COMMUNITY_DATA": str(self.data), "COMMUNITY_URL": f"http://127.0.0.1:{self.port}",
                     "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": self.settings}  # fmt: skip
        if self.stack.database == "sqlite":
            self.env.pop("DATABASE_URL", None)
        if not (self.stack.redis or self.always_redis):
            self.env.pop("REDIS_URL", None)
        self.migrate()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.data, ignore_errors=True)

    def django(self, *command: str) -> str:
        """Run Python in this server's environment; raises with what it said when it fails."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stderr[-3000:]}")
        return done.stdout

    def migrate(self) -> None:
        raise NotImplementedError

    def prepare(self, what: str, **plan: Any) -> dict[str, Any]:
        """Fill the database; returns what the load needs to know of it (cookies, ids)."""
        found: dict[str, Any] = json.loads(self.django("-m", self.preparer, what, json.dumps(plan)).splitlines()[-1])
        return found

    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        with (self.data / "server.log").open("ab") as log:
            self.process = services.spawn(
                self.port, *self.command(), cwd=ROOT, env=self.env, stdout=log, stderr=log,
                preexec_fn=machine.pinned(machine.cores()[0]),
            )  # fmt: skip

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(15)
            self.process.kill()
            self.process.wait()
            self.process = None

    @property
    def pids(self) -> list[int]:
        """The process and its children."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu(self) -> float:
        return machine.cpu_seconds(self.pids)

    def log(self) -> str:
        return (self.data / "server.log").read_text(errors="replace")


@dataclass(slots=True)
class Ours(Server):
    """The community as `manage.py serve` runs it."""

    settings = "community.settings"
    preparer = "tests.benchmarks.prepare"

    def migrate(self) -> None:
        self.django("manage.py", "migrate", "--verbosity", "0")
        self.django("manage.py", "collectstatic", "--no-input", "--verbosity", "0")

    def command(self) -> list[str]:
        many = ["--processes", str(self.processes)] if self.processes > 1 else []
        return [sys.executable, "manage.py", "serve", "--port", str(self.port), *many]


@dataclass(slots=True)
class Textbook(Server):
    """What the official tutorials teach: stock handlers on Daphne, the Redis channel layer."""

    settings = "tests.benchmarks.textbook.settings"
    preparer = "tests.benchmarks.textbook.prepare"
    always_redis = True

    def migrate(self) -> None:
        self.django("-m", "django", "migrate", "--run-syncdb", "--verbosity", "0")

    def command(self) -> list[str]:
        return [sys.executable, "-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(self.port),
                "tests.benchmarks.textbook.asgi:application"]  # fmt: skip
