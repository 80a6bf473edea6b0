"""Many WebSockets in one thread: plain sockets over epoll, so that the client is never what is measured.

A payload that many sockets receive is the same bytes for all of them; whoever counts messages in it may remember
what it found (`Marks`), and then a delivery costs the client one read and one lookup.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import socket
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

READ = 1 << 18


@dataclass(slots=True, eq=False)
class Peer:
    """One WebSocket of the client."""

    number: int
    sock: socket.socket
    buffer: bytearray = field(default_factory=bytearray)
    waiting: bytearray = field(default_factory=bytearray)  # what the kernel did not take yet
    open: bool = False
    close_code: int | None = None
    closed_at: float = 0.0
    opened_at: float = 0.0
    began_at: float = 0.0


Hear = Callable[[Peer, bytes], None]


class Sockets:
    """Connects, sends and hears. `hear(peer, payload)` gets each text message."""

    def __init__(self, port: int, *, subprotocol: str = "", hear: Hear | None = None) -> None:
        self.port = port
        self.subprotocol = subprotocol
        self.hear: Hear = hear or (lambda peer, payload: None)
        self.ended: Callable[[Peer], None] = lambda peer: None
        self.poll = select.epoll()
        self.peers: list[Peer] = []
        self.by_fd: dict[int, Peer] = {}
        self.closed: list[Peer] = []
        self.beside: Sockets | None = None  # the other side, whose pings must be answered while it waits its turn
        self.tended_at = 0.0

    # ---- connecting ---------------------------------------------------------------------------

    def connect(self, wanted: Sequence[tuple[str, str]], *, at_once: int = 32, patience_s: float = 60) -> float:
        """Open one socket for each (cookie, path), `at_once` at a time. Returns how many seconds it took.

        Raises TimeoutError when some did not open.
        """
        began, todo = time.perf_counter(), list(reversed(wanted))
        first = len(self.peers)
        while todo or any(not p.open and p.close_code is None for p in self.peers[first:]):
            opening = sum(1 for p in self.peers[first:] if not p.open and p.close_code is None)
            while todo and opening < at_once:
                self.begin(*todo.pop())
                opening += 1
            self.turn(0.05)
            if time.perf_counter() - began > patience_s:
                raise TimeoutError(f"{len(todo) + opening} sockets did not open in {patience_s} s")
        return time.perf_counter() - began

    def begin(self, cookie: str, path: str) -> Peer:
        sock = socket.create_connection(("127.0.0.1", self.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = Peer(len(self.peers), sock, began_at=time.perf_counter())
        self.peers.append(peer)
        self.by_fd[sock.fileno()] = peer
        origin = f"http://127.0.0.1:{self.port}"
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Origin: {origin}", f"Cookie: {cookie}",
                 f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}"]  # fmt: skip
        if self.subprotocol:
            lines.append(f"Sec-WebSocket-Protocol: {self.subprotocol}")
        sock.sendall("\r\n".join([*lines, "", ""]).encode())
        sock.setblocking(False)
        self.poll.register(sock.fileno(), select.EPOLLIN)
        return peer

    # ---- sending ------------------------------------------------------------------------------

    def say(self, peer: Peer, frame: dict[str, Any]) -> None:
        self.send(peer, masked(json.dumps(frame).encode()))

    def send(self, peer: Peer, data: bytes) -> None:
        if peer.close_code is not None:
            return
        if not peer.waiting:
            try:
                data = data[peer.sock.send(data) :]
            except BlockingIOError:
                pass
            except OSError:
                self.end(peer, 1006)
                return
        if data:
            peer.waiting += data
            self.poll.modify(peer.sock.fileno(), select.EPOLLIN | select.EPOLLOUT)

    # ---- hearing ------------------------------------------------------------------------------

    def turn(self, wait_s: float) -> None:
        """Read whatever came within `wait_s` seconds."""
        if self.beside is not None and time.perf_counter() - self.tended_at > 1:
            self.tended_at = self.beside.tended_at = time.perf_counter()
            self.beside.turn(0)
        for fd, events in self.poll.poll(wait_s):
            peer = self.by_fd.get(fd)
            if peer is None:
                continue
            if events & select.EPOLLOUT:
                self.flush(peer)
            if peer.sock.fileno() >= 0 and events & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR):
                self.read(peer)

    def run(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.turn(left)

    def until(self, true: Callable[[], bool], seconds: float) -> bool:
        """Turn until `true()`; False when it did not come in time."""
        end = time.perf_counter() + seconds
        while not true():
            left = end - time.perf_counter()
            if left <= 0:
                return False
            self.turn(min(left, 0.1))
        return True

    def flush(self, peer: Peer) -> None:
        try:
            del peer.waiting[: peer.sock.send(peer.waiting)]
        except BlockingIOError:
            return
        except OSError:
            self.end(peer, 1006)
            return
        if not peer.waiting:
            self.poll.modify(peer.sock.fileno(), select.EPOLLIN)

    def read(self, peer: Peer) -> None:
        try:
            data = peer.sock.recv(READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.end(peer, peer.close_code or 1006)
            return
        peer.buffer += data
        if not peer.open and not self.opened(peer):
            return
        self.frames(peer)

    def opened(self, peer: Peer) -> bool:
        """Was the handshake answered, and well?"""
        head, found, rest = bytes(peer.buffer).partition(b"\r\n\r\n")
        if not found:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self.end(peer, int(head.split(b" ", 2)[1]))
            return False
        peer.buffer[:] = rest
        peer.open, peer.opened_at = True, time.perf_counter()
        return True

    def frames(self, peer: Peer) -> None:
        buffer, at = peer.buffer, 0
        while len(buffer) - at >= 2:
            kind, length, start = buffer[at] & 15, buffer[at + 1] & 127, at + 2
            if length > 125:
                size = 2 if length == 126 else 8
                length, start = int.from_bytes(buffer[start : start + size], "big"), start + size
            if len(buffer) < start + length:
                break
            payload = bytes(buffer[start : start + length])
            at = start + length
            if kind == 1:
                self.hear(peer, payload)
            elif kind == 8:
                peer.close_code = int.from_bytes(payload[:2], "big") if payload else 1005
                peer.closed_at = time.perf_counter()
                self.send_close(peer, payload[:2])
            elif kind == 9:
                self.send(peer, masked(payload, kind=10))
        del buffer[:at]

    def send_close(self, peer: Peer, payload: bytes) -> None:
        with contextlib.suppress(OSError):
            peer.sock.send(masked(payload, kind=8))

    def end(self, peer: Peer, code: int) -> None:
        if peer.sock.fileno() < 0:
            return
        self.poll.unregister(peer.sock.fileno())
        del self.by_fd[peer.sock.fileno()]
        peer.sock.close()
        peer.open = False
        peer.close_code = code
        peer.closed_at = peer.closed_at or time.perf_counter()
        self.closed.append(peer)
        self.ended(peer)

    def goodbye(self, peer: Peer) -> None:
        if peer.sock.fileno() >= 0:
            self.send_close(peer, (1000).to_bytes(2, "big"))
            self.end(peer, 1000)

    def forget(self, peer: Peer) -> None:
        """For whoever opens sockets all evening and needs none of those that ended. Numbers are not given again."""
        self.peers.remove(peer)
        self.closed.remove(peer)

    def close(self) -> None:
        for peer in list(self.peers):
            self.goodbye(peer)
        self.poll.close()


def masked(payload: bytes, kind: int = 1) -> bytes:
    """A client frame (RFC 6455 section 5.3). The mask is zero: allowed, and free for both sides."""
    length = len(payload)
    if length < 126:
        head = bytes((0x80 | kind, 0x80 | length))
    elif length < 65_536:
        head = bytes((0x80 | kind, 0xFE)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x80 | kind, 0xFF)) + length.to_bytes(8, "big")
    return head + b"\0\0\0\0" + payload


class Marks:
    """Finds our messages in a payload: each carries when it was due (ns) and its number."""

    PATTERN = re.compile(rb'"body": ?"@@(\d+)@(\d+)@')

    def __init__(self) -> None:
        self.known: dict[bytes, list[tuple[int, int]]] = {}

    @staticmethod
    def body(due_ns: int, number: int) -> str:
        return f"@@{due_ns}@{number}@ Our board met last night and the answer is yes, with two conditions to settle."

    def of(self, payload: bytes) -> list[tuple[int, int]]:
        found = self.known.get(payload)
        if found is None:
            if len(self.known) > 64:
                self.known.clear()
            found = [(int(due), int(number)) for due, number in self.PATTERN.findall(payload)]
            self.known[payload] = found
        return found
