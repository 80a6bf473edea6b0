"""One client with the logic of the browser's (static/js/live/): sends, sends again until answered, catches up."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Origin, Subprotocol

from tests.harness.tab import SUBPROTOCOL, Frame
from tests.harness.view import View

ANSWER_S = 10.0  # outbox.js: without an answer for so long, the same is sent again
GAP_S = 0.25  # timeline.js: stragglers of a reordered burst arrive within this
SILENCE_S = 35.0  # socket.js: a connection that said nothing for so long is dead
LATER = {"flood", "slow_mode", "unavailable"}
FINAL = {4400, 4401, 4403}


class Talker:
    """Lives on the loop of a gathering. A `naive` one only listens: it never syncs and takes no notice of heads.

    It comes back faster than a browser does: what is tested is the server, in the seconds of a test.
    """

    def __init__(
        self, member_id: int, session_key: str, room: str, ports: Sequence[int], origin: str, *, seed: str, naive: bool
    ) -> None:
        self.member_id = member_id
        self.headers = {"Cookie": f"sessionid={session_key}"}
        self.room, self.ports, self.origin, self.naive = room, list(ports), origin, naive
        self.chance = random.Random(seed)
        self.view = View()
        self.outbox: list[Frame] = []
        self.sent: dict[str, Frame] = {}
        self.acks: list[Frame] = []
        self.refused: list[Frame] = []
        self.put_off: list[str] = []  # codes that only mean "later"
        self.heard: list[int] = []  # rev of every live frame, as they came
        self.learned = 0  # the highest number of the room that any frame gave away
        self.closes: list[int] = []
        self.closed_at = 0.0
        self.wire: ClientConnection | None = None
        self.inside = False
        self.leaving = False
        self.sending: tuple[str, float] | None = None  # nonce, when it went out
        self.not_before = 0.0
        self.gap: asyncio.TimerHandle | None = None
        self.work: set[asyncio.Task[Any]] = set()

    @property
    def ended(self) -> int:
        """The close code after which a client does not come back."""
        return self.closes[-1] if self.closes and self.closes[-1] in FINAL else 0

    def rests(self, rev: int) -> bool:
        """Nothing of its own waits, and it holds everything up to there."""
        return bool(self.ended) or (not self.outbox and self.inside and self.view.cursor == rev)

    # ---- connection -----------------------------------------------------------------------------

    async def live(self) -> None:
        tries = 0
        while not self.leaving and not self.ended:
            port = self.ports[(self.chance.random() < 0.5) if len(self.ports) > 1 and tries else 0]
            code = await self.converse(port)
            tries = 0 if code else tries + 1
            if code and not self.leaving:
                self.closes.append(code)
                self.closed_at = time.monotonic()
            await asyncio.sleep(self.chance.random() * min(0.2 * 2 ** min(tries, 3), 1.0))

    async def converse(self, port: int) -> int:
        """Until the connection ends; its close code, or 0 when there was none."""
        try:
            async with connect(
                f"ws://127.0.0.1:{port}/live/", origin=Origin(self.origin), subprotocols=[Subprotocol(SUBPROTOCOL)],
                additional_headers=self.headers, compression=None, proxy=None, ping_interval=None, max_size=None,
                close_timeout=1, open_timeout=15,
            ) as wire:  # fmt: skip
                self.wire = wire
                await self.say(wire, {"type": "ping", "at": 0, "batch": True})
                while True:
                    async with asyncio.timeout(SILENCE_S):
                        text = await wire.recv()
                    data = json.loads(text)
                    for frame in data if isinstance(data, list) else [data]:
                        await self.hear(frame)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
        except (OSError, InvalidHandshake, TimeoutError, EOFError):
            return 0
        finally:
            self.wire, self.inside, self.sending = None, False, None

    async def say(self, wire: ClientConnection, frame: Frame) -> None:
        try:
            await wire.send(json.dumps(frame))
        except ConnectionClosed:
            return  # recv() tells

    def spawn(self, frame: Frame) -> None:
        if self.wire is not None:
            task = asyncio.get_running_loop().create_task(self.say(self.wire, frame))
            self.work.add(task)
            task.add_done_callback(self.work.discard)

    # ---- hearing --------------------------------------------------------------------------------

    async def hear(self, frame: Frame) -> None:
        kind = frame["type"]
        numbers = (frame.get("rev"), frame.get("seq"), frame.get("rooms", {}).get(self.room))
        self.learned = max(self.learned, *(number or 0 for number in numbers))
        if kind == "welcome":
            self.spawn({"type": "enter", "room": self.room, "after": self.view.cursor})
        elif kind == "entered":
            self.entered(frame)
        elif kind == "message":
            self.heard.append(frame["rev"])
            if not self.view.hear(frame["rev"], frame["message"]):
                self.wait_for_gap()
        elif kind == "synced" and not self.naive:
            self.caught_up(frame)
        elif kind == "heads" and not self.naive:
            if self.view.behind(frame["rooms"].get(self.room, 0)):
                self.sync()
        elif kind == "reset":
            self.view.forget()
        elif kind in {"ack", "refused"}:
            self.answered(frame)

    def entered(self, frame: Frame) -> None:
        self.inside = True
        if self.view.cursor is None:
            self.view.begin(frame["messages"], frame["rev"], frame["more"])
        elif not self.naive:
            self.caught_up(frame)
        self.go()

    def caught_up(self, frame: Frame) -> None:
        self.view.catch_up(frame["messages"], frame["rev"])
        if frame["more"]:
            self.sync()

    def sync(self) -> None:
        if not self.naive and self.view.cursor is not None:
            self.spawn({"type": "sync", "room": self.room, "after": self.view.cursor})

    def wait_for_gap(self) -> None:
        def look() -> None:
            self.gap = None
            if self.view.ahead:
                self.sync()

        if self.gap is None:
            self.gap = asyncio.get_running_loop().call_later(GAP_S, look)

    # ---- the outbox -----------------------------------------------------------------------------

    def wish(self, kind: str, **fields: Any) -> None:
        frame = {"type": kind, "room": self.room, "nonce": str(uuid4()), **fields}
        self.sent[frame["nonce"]] = frame
        self.outbox.append(frame)
        self.go()

    def go(self) -> None:
        """The oldest first, and the next when that is answered. Called again and again by the gathering."""
        now = time.monotonic()
        waiting = self.sending is not None and now - self.sending[1] < ANSWER_S
        if self.outbox and self.inside and not waiting and now >= self.not_before:
            self.sending = (self.outbox[0]["nonce"], now)
            self.spawn(self.outbox[0])

    def answered(self, frame: Frame) -> None:
        nonce = frame["nonce"]
        if frame["type"] == "ack":
            self.acks.append(frame)
        elif frame["code"] in LATER:
            self.put_off.append(frame["code"])
            self.sending = None
            self.not_before = time.monotonic() + frame.get("retry_after", 3) + 0.2
            return
        else:
            self.refused.append(frame)
        self.outbox = [waiting for waiting in self.outbox if waiting["nonce"] != nonce]
        self.sending = None
        self.go()
