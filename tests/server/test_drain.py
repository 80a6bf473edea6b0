"""The orderly end: what was asked is answered, sockets come back elsewhere, the process goes."""

from __future__ import annotations

import http.client
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from community.live.protocol import Close
from tests import cast
from tests.harness.community import Server
from tests.server.conftest import Founding
from tests.server.holding import held, until
from tests.server.wires import SMALL_BUFFER, head, wire
from tests.verbs import session_of

SOON_S = 5
UPGRADE = (
    "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: community.v1",
)  # fmt: skip
HURRIED = {"STAND_DRAIN_S": "1", "STAND_LAST_RESORT_S": "0.5"}


def refuses(server: Server) -> bool:
    """Nobody listens on its port any more."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", server.port)) != 0


def test_requests_are_answered_and_sockets_sent_elsewhere_when_the_server_is_told_to_stop(founding: Founding) -> None:
    with founding() as stand, stand.inside():
        world, server = cast.build(), stand.servers[0]
        tabs = [stand.tab(world.ada), stand.tab(world.ben)]
        with held(stand, "ada", "ben", "cleo") as requests:
            server.terminate()
            assert [tab.ends()[0] for tab in tabs] == [Close.RESTART, Close.RESTART]
            until(lambda: refuses(server), missing="it still takes connections")
            assert not any(request.future.done() for request in requests)
            began = time.monotonic()
        assert [request.answer().status for request in requests] == [200, 200, 200]
        assert server.ended() == 0
        assert time.monotonic() - began < SOON_S


def test_told_twice_it_still_finishes_what_ada_asked(founding: Founding) -> None:
    with founding() as stand:
        server = stand.servers[0]
        with held(stand, "ada") as [ada]:
            for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGINT):
                assert server.process is not None
                server.process.send_signal(number)
                until(lambda: refuses(server))
            assert not ada.future.done()
        assert ada.answer().status == 200
        assert server.ended() == 0


def test_ctrl_c_is_as_orderly(founding: Founding) -> None:
    with founding() as stand:
        server = stand.servers[0]
        with held(stand, "ada") as [ada]:
            assert server.process is not None
            server.process.send_signal(signal.SIGINT)
            until(lambda: refuses(server))
        assert ada.answer().status == 200
        assert server.ended() == 0


def test_what_never_ends_is_given_up(founding: Founding) -> None:
    """Ada's request hangs for good, and Ben waits behind it. They see a cut connection; the deployment goes on."""
    with founding(environment={**HURRIED, "COMMUNITY_THREADS": "1"}) as stand:
        server = stand.servers[0]
        with held(stand, "ada") as [ada], wire(server.port) as ben:
            ben.say(head("GET /health/"))
            everything_arrived(server)
            began = time.monotonic()
            assert server.stop() == 0
            assert 1 <= time.monotonic() - began < SOON_S
            with pytest.raises(http.client.HTTPException):
                ada.answer()
            assert ben.is_over()
        assert "Given up after 1.0 s, because the server ends: 2 of what was asked" in server.words()


def everything_arrived(server: Server) -> None:
    """What was sent before this has been read: the server answers nonsense without a thread."""
    with wire(server.port) as vera:
        vera.say(b"nonsense\r\n\r\n")
        assert vera.reply().status == 400


def test_a_browser_that_does_not_answer_the_goodbye_is_not_waited_for_long(founding: Founding) -> None:
    with founding(environment={"STAND_CLOSE_HANDSHAKE_S": "1"}) as stand, stand.inside():
        key = session_of(cast.build().ada).session_key
        server = stand.servers[0]
        with wire(server.port) as ada:
            ada.say(head("GET /live/", f"Origin: {stand.origin}", f"Cookie: sessionid={key}", *UPGRADE))
            ada.until(b"welcome")
            began = time.monotonic()
            server.terminate()
            ada.until(Close.RESTART.to_bytes(2, "big"))
            assert server.ended() == 0
            assert time.monotonic() - began < SOON_S


def test_what_is_on_its_way_to_a_slow_reader_still_arrives(founding: Founding) -> None:
    size = 4_000_000
    with founding() as stand:
        server = stand.servers[0]
        with wire(server.port, buffer=SMALL_BUFFER) as ada, ThreadPoolExecutor(1) as pool:
            ada.say(head(f"GET /stand/streams/?pieces=4&size={size}"))
            assert ada.socket.recv(1)
            ending = pool.submit(server.stop)
            until(lambda: refuses(server))
            ada.socket.settimeout(10)
            assert len(ada.rest()) > 4 * size
            assert ending.result() == 0


def test_a_request_on_an_old_connection_is_the_last_one_there(founding: Founding) -> None:
    """While the server ends, whoever is still connected is served, and told to come back by another way."""
    with founding() as stand:
        server = stand.servers[0]
        with wire(server.port) as ben:
            ben.say(head("GET /health/"))
            assert "connection" not in ben.reply().headers
            with held(stand, "ada"):
                server.terminate()
                until(lambda: refuses(server))
                ben.say(head("GET /health/"))
                answer = ben.reply()
                assert (answer.status, answer.headers["connection"]) == (200, "close")
                assert ben.is_over()
        assert server.ended() == 0
