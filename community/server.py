"""Daphne, made fit for this: it drains, bounds what it reads, and waits for slow readers.

What stock Daphne 4.2 does instead was measured (docs/decisions/0003-our-own-serve.md): it drops requests on SIGTERM
and can hang, parses multipart bodies in memory on the event loop, and buffers whole files for slow clients.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import io
import logging
import os
import struct
import termios
import threading
from collections.abc import Callable
from typing import Any

# daphne.server installs Twisted's asyncio reactor and must come before anything that imports a reactor.
from daphne.server import Server  # isort: skip
from autobahn.websocket.types import ConnectionDeny
from daphne import http_protocol
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from django.conf import settings
from twisted.internet import defer, reactor, tcp
from twisted.internet.endpoints import serverFromString
from twisted.logger import globalLogBeginner

from community.live.protocol import MAX_FRAME_BYTES, Close

logger = logging.getLogger("community.server")

DRAIN_S = 20
IDLE_S = 60  # a connection on which nothing comes for so long, in a request or between two, is closed
STUCK_S = 60  # a client that takes nothing of an answer for so long is gone
CLOSE_HANDSHAKE_S = 5
LAST_RESORT_S = 5  # after the drain, for threads that never return
LINGER_S = 2  # whoever was refused is still listened to for so long, lest the refusal be lost with the connection
TOO_LARGE = b"This is larger than the community takes.\n"
REFUSAL = (
    b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(TOO_LARGE), TOO_LARGE)
)


class Flow:
    """Whether a transport has room, as an event one can wait for (Twisted's push producer interface)."""

    def __init__(self) -> None:
        self.room = asyncio.Event()
        self.room.set()

    def pauseProducing(self) -> None:  # noqa: N802  Twisted's name
        self.room.clear()

    def resumeProducing(self) -> None:  # noqa: N802
        self.room.set()

    def stopProducing(self) -> None:  # noqa: N802
        self.room.set()


class BoundedRequest(http_protocol.WebRequest):  # type: ignore[misc]
    """Reads no more than the site takes, parses nothing on the loop, and lets a streaming answer wait for room."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parsePOSTFormSubmission=False, **kwargs)
        self.received = 0
        self.refused = False
        self.lingering: Any = None
        self.flow: Flow | None = None

    def gotLength(self, length: int | None) -> None:  # noqa: N802
        super().gotLength(length)
        if length is not None and length > settings.MAX_BODY_BYTES:
            self.refuse()

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802
        self.received += len(data)
        if self.refused:
            return
        if self.received > settings.MAX_BODY_BYTES:
            self.refuse()
        else:
            super().handleContentChunk(data)

    def refuse(self) -> None:
        """Answer before the body is read; nobody is made to upload 200 MB to hear that it is too much.

        What is under way already is read and forgotten: closing at once would reset the connection, and a browser
        that is still sending would show a broken network instead of the answer.
        """
        self.refused = True
        self.content.close()
        self.requestHeaders.removeHeader(b"Expect")  # or Twisted would still say "100 Continue"
        self.channel.transport.write(REFUSAL)
        self.channel.transport.loseWriteConnection()
        self.lingering = reactor.callLater(LINGER_S, self.channel.forceAbortClient)

    def requestReceived(self, *args: Any) -> None:  # noqa: N802
        if self.refused:
            self.channel.loseConnection()
        else:
            super().requestReceived(*args)

    def connectionLost(self, reason: Any) -> None:  # noqa: N802
        if self.lingering is not None and self.lingering.active():
            self.lingering.cancel()
        super().connectionLost(reason)

    def be_the_last(self) -> None:
        """On this connection; the next request would find nobody."""
        if self.channel is not None:
            self.channel.persistent = False
            self.setHeader(b"connection", b"close")

    def watch(self) -> Flow:
        if self.flow is None:
            self.flow = Flow()
            self.registerProducer(self.flow, True)
        return self.flow

    def untaken(self) -> int:
        """Bytes of the answer that the client's machine has not acknowledged: what waits here and in the system."""
        transport = self.channel.transport
        here = len(transport.dataBuffer) - transport.offset + transport._tempDataLen
        try:
            [sent] = struct.unpack("i", fcntl.ioctl(transport.socket, termios.TIOCOUTQ, bytes(4)))
        except OSError:  # a system that does not tell
            return int(here)
        return int(here + sent)

    def handle_exception(self, exception: Exception) -> None:
        """Half an answer cannot be taken back: whoever reads it must see that it was cut off."""
        if not self._response_started:
            super().handle_exception(exception)
        elif self.channel is not None:
            self.channel.forceAbortClient()

    def finish(self) -> None:
        if self.flow is not None and self.producer is not None:
            self.unregisterProducer()
        super().finish()


class WireProtocol(WebSocketProtocol):  # type: ignore[misc]
    """A WebSocket that hands finished frames to its transport, and says when there is room again.

    `live.outlet.WireOutlet` drives it. Autobahn keeps reading, pinging and closing as ever.
    """

    paused = False
    on_drain: Callable[[], None] | None = None

    def wire_on_drain(self, callback: Callable[[], None]) -> None:
        self.on_drain = callback
        # Until here the HTTP channel that upgraded was the transport's producer.
        self.transport.unregisterProducer()
        self.transport.registerProducer(self, True)

    def wire_ready(self) -> bool:
        return not self.paused

    def wire_write(self, data: bytes) -> None:
        """One system call when nothing waits before it; else behind what waits."""
        transport = self.transport
        if self.state != self.STATE_OPEN:
            return
        if type(transport) is tcp.Server and self.nothing_waits(transport):
            sent = transport.writeSomeData(data)
            if sent == len(data):
                return
            if isinstance(sent, int):
                data = data[sent:]
        transport.write(data)

    @staticmethod
    def nothing_waits(transport: Any) -> bool:
        """Private names of Twisted 26; requirements.txt pins the version they were read in."""
        if transport.dataBuffer or transport._tempDataBuffer:
            return False
        return bool(transport.connected) and not transport.disconnecting

    def wire_close(self, code: int, reason: str) -> None:
        if self.state == self.STATE_OPEN:
            self.sendClose(code=int(code), reason=reason)

    def pauseProducing(self) -> None:  # noqa: N802
        self.paused = True

    def resumeProducing(self) -> None:  # noqa: N802
        self.paused = False
        if self.on_drain is not None:
            self.on_drain()

    def stopProducing(self) -> None:  # noqa: N802
        self.paused = True

    def onClose(self, wasClean: bool, code: int, reason: str) -> None:  # noqa: N802, N803
        self.on_drain = None
        super().onClose(wasClean, code, reason)

    def _max_message_size_exceeded(self, size: int, most: int, reason: str) -> None:
        """Autobahn would cut the line; the contract says 4413. What still comes of the frame is read and forgotten."""
        self.failByDrop = False
        self._fail_connection(int(Close.TOO_LARGE), f"a frame holds up to {MAX_FRAME_BYTES} bytes")

    def serverReject(self) -> None:  # noqa: N802
        self.handshake_deferred.errback(ConnectionDeny(code=403, reason="Access denied"))
        del self.handshake_deferred
        self.server.protocol_disconnected(self)


class CommunityServer(Server):  # type: ignore[misc]
    """Daphne's server with our protocols, flow control and an orderly end.

    `drain` is awaited first when the server stops; it should send WebSockets away.
    """

    def __init__(self, application: Any, *, endpoints: list[str], drain: Callable[[], Any] | None = None) -> None:
        super().__init__(
            application,
            endpoints=endpoints,
            websocket_timeout=-1,
            websocket_handshake_timeout=10,
            websocket_max_message_size=MAX_FRAME_BYTES,
            websocket_max_frame_size=MAX_FRAME_BYTES,
            server_name="community",
        )
        self.drain = drain
        self.ports: list[Any] = []
        self.ending = False

    def run(self) -> None:
        self.connections: dict[Any, dict[str, Any]] = {}
        http_protocol.WebRequest = BoundedRequest  # HTTPFactory.buildProtocol looks it up by this name
        self.http_factory = http_protocol.HTTPFactory(self)
        self.http_factory.timeOut = IDLE_S
        self.ws_factory = WebSocketFactory(self, server=self.server_name)
        self.ws_factory.protocol = WireProtocol
        self.ws_factory.setProtocolOptions(
            autoPingTimeout=self.ping_timeout,
            allowNullOrigin=True,  # our own check is stricter: a full origin is required (asgi.py)
            openHandshakeTimeout=self.websocket_handshake_timeout,
            closeHandshakeTimeout=CLOSE_HANDSHAKE_S,
            maxMessagePayloadSize=self.websocket_max_message_size,
            maxFramePayloadSize=self.websocket_max_frame_size,
        )
        globalLogBeginner.beginLoggingTo([lambda _: None], redirectStandardIO=False, discardBuffer=True)
        reactor.callLater(1, self.application_checker)
        reactor.callLater(2, self.timeout_checker)
        for description in self.endpoints:
            listener = serverFromString(reactor, description).listen(self.http_factory)
            listener.addCallback(self.listen_success)
            listener.addErrback(self.listen_error)
            self.listeners.append(listener)
        asyncio.set_event_loop(reactor._asyncioEventloop)
        reactor.addSystemEventTrigger("before", "shutdown", self.kill_all_applications)
        reactor.run(installSignalHandlers=True)

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self.ports.append(port)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        extensions = scope.setdefault("extensions", {})
        if scope["type"] == "websocket":
            extensions["community.wire"] = protocol
        else:
            # The body is already spooled; handing the spool over saves copying it through a queue.
            extensions["community.body"], protocol.content = protocol.content, io.BytesIO()
            scope["root_path"] = self.root_path  # Daphne lets any client set it, and with it every link of a page
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        if self.ending and message["type"] == "http.response.start":
            protocol.be_the_last()
        await super().handle_reply(protocol, message)
        if message.get("more_body") and message["type"] == "http.response.body":
            if protocol.finished or protocol.channel is None:
                raise ConnectionResetError("The client left before the whole answer was sent.")
            await self.room_for(protocol)

    async def room_for(self, protocol: BoundedRequest) -> None:
        """Returns when the client took enough of the answer; raises TimeoutError when it takes nothing any more.

        Time alone does not tell: the system may hold megabytes between a slow client and us.
        """
        flow = protocol.watch()
        while not flow.room.is_set():
            before = protocol.untaken()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(flow.room.wait(), STUCK_S)
            if not flow.room.is_set() and protocol.untaken() >= before:
                protocol.channel.forceAbortClient()
                raise TimeoutError("The client takes nothing any more.")

    # ---- the end ----------------------------------------------------------------------------

    def kill_all_applications(self) -> defer.Deferred[None]:
        """Twisted waits for this before the reactor stops."""
        ended: defer.Deferred[None] = defer.Deferred.fromFuture(asyncio.ensure_future(self.wind_down()))
        ended.addErrback(lambda failure: logger.error("Draining failed: %s", failure.getTraceback()))
        return ended

    async def wind_down(self) -> None:
        """No new connections; sockets go to come back elsewhere; requests finish; what is stuck is given up."""
        self.ending = True
        for port in self.ports:
            port.stopListening()
        if self.drain is not None:
            await self.drain()
        loop = asyncio.get_running_loop()
        end = loop.time() + DRAIN_S
        # Written is not sent: what waits for a slow reader is lost with the reactor.
        while (self.busy() or reactor.getWriters()) and loop.time() < end:  # noqa: ASYNC110  no event to wait for
            await asyncio.sleep(0.05)
        stuck = self.busy()
        for task in stuck:
            task.cancel()
        if stuck:
            logger.warning("Given up after %s s, because the server ends: %d of what was asked", DRAIN_S, len(stuck))
        # A thread that never returns would keep the interpreter from ending.
        last_resort = threading.Timer(LAST_RESORT_S, os._exit, (0,))
        last_resort.daemon = True
        last_resort.start()

    def busy(self) -> list[Any]:
        tasks = (details.get("application_instance") for details in self.connections.values())
        return [task for task in tasks if task is not None and not task.done()]
