"""The only consumer: handshake, dispatch, limits. What a frame does is the handler's business."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from community.live.budget import Window
from community.live.hub import Connection
from community.live.outlet import AsgiOutlet, Outlet, Send, WireOutlet
from community.live.parsing import parse
from community.live.process import Admission, Process
from community.live.protocol import (
    BAD_FRAMES_PER_MINUTE,
    MAX_BODY,
    MAX_FRAME_BYTES,
    SUBPROTOCOL,
    Close,
    Refusal,
    Unreadable,
    encode,
    moment,
)

logger = logging.getLogger("community.live")

Receive = Callable[[], Awaitable[dict[str, Any]]]
FLOOD_WAIT_S = 30
REASONS = {
    Close.RESTART: "restart",
    Close.SIGNED_OUT: "not signed in",
    Close.ACCESS_ENDED: "access ended",
    Close.DOOR_WAITS: "something waits at the door",
}
TROUBLE = "Something went wrong on our side. Nothing you wrote is lost; please try again."


class Socket:
    """One WebSocket from handshake to end."""

    def __init__(self, process: Process, server: str, epoch: str) -> None:
        self.process = process
        self.server = server
        self.epoch = epoch

    async def serve(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        if SUBPROTOCOL not in scope.get("subprotocols", ()):
            await send({"type": "websocket.close"})  # before accept this is an HTTP 403
            return
        admission = Close.RESTART if self.process.stopping else await self.process.door.admit(scope)
        await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        wire = scope.get("extensions", {}).get("community.wire")
        outlet: Outlet = WireOutlet(wire) if wire is not None else AsgiOutlet(send)
        # A socket lives for hours; what only the handshake needed does not.
        scope.clear()
        try:
            await self.welcome(admission, outlet, receive)
        finally:
            if isinstance(outlet, AsgiOutlet):
                await self.settle(outlet)

    async def settle(self, outlet: AsgiOutlet) -> None:
        """Let a farewell go out; a server that never takes it is not waited for."""
        if outlet.farewell is not None:
            await asyncio.wait([outlet.task], timeout=1)
        outlet.task.cancel()

    async def welcome(self, admission: Admission | Close, outlet: Outlet, receive: Receive) -> None:
        if not isinstance(admission, Admission):
            outlet.close(admission, REASONS[admission])
            return
        who = Connection(outlet, member_id=admission.member_id, session_key=admission.session_key)
        who.expires_at, who.narrows_at, who.epoch = admission.expires_at, admission.narrows_at, admission.epoch
        if self.process.stopping:
            outlet.close(Close.RESTART, REASONS[Close.RESTART])
            return
        if not self.process.hub.add(who, limit=self.process.limits.sockets_per_member):
            outlet.close(Close.FLOOD, str(FLOOD_WAIT_S))
            return
        if admission.epoch < self.process.hub.verified:
            # Somebody's access changed between the look at the session and now.
            self.process.hub.verified = admission.epoch
            self.process.spawn(self.process.recheck(admission.epoch + 1))
        who.send(self.greeting(admission))
        try:
            await self.listen(who, receive)
        finally:
            self.process.hub.remove(who)

    def greeting(self, admission: Admission) -> str:
        limits = self.process.limits
        return encode(
            "welcome",
            member={"id": admission.member_id, "handle": admission.handle, "name": admission.name},
            server=self.server,
            epoch=self.epoch,
            now=moment(datetime.now(UTC)),
            limits={
                "body": MAX_BODY,
                "frame_bytes": MAX_FRAME_BYTES,
                "frames_per_minute": limits.frames_per_minute,
                "messages_per_10_s": limits.messages_per_10_s,
            },
        )

    async def listen(self, who: Connection, receive: Receive) -> None:
        frames = Window(self.process.limits.frames_per_minute, 60)
        mistakes = Window(BAD_FRAMES_PER_MINUTE - 1, 60)
        while True:
            event = await receive()
            if event["type"] == "websocket.disconnect":
                return
            if who.outlet.closed:
                continue  # until the browser answers the close
            text = event.get("text")
            if len(event.get("bytes") or b"") > MAX_FRAME_BYTES or len((text or "").encode()) > MAX_FRAME_BYTES:
                who.outlet.close(Close.TOO_LARGE, f"a frame holds up to {MAX_FRAME_BYTES} bytes")
            elif not frames.take():
                who.outlet.close(Close.FLOOD, str(max(1, round(frames.wait()))))
            else:
                await self.hear(who, text or "", mistakes)

    async def hear(self, who: Connection, text: str, mistakes: Window) -> None:
        """One frame: understood and carried out, refused with a reason, or counted as a mistake."""
        try:
            frame, batch = parse(text)
            if not who.greeted:
                who.greeted, who.batch = True, batch
            await self.process.handlers[type(frame)](self.process, who, frame)
        except Unreadable as error:
            if mistakes.take():
                who.send(encode("error", detail=str(error)))
            else:
                who.outlet.close(Close.BAD_FRAMES, "too many frames that could not be read")
        except Refusal as refusal:
            who.send(refusal.frame())
        except Exception:
            if self.process.stopping:
                return  # the threads that read are gone; the member comes back elsewhere
            logger.exception("A frame could not be handled")
            who.send(encode("error", detail=TROUBLE))
