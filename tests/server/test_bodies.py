"""What is sent to the server: never more of it in memory than a little, never parsed where everybody waits."""

from __future__ import annotations

import pytest

from tests import cast
from tests.harness.community import Community
from tests.server.holding import until
from tests.server.measuring import MEGABYTE, beside, cost_of, open_files
from tests.server.wires import Wire, head, multipart, wire

PIECE = b"x" * MEGABYTE
QUICK_S = 0.5
LITTLE = 30 * MEGABYTE


def chunk(piece: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(piece), piece)


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/files/", "/nowhere/"])
def test_vera_hears_that_200_mb_are_too_much_before_she_sends_them(stand: Community, path: str) -> None:
    with wire(stand.servers[0].port) as vera:
        vera.say(head(f"POST {path}", "Content-Length: 209715200"))
        answer = vera.reply()
    assert (answer.status, answer.headers["connection"]) == (413, "close")
    assert b"larger than the community takes" in answer.body


def test_vera_who_asks_before_sending_is_told_not_to(stand: Community) -> None:
    with wire(stand.servers[0].port) as vera:
        vera.say(head("POST /files/", "Content-Length: 209715200", "Expect: 100-continue"))
        assert vera.rest().startswith(b"HTTP/1.1 413 ")


def test_vera_who_sends_200_mb_all_the_same_still_hears_it(stand: Community) -> None:
    """A connection cut in the middle of sending looks like a broken network, and is tried again."""
    server = stand.servers[0]
    with cost_of(server) as cost, wire(server.port) as vera:

        def send() -> int:
            vera.say(head("POST /files/", "Content-Length: 209715200"))
            return vera.pour(PIECE, 200)

        assert beside(cost, server.port, send) == 200
        assert vera.reply().status == 413
    assert cost.memory < LITTLE
    assert cost.slowest < QUICK_S


def test_vera_who_does_not_say_how_much_it_will_be_is_stopped_when_it_is_too_much(stand: Community) -> None:
    server = stand.servers[0]
    with cost_of(server) as cost, wire(server.port) as vera:

        def send() -> int:
            vera.say(head("POST /files/", "Transfer-Encoding: chunked"))
            return vera.pour(chunk(PIECE), 200)

        beside(cost, server.port, send)
        assert vera.reply().status == 413
    assert cost.memory < LITTLE
    assert cost.slowest < QUICK_S
    until(lambda: not open_files(server, stand.folder / "spool"))


def test_vera_who_never_stops_sending_is_cut(stand: Community) -> None:
    with wire(stand.servers[0].port) as vera:
        vera.say(head("POST /files/", "Transfer-Encoding: chunked"))
        assert vera.pour(chunk(PIECE), 100_000) < 100_000


def send_form(wire_: Wire, path: str, megabytes: int, *lines: str) -> None:
    before, after, kind = multipart(0)
    size = len(before) + megabytes * MEGABYTE + len(after)
    wire_.say(head(f"POST {path}", f"Content-Length: {size}", f"Content-Type: {kind}", *lines), before)
    wire_.pour(PIECE, megabytes)
    wire_.say(after)


def test_a_form_of_20_mb_from_vera_is_refused_without_holding_it(stand: Community) -> None:
    server = stand.servers[0]
    with cost_of(server) as cost, wire(server.port) as vera:
        beside(cost, server.port, lambda: send_form(vera, "/files/", 20))
        assert beside(cost, server.port, vera.reply).status == 403
    assert cost.memory < LITTLE
    assert cost.slowest < QUICK_S


def test_a_file_of_20_mb_from_ada_is_kept_while_others_are_served(stand: Community) -> None:
    server = stand.servers[0]
    with stand.inside():
        browser = stand.browser(cast.build("-bodies").ada)
    identity = [f"{name}: {value}" for name, value in browser.identity().items()]
    with cost_of(server) as cost, wire(server.port) as ada:
        beside(cost, server.port, lambda: send_form(ada, "/files/", 20, *identity))
        answer = beside(cost, server.port, ada.reply)
    assert (answer.status, b"notes.txt" in answer.body) == (200, True)
    assert cost.slowest < QUICK_S


def test_a_form_without_a_length_arrives_whole(stand: Community) -> None:
    before, after, kind = multipart(0)
    with wire(stand.servers[0].port) as vera:
        vera.say(head("POST /stand/reads/?as=form", "Transfer-Encoding: chunked", f"Content-Type: {kind}"))
        for piece in (before, PIECE, PIECE, after):
            vera.say(chunk(piece))
        vera.say(b"0\r\n\r\n")
        assert vera.reply().body == b'{"fields": {}, "files": {"file": ["notes.txt", %d]}}' % (2 * MEGABYTE)


def test_vera_who_leaves_while_sending_leaves_nothing_behind(stand: Community) -> None:
    server = stand.servers[0]
    with wire(server.port) as vera:
        vera.say(head("POST /files/", "Content-Length: 20971520"), PIECE)
    with wire(server.port) as ben:
        ben.say(head("GET /health/"))
        assert ben.reply().status == 200
    until(lambda: not open_files(server, stand.folder / "spool"))
