"""Serve the community: one process by default, several on one port with --processes."""

from __future__ import annotations

import asyncio
import errno
import gc
import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

RESTART_S = 0.5  # what ends at once, again and again, must not eat the machine


class Command(BaseCommand):
    help = "Serve pages and the live wire through Daphne. Drains on SIGTERM and SIGINT."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1, help="several need PostgreSQL and Redis")
        parser.add_argument("--fd", type=int, help="an already listening socket (used between processes)")

    def handle(self, *args: Any, host: str, port: int, processes: int, fd: int | None, **options: Any) -> None:
        if fd is not None:
            serve(fd)
            return
        if processes > 1:
            self.require_the_scale()
        listening = listen(host, port)
        if processes > 1:
            self.supervise(listening, processes)
        else:
            serve(listening.detach())

    def require_the_scale(self) -> None:
        if not settings.REDIS_URL or not settings.DATABASE_URL:
            raise CommandError("Several processes need DATABASE_URL (PostgreSQL) and REDIS_URL.")

    def supervise(self, listening: socket.socket, processes: int) -> None:
        """Children share the socket; one that dies is replaced; on SIGTERM all drain."""
        number = listening.fileno()
        listening.set_inheritable(True)
        children: dict[int, subprocess.Popen[bytes]] = {}
        stopping = False

        def spawn() -> None:
            child = subprocess.Popen([sys.executable, sys.argv[0], "serve", "--fd", str(number)], pass_fds=[number])
            children[child.pid] = child
            if stopping:  # told while it was being started
                child.terminate()

        def stop(*_: object) -> None:
            nonlocal stopping
            stopping = True
            for child in children.values():
                child.terminate()

        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, stop)
        for _ in range(processes):
            spawn()
        while children:
            pid, status = os.wait()
            children.pop(pid, None)
            if not stopping:
                self.stderr.write(f"Process {pid} ended ({status}); starting another")
                time.sleep(RESTART_S)
                spawn()


def listen(host: str, port: int) -> socket.socket:
    """Raises CommandError with a sentence that helps."""
    if not 0 <= port < 2**16:
        raise CommandError(f"Ports are numbers from 0 to 65535, not {port}.")
    try:
        return socket.create_server((host, port), backlog=1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = f"is in use, perhaps by a community that runs already. Try --port {port + 1}"
        else:
            reason = f"cannot be used: {error.strerror}"
        raise CommandError(f"Port {port} on {host} {reason}.") from None


def serve(fd: int) -> None:
    """This process, until it is told to stop."""
    sys.setswitchinterval(0.0005)  # page threads yield to the live wire: chat p99 fell from 23 to 14 ms
    from community.asgi import application, drain
    from community.jobs.worker import InProcess
    from community.pages import warm
    from community.server import CommunityServer

    warm()
    gc.collect()
    gc.freeze()  # what lives as long as the process is not looked through again: a whole collection took 140 ms
    jobs = InProcess()

    async def wind_down() -> None:
        await drain()
        await asyncio.to_thread(jobs.stop)

    jobs.start()
    CommunityServer(application, endpoints=[f"fd:fileno={fd}"], drain=wind_down).run()
