"""One community that is really served: a data folder, a database, processes on a port that can be killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests import services
from tests.browser.hands import Hands

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_S = 60


def until(check: Callable[[], bool], *, within: float = 10, missing: str = "It did not happen.") -> None:
    """Ask again and again, up to a deadline."""
    end = time.monotonic() + within
    while not check():
        if time.monotonic() > end:
            raise AssertionError(missing)
        time.sleep(0.05)


@dataclass(slots=True)
class Served:
    """`with` prepares and starts it. `kill` and `start` may alternate; the port stays."""

    scale: bool
    static: Path  # collected already, the same for every community of this run
    data: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="served-")))
    port: int = field(default_factory=services.free_port)
    process: subprocess.Popen[bytes] | None = None
    env: dict[str, str] = field(default_factory=dict)
    log_read: int = 0
    hands: Hands = field(init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self, begins: str = "prepare") -> None:
        """A database, and in it what the hands begin with: by default the demo community and the cast."""
        stack = {"DATABASE_URL": fresh_database(), "REDIS_URL": services.start_redis().url} if self.scale else {}
        plain = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.env = {**plain, **stack, "COMMUNITY_DATA": str(self.data), "COMMUNITY_URL": self.url,
                    "COMMUNITY_PRIVATE_PROVIDERS": "1", "PYTHONPATH": str(ROOT),
                    "DJANGO_SETTINGS_MODULE": "community.settings"}  # fmt: skip
        (self.data / "static").symlink_to(self.static)
        self.run("manage.py", "migrate", "-v0")
        self.hands = Hands(self.env)
        self.hands(begins)

    def run(self, *command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, env=self.env, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        processes = ["--processes", "2"] if self.scale else []
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(self.port), *processes],
                cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/health/", timeout=2):  # noqa: S310  our own server
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise RuntimeError(f"The community did not start: {self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """All its processes at once: they are a session of their own."""
        if self.process is not None:
            self.signal(signal.SIGKILL)
            self.process.wait(30)
            self.process = None

    def stop(self) -> None:
        """As for an update: it drains."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(40)
            self.process = None

    def suspend(self) -> None:
        """Alive, and silent as a dead network."""
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.signal(signal.SIGCONT)

    def unread(self) -> int:
        """Bytes that lie in the kernel for it: what has left a browser while it was silent. Linux only."""
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        mine = f":{self.port:04X}"
        return sum(int(line[4].partition(":")[2], 16) for line in lines if line[1].endswith(mine) and line[3] == "01")

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, number)

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def breakages(self) -> str:
        """What the server wrote since the last look, if anything broke in it."""
        text = self.log.read_text()[self.log_read :]
        self.log_read += len(text)
        return text if "Traceback" in text else ""

    def close(self) -> None:
        self.kill()
        self.hands.close()

    # ---- mail -------------------------------------------------------------------------------

    def mail_to(self, address: str, within_s: float = 10) -> str:
        """The newest mail to this address, once it is there."""
        found: list[str] = []
        until(
            lambda: bool(found.extend(self.mails(address)) or found), within=within_s, missing=f"No mail to {address}."
        )
        return found[0]

    def mails(self, address: str) -> list[str]:
        """All mails to this address, the newest first."""
        places = sorted((self.data / "mail").glob("*.eml"), key=lambda place: place.stat().st_mtime_ns, reverse=True)
        messages = [message_from_bytes(place.read_bytes()) for place in places]
        return [str(m.get_payload(decode=True).decode()) for m in messages if m["To"] == address]  # type: ignore[union-attr]

    def code_for(self, address: str) -> str:
        found = re.search(r"^\s*(\d{6})\s*$", self.mail_to(address), re.MULTILINE)
        assert found is not None
        return found[1]

    def link_for(self, address: str) -> str:
        found = re.search(r"http://\S+", self.mail_to(address))
        assert found is not None
        return found[0]


def fresh_database() -> str:
    """A database of its own on the PostgreSQL of this run."""
    url = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(url.geturl(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE served")
    return url._replace(path="/served").geturl()
