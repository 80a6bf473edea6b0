"""What no browser sends and every scanner does: refused or ignored, never an error of ours."""

from __future__ import annotations

import pytest

from tests.harness.community import TROUBLE, Community
from tests.server.asking import said
from tests.server.wires import head, wire

HOST = "Host: 127.0.0.1"
FORM = "Content-Type: application/x-www-form-urlencoded"
CUT: set[int] = set()  # no answer at all
ODD: dict[str, tuple[bytes, set[int]]] = {
    # ---- the first line
    "no version": (b"GET /\r\n\r\n", {400}),
    "another protocol": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", {400}),
    "HTTP 2 without asking": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400}),
    "a method of other letters": (b"G\xc3\x8bT / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400}),
    "a method nobody knows": (head("BREW /health/"), {403}),
    "a method that is not for this page": (head("DELETE /health/"), {403}),
    "asterisk": (head("OPTIONS *"), {404}),
    "a whole address": (head("GET http://127.0.0.1/health/"), {200, 404}),
    "somebody else's whole address": (head("GET http://evil.test/health/"), {400, 404}),
    "a tunnel": (head("CONNECT evil.test:443"), {404}),
    "two slashes": (head("GET //evil.test/"), {404}),
    # ---- the path
    "raw bytes in the path": (b"GET /caf\xc3\xa9/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400}),
    "half a letter in the path": (head("GET /people/%c3/"), {302, 404}),
    "no letter at all": (head("GET /%ff%fe/"), {404}),
    "a zero in the path": (head("GET /people/%00/"), {400}),
    "half an escape": (head("GET /%/%zz"), {404}),
    "upwards": (head("GET /static/../../etc/passwd"), {404}),
    "upwards in disguise": (head("GET /static/%2e%2e/%2e%2e/etc/passwd"), {404}),
    "a very long path": (head("GET /" + "x" * 12_000), {404}),
    "a path beyond all measure": (head("GET /" + "x" * 40_000), CUT),
    # ---- the query
    "raw bytes in the query": (b"GET /health/?q=\xff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400}),
    "half a letter in the query": (head("GET /health/?q=%ff&next=%00"), {200}),
    # ---- headers
    "no host": (b"GET /health/ HTTP/1.1\r\n\r\n", {200, 400}),
    "two hosts": (b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.test\r\n\r\n", {200, 400}),
    "another's host": (b"GET /sign-in/ HTTP/1.1\r\nHost: evil.test\r\n\r\n", {400}),
    "a host that is none": (b"GET /sign-in/ HTTP/1.1\r\nHost: a b\r\n\r\n", {400}),
    "a line that is no header": (b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nnonsense\r\n\r\n", {400}),
    "a space before the colon": (head("GET /health/", "X-Thing : 1"), {400}),
    "a name of other letters": (b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-\xc3\xa9: 1\r\n\r\n", {400}),
    "a zero in a value": (head("GET /health/", "X-Thing: a\x00b"), {400}),
    "a line break in a value": (b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Thing: a\rb\r\n\r\n", {400}),
    "an odd byte in a value": (head("GET /health/", "X-Thing: a\x0bb"), {400}),
    "a folded value": (b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Thing: a\r\n b\r\n\r\n", {200, 400}),
    "too many headers": (head("GET /health/", *(f"X-{n}: 1" for n in range(1_000))), {400}),
    "too long headers": (head("GET /health/", "X-Thing: " + "x" * 20_000), CUT),
    "a cookie of any bytes": (head("GET /health/", "Cookie: \xff=\xfe; sessionid=\xff; ;;=;"), {200}),
    "a session nobody could have": (head("GET /", "Cookie: sessionid=" + "x" * 5_000), {302}),
    "a language of any bytes": (head("GET /health/", "Accept-Language: \xff\xfe"), {200}),
    "a date of any bytes": (head("GET /robots.txt", "If-Modified-Since: \xff"), {200}),
    # ---- the body
    "two lengths": (head("POST /sign-in/", "Content-Length: 1", "Content-Length: 2") + b"ab", {400}),
    "the same length twice": (head("POST /sign-in/", "Content-Length: 1", "Content-Length: 1") + b"a", {400}),
    "a length with a sign": (head("POST /sign-in/", "Content-Length: +1") + b"a", {400}),
    "a length below nothing": (head("POST /sign-in/", "Content-Length: -1"), {400}),
    "a length that is none": (head("POST /sign-in/", "Content-Length: many"), {400}),
    "a length and chunks": (
        head("POST /sign-in/", "Content-Length: 5", "Transfer-Encoding: chunked") + b"0\r\n\r\n", {400}),
    "chunks in disguise": (head("POST /sign-in/", "Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n", {400}),
    "chunks of no size": (head("POST /sign-in/", "Transfer-Encoding: chunked") + b"zz\r\nab\r\n", {400}),
    "a chunk without end": (head("POST /sign-in/", "Transfer-Encoding: chunked") + b"1\r\nabc\r\n", {400}),
    "an encoding nobody knows": (head("POST /health/", "Content-Type: text/plain; charset*=bogus'en'x"), {400}),
    "an encoding that is no text": (
        head("POST /health/", "Content-Type: multipart/form-data; boundary=e; charset=hex"), {400}),
    "another encoding": (head("POST /health/", f"{FORM}; charset=utf-16"), {400}),
    "our encoding": (head("POST /stand/reads/?as=form", f"{FORM}; charset=UTF-8"), {200}),
    "a form without its edge": (
        head("POST /stand/reads/?as=form", "Content-Type: multipart/form-data", "Content-Length: 2") + b"ab", {400}),
    "a form with a body that is none": (head("POST /sign-in/", FORM, "Content-Length: 6") + b"%\xff%zz=", {403}),
    # ---- sockets
    "a socket of the wrong kind": (head("GET /live/", "Upgrade: websocket", "Connection: Upgrade"), {400, 426}),
    "a socket that is sent": (head("POST /live/", "Upgrade: websocket", "Connection: Upgrade",
                                   "Content-Length: 3") + b"abc", {400, 405}),
    "an upgrade to anything": (head("GET /health/", "Upgrade: h2c, websocket", "Connection: Upgrade"), {200}),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_request_is_answered_as_one(stand: Community, name: str) -> None:
    request, expected = ODD[name]
    server = stand.servers[0]
    before = len(server.words())
    with wire(server.port) as scanner:
        scanner.say(request)
        if expected:
            assert scanner.reply().status in expected
        else:
            assert scanner.is_over()
    assert not TROUBLE.search(server.words()[before:])
    assert stand.browser(None).get("/health/").status == 200


def test_nobody_passes_for_a_proxy_by_an_underscore(stand: Community) -> None:
    """CVE-2015-0219, and again CVE-2026-3902: `X_Forwarded_Proto` must not become what `X-Forwarded-Proto` says."""
    lines = ("X_Forwarded_Proto: https", "X_Forwarded_For: 10.0.0.1", "X_Other: 1", "Remote_Addr: 10.0.0.1")
    with wire(stand.servers[0].port) as vera:
        vera.say(head("GET /stand/tells/", *lines, "X-Thing: kept"))
        told = said(vera.reply())
    assert told["meta"]["HTTP_X_THING"] == "kept"
    assert told["meta"]["REMOTE_ADDR"] == "127.0.0.1"
    assert not [name for name in told["meta"] if "FORWARDED" in name or name in ("HTTP_X_OTHER", "HTTP_REMOTE_ADDR")]
    assert told["scheme"] == "http"


def test_nobody_moves_the_root_of_the_site(stand: Community) -> None:
    """Daphne takes it from a header, meant for a proxy."""
    with wire(stand.servers[0].port) as vera:
        vera.say(head("GET /stand/tells/", "Daphne-Root-Path: /evil", "Connection: close"))
        told = said(vera.reply())
    assert (told["meta"]["SCRIPT_NAME"], told["path"]) == ("", "/stand/tells/")


def test_a_second_request_does_not_hide_in_the_first(stand: Community) -> None:
    """Two on one connection: each is answered once, in its turn."""
    with wire(stand.servers[0].port) as vera:
        vera.say(head("GET /health/"), head("GET /robots.txt"), head("GET /nowhere/", "Connection: close"))
        answers = [vera.reply() for _ in range(3)]
        assert [answer.status for answer in answers] == [200, 200, 404]
