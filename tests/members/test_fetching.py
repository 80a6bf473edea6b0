"""The only way out: it leads to the open internet, and to no address of a private network however it is written."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
import requests

from community import fetching
from community.fetching import Outside, Unreachable, harmless
from tests.members.identity.served import Answer, Fields, Served

PRIVATE = [
    "127.0.0.1", "127.1.2.3", "0.0.0.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
]  # fmt: skip
SPELLINGS = [
    "https://127.0.0.1/", "https://localhost/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
    "https://127.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://0/",
    "https://169.254.169.254/latest/meta-data/", "https://10.0.0.1:6379/",
]  # fmt: skip
UNUSABLE = [
    "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "//example.org/",
    "https://", "https:///x", "https://user@example.org/", "https://user:word@example.org/", "", "javascript:alert(1)",
]  # fmt: skip


@pytest.fixture
def served(settings: Any) -> Iterator[Served]:
    settings.PRIVATE_PROVIDERS = True
    there = Served()
    yield there
    there.stop()


@pytest.mark.parametrize("number", PRIVATE)
def test_an_address_of_a_private_network_is_not_harmless(number: str) -> None:
    assert not harmless(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111"])
def test_one_of_the_open_internet_is(number: str) -> None:
    assert harmless(number)


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_spelling_of_this_machine_is_connected_to(url: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(fetching.connection, "create_connection", refuse)
    with pytest.raises(requests.RequestException), Outside() as outside:
        outside.get(url)


def refuse(*args: Any, **kwargs: Any) -> None:
    raise AssertionError(f"a connection was made to {args}")


@pytest.mark.parametrize("url", UNUSABLE)
def test_nothing_but_https_to_a_name_is_asked(url: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(Unreachable), Outside() as outside:
        outside.get(url)


def test_a_name_that_also_means_this_machine_is_refused(monkeypatch: Any) -> None:
    """Half of its numbers harmless: whoever answers names could send the next look-up to the other half."""
    two = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("127.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: two)
    with pytest.raises(Unreachable, match="private network"):
        fetching.look_up("two.example", 443)


def test_the_number_that_was_looked_at_is_the_one_connected_to(monkeypatch: Any) -> None:
    """The name is not looked up a second time, when it could mean something else."""
    asked: list[Any] = []
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *args, **kwargs: asked.append(args) or [(2, 1, 6, "", ("93.184.215.14", 443))]
    )  # fmt: skip
    reached: list[Any] = []

    def note(address: Any, *args: Any, **kwargs: Any) -> None:
        reached.append(address)
        raise OSError("no internet here")

    monkeypatch.setattr(fetching.connection, "create_connection", note)
    with pytest.raises(requests.RequestException), Outside() as outside:
        outside.get("https://login.example/")
    assert reached == [("93.184.215.14", 443)]
    assert len(asked) == 1


def test_a_redirect_is_not_followed(served: Served) -> None:
    served.pages["/"] = lambda fields, handler: (302, {"Location": f"{served.url}/secret"}, b"")
    with Outside() as outside:
        assert outside.get(f"{served.url}/").status_code == 302
    assert served.asked == ["/"]


def test_no_proxy_of_the_environment_is_asked(served: Served, monkeypatch: Any) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    served.pages["/"] = lambda fields, handler: (200, {}, b"direct")
    with Outside() as outside:
        assert outside.get(f"{served.url}/").text == "direct"


def test_an_endless_answer_is_cut_off(served: Served) -> None:
    served.pages["/"] = lambda fields, handler: (200, {}, b"x" * (fetching.MOST_BYTES + 1))
    with pytest.raises(Unreachable, match="more than it should"), Outside() as outside:
        outside.get(f"{served.url}/")


def test_a_dripping_answer_is_cut_off(served: Served, monkeypatch: Any) -> None:
    monkeypatch.setattr(fetching, "WHOLE_S", 0.2)

    def drip(fields: Fields, handler: BaseHTTPRequestHandler) -> Answer:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(50):
            handler.wfile.write(b"x" * 16 * 1024 if _ % 10 == 0 else b"x")
            handler.wfile.flush()
            time.sleep(0.02)
        return 200, {}, b""

    served.pages["/"] = drip
    with pytest.raises(requests.RequestException), Outside() as outside:
        outside.get(f"{served.url}/")


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"null", b'{"issuer": 1}', b"{}"])
def test_what_is_no_provider_is_told_in_a_sentence(served: Served, body: bytes) -> None:
    served.pages[fetching.WELL_KNOWN] = lambda fields, handler: (200, {}, body)
    with pytest.raises(Unreachable, match=r"\w+ \w+ .*\."):
        fetching.discover(served.url)


def test_nobody_there_is_told_in_a_sentence(served: Served) -> None:
    served.stop()
    with pytest.raises(Unreachable, match="does not answer"):
        fetching.discover(served.url)
