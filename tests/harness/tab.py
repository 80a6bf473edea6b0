"""One browser tab with its socket: sends what a member does, keeps what it hears until the test asks for it."""

from __future__ import annotations

import json
import time
from typing import Any
from uuid import UUID, uuid4

from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

Frame = dict[str, Any]
SUBPROTOCOL = "community.v1"
PATIENCE_S = 8.0


class Tab:
    """Takes everything off the wire at once, and looks at it in the test's own thread, when the test waits for it.

    With `max_queue=16` it is a browser that takes no more than so many messages while nobody looks.
    """

    def __init__(
        self, port: int, session_key: str, *, origin: str, path: str = "/live/", subprotocol: str = SUBPROTOCOL,
        greet: bool = True, max_queue: int | None = None, **options: Any,
    ) -> None:  # fmt: skip
        self.wire = connect(
            f"ws://127.0.0.1:{port}{path}", origin=Origin(origin) if origin else None, compression=None, proxy=None,
            subprotocols=[Subprotocol(subprotocol)] if subprotocol else None, ping_interval=None, max_size=None,
            additional_headers={"Cookie": f"sessionid={session_key}"} if session_key else None,
            close_timeout=3, legacy=True, max_queue=max_queue, **options,
        )  # fmt: skip
        self.kept: list[Frame] = []
        self.heard: list[str] = []  # every message as it came
        self.ending: tuple[int, str] | None = None
        if greet:
            self.welcome = self.hears("welcome")

    # ---- saying -----------------------------------------------------------------------------------

    def send(self, frame_type: str, **fields: Any) -> None:
        self.raw(json.dumps({"type": frame_type, **fields}, default=str))

    def raw(self, text: str | bytes) -> None:
        self.wire.send(text)

    def enter(self, room: object, after: int | None = None) -> Frame:
        self.send("enter", room=room_id(room), after=after)
        return self.hears("entered", room=room_id(room))

    def says(self, room: object, body: str = "Hello", *, nonce: UUID | None = None, **fields: Any) -> Frame:
        """Returns the answer: ack or refused."""
        return self.does("say", room, nonce=nonce, body=body, **fields)

    def does(self, frame_type: str, room: object, *, nonce: UUID | None = None, **fields: Any) -> Frame:
        """One change; returns its answer, whichever it is."""
        nonce = nonce or uuid4()
        self.send(frame_type, room=room_id(room), nonce=nonce, **fields)
        return self.hears("ack", "refused", nonce=str(nonce))

    def syncs(self, room: object, after: int) -> Frame:
        self.send("sync", room=room_id(room), after=after)
        return self.hears("synced", "reset", "refused", room=room_id(room))

    # ---- hearing ----------------------------------------------------------------------------------

    def hears(self, *types: str, within: float = PATIENCE_S, forgets: bool = False, **fields: Any) -> Frame:
        """The first frame of one of these types with these fields, kept or yet to come. Others stay kept, or those
        that came before it are forgotten."""
        end = time.monotonic() + within
        seen = 0
        while True:
            for number in range(seen, len(self.kept)):
                frame = self.kept[number]
                if frame["type"] in types and fields.items() <= frame.items():
                    self.kept[0 if forgets else number : number + 1] = []
                    return frame
            seen = len(self.kept)
            if not self.listen(end - time.monotonic()):
                raise AssertionError(f"{types} {fields} was not heard; kept {self.kept[-20:]}, ended {self.ending}")

    def hears_nothing(self, *types: str, during: float = 0.4, **fields: Any) -> None:
        """Until a ping sent after that time is answered."""
        end = time.monotonic() + during
        while self.listen(end - time.monotonic()):
            pass
        self.answers()
        found = [f for f in self.kept if f["type"] in types and fields.items() <= f.items()]
        assert not found, found

    def answers(self) -> None:
        """Everything that this tab sent before is dealt with."""
        at = str(uuid4())
        self.send("ping", at=at)
        self.hears("pong", at=at)

    def listen(self, seconds: float) -> bool:
        """Take one message off the wire; False when there was none, or the socket ended."""
        if self.ending is not None:
            return False
        try:
            text = self.wire.recv(timeout=max(0.0, seconds))
        except TimeoutError:
            return False
        except ConnectionClosed as closed:
            ending = closed.rcvd
            self.ending = (ending.code, ending.reason) if ending else (int(CloseCode.ABNORMAL_CLOSURE), "")
            return False
        assert isinstance(text, str)
        self.heard.append(text)
        data = json.loads(text)
        self.kept += data if isinstance(data, list) else [data]
        return True

    def ends(self, *, within: float = PATIENCE_S) -> tuple[int, str]:
        """Close code and reason, once the server closed this socket."""
        end = time.monotonic() + within
        while self.ending is None and time.monotonic() < end:
            self.listen(end - time.monotonic())
        assert self.ending is not None, f"still open after {within} s; kept {self.kept[-20:]}"
        return self.ending

    def all(self, frame_type: str) -> list[Frame]:
        """Those of this type that were heard and not asked for yet."""
        return [frame for frame in self.kept if frame["type"] == frame_type]

    def close(self) -> None:
        self.wire.close()


def room_id(room: object) -> str:
    return str(getattr(room, "pk", room))
