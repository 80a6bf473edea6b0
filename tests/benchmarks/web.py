"""Page requests: keep-alive connections over epoll, always so many in flight, or so many a second."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Line:
    """One keep-alive connection with at most one request on it."""

    sock: socket.socket
    buffer: bytearray = field(default_factory=bytearray)
    asked_at: float = 0.0
    busy: bool = False


@dataclass(slots=True)
class Answers:
    """What came back: seconds each, and how many were not what was expected."""

    seconds: list[float] = field(default_factory=list)
    wrong: int = 0
    size: int = 0
    took: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.took


Request = Callable[[], bytes]


class Web:
    """Asks one server. `expect` is the status that counts as right."""

    def __init__(self, port: int, *, lines: int, expect: int = 200) -> None:
        self.port = port
        self.expect = expect
        self.poll = select.epoll()
        self.lines = [self.line() for _ in range(lines)]
        self.by_fd = {line.sock.fileno(): line for line in self.lines}

    def line(self) -> Line:
        sock = socket.create_connection(("127.0.0.1", self.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.poll.register(sock.fileno(), select.EPOLLIN)
        return Line(sock)

    def get(self, path: str, cookie: str) -> bytes:
        return (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookie}\r\nAccept: text/html\r\n\r\n"
        ).encode()

    def post(self, path: str, cookie: str, body: bytes) -> bytes:
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {cookie}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body

    def steady(self, request: Request, seconds: float) -> Answers:
        """As many requests in flight as there are lines, for so long."""
        answers, began = Answers(), time.perf_counter()
        for line in self.lines:
            self.ask(line, request())
        while time.perf_counter() - began < seconds:
            for line in self.answered(answers, 1):
                self.ask(line, request())
        answers.took = time.perf_counter() - began
        while any(line.busy for line in self.lines) and time.perf_counter() - began < seconds + 30:
            for _ in self.answered(Answers(), 1):
                pass
        return answers

    def times(self, request: Request, count: int) -> Answers:
        """One after the other on the first line."""
        answers, began = Answers(), time.perf_counter()
        for _ in range(count):
            self.ask(self.lines[0], request())
            while self.lines[0].busy:
                for _ in self.answered(answers, 30):
                    pass
        answers.took = time.perf_counter() - began
        return answers

    def ask(self, line: Line, request: bytes) -> None:
        line.asked_at, line.busy = time.perf_counter(), True
        line.sock.sendall(request)

    def answered(self, answers: Answers, wait_s: float) -> list[Line]:
        free = []
        for fd, _ in self.poll.poll(wait_s):
            line = self.by_fd[fd]
            data = line.sock.recv(1 << 18)
            if not data:
                raise ConnectionError(f"the server closed a connection after {bytes(line.buffer[:200])!r}")
            line.buffer += data
            length = whole(line.buffer)
            if length is None:
                continue
            answers.seconds.append(time.perf_counter() - line.asked_at)
            answers.size = length
            if int(line.buffer[9:12]) != self.expect:
                answers.wrong += 1
            line.buffer.clear()
            line.busy = False
            free.append(line)
        return free

    def close(self) -> None:
        for line in self.lines:
            line.sock.close()
        self.poll.close()


def whole(buffer: bytearray) -> int | None:
    """The length of the body once the answer is complete (RFC 9112 section 6)."""
    head, found, _ = bytes(buffer[:8192]).partition(b"\r\n\r\n")
    if not found:
        return None
    start = len(head) + 4
    for header in head.lower().split(b"\r\n"):
        if header.startswith(b"content-length:"):
            length = int(header.split(b":")[1])
            return length if len(buffer) >= start + length else None
    if b"transfer-encoding: chunked" in head.lower():
        return len(buffer) - start if buffer.endswith(b"0\r\n\r\n") else None
    return 0


def read_on(port: int, cookie: str, per_second: float, paths: list[str]) -> None:
    """For a subprocess: pages at a steady rate until it is ended."""
    os.nice(0)
    web, number, began = Web(port, lines=4), 0, time.perf_counter()
    while True:
        due = began + number / per_second
        with contextlib.suppress(ConnectionError):
            while (left := due - time.perf_counter()) > 0:
                web.answered(Answers(), left)
        free = next((line for line in web.lines if not line.busy), None)
        if free is not None:
            web.ask(free, web.get(paths[number % len(paths)], cookie))
        number += 1
        if number == 2 * len(paths):
            print("reading", flush=True)  # starting this program took the core of whoever measures


if __name__ == "__main__":
    read_on(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), sys.argv[4:])
