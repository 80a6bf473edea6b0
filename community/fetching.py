"""The only way out: what a district's identity provider must be asked. It leads to the open internet and nowhere else.

An address that an owner types, or that a provider answers with, must not become a look into the machine's own network:
every name is looked up here, and the connection goes to exactly the number that was found harmless.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager
from urllib3.util import connection

TIMEOUT_S = 5
WHOLE_S = 10  # for all of an answer, however slowly it drips
MOST_BYTES = 256 * 1024
WELL_KNOWN = "/.well-known/openid-configuration"
NAT64 = ipaddress.ip_network("64:ff9b::/96")
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class Unreachable(requests.RequestException):
    """It cannot be asked, or may not be; the text says why, for an owner."""


def harmless(number: str) -> bool:
    """Whether an address lies in the open internet, written in whatever way."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo or address in NAT64
    ):
        return False  # another address in disguise
    return address.is_global and not address.is_multicast and not address.is_reserved


def look_up(host: str, port: int) -> str:
    """The number to connect to. One harmful number among several is enough to refuse them all."""
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise Unreachable(f"The name {host} is not known.") from error
    if not settings.PRIVATE_PROVIDERS and not all(harmless(number) for number in found):
        raise Unreachable(f"{host} is an address of a private network, which is not asked from here.")
    return found[0]


class Connect:
    """What both kinds of connection do differently from the library's."""

    def _new_conn(self) -> socket.socket:
        number = look_up(self._dns_host, self.port)  # type: ignore[attr-defined]
        return connection.create_connection((number, self.port), TIMEOUT_S)  # type: ignore[attr-defined]


class PlainConnection(Connect, HTTPConnection):
    pass


class SecureConnection(Connect, HTTPSConnection):
    pass


class PlainPool(HTTPConnectionPool):
    ConnectionCls = PlainConnection


class SecurePool(HTTPSConnectionPool):
    ConnectionCls = SecureConnection


class Guarded(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        self.poolmanager = PoolManager(num_pools=2, maxsize=1)
        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


class Outside(requests.Session):
    """Short, small, without detours: no proxy of the environment, no redirect, no endless answer."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.mount("https://", Guarded())
        self.mount("http://", Guarded())

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        require_usable(url)
        given = {**kwargs, "timeout": TIMEOUT_S, "allow_redirects": False, "stream": True}
        response = super().request(method, url, *args, **given)
        read_some(response)
        return response


def require_usable(url: str) -> None:
    parts = urlsplit(url)
    schemes = {"https", "http"} if settings.PRIVATE_PROVIDERS else {"https"}
    if parts.scheme not in schemes or not parts.hostname or parts.username or parts.password:
        raise Unreachable("An address of it must begin with https:// and a name.")


def read_some(response: requests.Response) -> None:
    end, parts, size = time.monotonic() + WHOLE_S, [], 0
    for part in response.iter_content(16 * 1024):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES or time.monotonic() > end:
            response.close()
            raise Unreachable("It answers with more than it should, or too slowly.")
    response._content = b"".join(parts)


def discover(issuer: str) -> dict[str, Any]:
    """What an OpenID Connect provider says of itself. Raises Unreachable with a sentence for an owner."""
    issuer = issuer.rstrip("/")
    try:
        with Outside() as outside:
            answer = outside.get(issuer + WELL_KNOWN)
        found = answer.json() if answer.status_code == requests.codes.ok else None
    except Unreachable:
        raise
    except (requests.RequestException, json.JSONDecodeError, OSError) as error:
        raise Unreachable(f"It does not answer at {issuer}{WELL_KNOWN}.") from error
    if not isinstance(found, dict) or not all(isinstance(found.get(name), str) for name in NEEDED):
        raise Unreachable(f"What answers at {issuer}{WELL_KNOWN} is not an OpenID Connect provider.")
    if found["issuer"].rstrip("/") != issuer:
        raise Unreachable(f"It calls itself {found['issuer'][:200]}; write that as its address.")
    for name in NEEDED[1:]:
        require_usable(found[name])
    return found
