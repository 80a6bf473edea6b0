"""Bytes on a connection, as a client writes them that no library would."""

from __future__ import annotations

import http.client
import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.harness.browser import Answer

PATIENCE_S = 10.0
SMALL_BUFFER = 32 * 1024


class Shared(io.BufferedReader):
    """What the library may close without closing the connection: the next response comes over it too."""

    def close(self) -> None:
        pass

    def makefile(self, mode: str) -> Shared:
        return self


@dataclass(slots=True)
class Wire:
    """One connection."""

    socket: socket.socket
    incoming: Shared

    def say(self, *pieces: bytes) -> None:
        self.socket.sendall(b"".join(pieces))

    def pour(self, piece: bytes, times: int) -> int:
        """The piece again and again, until it is sent or the other side has had enough; returns how many went out."""
        for number in range(times):
            try:
                self.socket.sendall(piece)
            except OSError:
                return number
        return times

    def reply(self, method: str = "GET") -> Answer:
        """The next response. Raises http.client.HTTPException when it does not come or breaks off."""
        found = http.client.HTTPResponse(self.incoming, method=method)  # type: ignore[arg-type]
        found.begin()
        return Answer(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read())

    def take(self, size: int) -> bytes:
        """The next bytes, at most so many, or all before the other side closes."""
        read = bytearray()
        while len(read) < size and (piece := self.socket.recv(min(size - len(read), 2**18))):
            read += piece
        return bytes(read)

    def until(self, words: bytes) -> bytes:
        """All that comes up to these words and a little further."""
        read = b""
        while words not in read:
            piece = self.socket.recv(4096)
            assert piece, read
            read += piece
        return read

    def rest(self) -> bytes:
        """All that still comes before the other side closes."""
        read = b""
        while piece := self.socket.recv(2**16):
            read += piece
        return read

    def is_over(self) -> bool:
        """The other side has closed or cut it."""
        try:
            return self.rest() == b""
        except ConnectionError:
            return True


@contextmanager
def wire(port: int, *, buffer: int = 0) -> Iterator[Wire]:
    """A connection; with a buffer, one whose client takes little at a time."""
    with socket.socket() as made:
        if buffer:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        made.settimeout(PATIENCE_S)
        made.connect(("127.0.0.1", port))
        yield Wire(made, Shared(socket.SocketIO(made, "r")))


def head(first: str, *lines: str) -> bytes:
    """A request line and headers, `Host` among them."""
    return "\r\n".join([f"{first} HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]).encode("latin1")


def multipart(size: int, name: str = "notes.txt", *, more: str = "") -> tuple[bytes, bytes, str]:
    """What comes before and after the content of a file in a form, and the kind of the form."""
    before = (
        f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: text/plain\r\n{more}\r\n"
    )
    return before.encode(), b"\r\n--edge--\r\n", "multipart/form-data; boundary=edge"
