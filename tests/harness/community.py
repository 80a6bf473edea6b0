"""A whole community as it runs in life: its own database, one or more server processes, real sockets and browsers."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.test import override_settings

from community.members.models import Member
from tests.harness.browser import Browser
from tests.harness.databases import Database
from tests.harness.tab import Tab
from tests.services import RedisServer, free_port
from tests.verbs import session_of

ROOT = Path(__file__).resolve().parents[2]
START_S = 120  # for a demo on a busy machine; one process on an idle one needs a single second
STOP_S = 40
# Not ours to prevent: a client that was cut off in the middle of a handshake, told by the library in its own words.
TROUBLE = re.compile(r"Traceback|ERROR|CRITICAL|Unhandled|never retrieved|was destroyed")


@dataclass(slots=True)
class Server:
    """One server process, which may be stopped, killed and started again on its port."""

    port: int
    log: Path
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, "--port", str(self.port)], cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                process_group=0,
            )  # fmt: skip
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        assert self.process is not None
        end = time.monotonic() + START_S
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_S)
                with contextlib.closing(asking):
                    asking.request("GET", "/health/")
                    if asking.getresponse().status == 200:
                        return
            time.sleep(0.05)
        code = self.process.poll()
        if code is None:
            self.kill()
        raise RuntimeError(f"No server on {self.port} (exit {code}):\n{self.words()}")

    def terminate(self) -> None:
        """Tell it to stop, as a deployment does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        """Returns the exit code."""
        self.terminate()
        return self.ended()

    def kill(self) -> None:
        """As a power cut does, its children included."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.ended()

    def ended(self) -> int:
        assert self.process is not None
        try:
            return self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"The server did not end within {STOP_S} s:\n{self.words()}") from None
        finally:
            self.process = None

    def words(self) -> str:
        """What it said on stderr."""
        return self.log.read_text(errors="replace")

    def memory(self) -> int:
        """Bytes of memory it holds now."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) * 1024


@dataclass(slots=True)
class Community:
    """`with` starts it and ends it in order, and fails when a server wrote of trouble it was not told to expect."""

    folder: Path
    database: Database
    blocker: Any
    redis: RedisServer | None = None
    processes: int = 1
    environment: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=lambda: [sys.executable, "manage.py", "serve"])
    expected: str = ""  # a pattern of trouble that belongs to the test
    servers: list[Server] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)

    def __enter__(self) -> Community:
        ports = [free_port() for _ in range(self.processes)]
        (self.folder / "static").symlink_to(settings.STATIC_ROOT)
        own = {
            "COMMUNITY_DATA": str(self.folder),
            "COMMUNITY_URL": f"http://127.0.0.1:{ports[0]}",
            "COMMUNITY_SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": self.database.url,
            "REDIS_URL": self.redis.url if self.redis else "",
        }
        environment = {**os.environ, **own, **self.environment}
        for number, port in enumerate(ports):
            self.servers.append(Server(port, self.folder / f"server-{number}.log", self.command, environment))
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close_tabs()
        codes = [server.stop() for server in self.servers if server.process is not None]
        if kind is None:
            assert set(codes) <= {0}, f"A server ended with {codes}:\n{self.words()}"
            self.require_peace()

    def start(self) -> None:
        for server in self.servers:
            if server.process is None:
                server.start()

    def kill(self) -> None:
        for server in self.servers:
            if server.process is not None:
                server.kill()

    def words(self) -> str:
        return "\n".join(server.words() for server in self.servers)

    def require_peace(self) -> None:
        """Whatever clients and messengers did, no server may have met an error that it did not foresee."""
        trouble = [line for line in self.words().splitlines() if TROUBLE.search(line)]
        if self.expected:
            trouble = [line for line in trouble if not re.search(self.expected, line)]
        assert not trouble, "\n".join(trouble) + "\n\n" + self.words()

    # ---- people ---------------------------------------------------------------------------------

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """In this thread, work on the community's own rows and tell its servers through its own Redis."""
        with (
            override_settings(REDIS_URL=self.redis.url if self.redis else ""),
            self.database.inside(self.blocker),
        ):
            yield

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.servers[0].port}"

    def tab(self, member: Member | str | None, *, at: int = 0, **options: Any) -> Tab:
        """A browser tab with its socket, signed in as this member or with this session key, at that process."""
        key = session_of(member).session_key or "" if isinstance(member, Member) else member or ""
        tab = Tab(self.servers[at].port, key, origin=options.pop("origin", self.origin), **options)
        self.tabs.append(tab)
        return tab

    def browser(self, member: Member | str | None, *, at: int = 0) -> Browser:
        key = session_of(member).session_key or "" if isinstance(member, Member) else member or ""
        return Browser(self.servers[at].port, key)

    def close_tabs(self) -> None:
        while self.tabs:
            self.tabs.pop().close()
