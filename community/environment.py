"""Typed readers for the environment. A wrong value stops the start with a sentence, never with a default."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Collection
from email.utils import formataddr, parseaddr
from pathlib import Path
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

_ORIGIN = re.compile(r"(https?)://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")
_PORTS = {"http": 80, "https": 443}


def text(name: str, default: str = "") -> str:
    """The variable NAME, or the content of the file that NAME_FILE points to (for secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE points to {path}, which cannot be read: {error}") from None


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    given = text(name)
    if not given:
        return default
    if not given.isdecimal() or not least <= int(given) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {given!r}.")
    return int(given)


def line(name: str, default: str) -> str:
    """Something that stands in headers of mails: one line of words."""
    given = text(name, default)
    if not given.strip() or not given.isprintable():
        raise ImproperlyConfigured(f"{name} must be one line of words, not {given!r}.")
    return given.strip()


def one_of(name: str, default: str, choices: Collection[str]) -> str:
    given = text(name) or default
    if given not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(sorted(choices))}, not {given!r}.")
    return given


def flag(name: str) -> bool:
    return one_of(name, "0", ("0", "1")) == "1"


def time_zone(name: str, default: str) -> str:
    given = text(name) or default
    if given not in available_timezones():
        raise ImproperlyConfigured(f"{name} must name a time zone, such as America/Denver, not {given!r}.")
    return given


def service(name: str, *schemes: str) -> str:
    """The address of a database, a Redis, a mail server; empty when there is none. It may hold a password."""
    given = text(name)
    scheme, colon, rest = given.partition("://")
    if given and (not colon or scheme not in schemes or not rest.strip("/")):
        raise ImproperlyConfigured(
            f"{name} must begin with {' or '.join(f'{s}://' for s in schemes)} and name a place."
        )
    return given


def sender(name: str, community: str) -> str:
    """Whom mails come from; a name with a comma in it is one name all the same."""
    given = line(name, formataddr((community, "community@localhost")))
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", parseaddr(given)[1]):
        raise ImproperlyConfigured(f"{name} must look like Community <community@example.org>, not {given!r}.")
    return given


def origin(name: str, default: str) -> str:
    """Scheme, host and port of the site, as browsers send it in Origin (RFC 6454): without the scheme's own port."""
    given = text(name, default).rstrip("/").lower()
    found = _ORIGIN.fullmatch(given)
    port = int(found[4] or 0) if found else 0
    if found is None or port > 65_535:
        raise ImproperlyConfigured(f"{name} must look like https://community.example.org, not {given!r}.")
    return f"{found[1]}://{found[2]}" + (f":{port}" if port and port != _PORTS[found[1]] else "")


def secret_key(name: str, data: Path, *, embedded: bool) -> str:
    """From the environment; the embedded default keeps one of its own, readable by its owner alone."""
    given = text(name)
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured(f"{name} must have at least 50 characters.")
        return given
    if not embedded:
        raise ImproperlyConfigured(f"{name} (or {name}_FILE) must be set for a community on https.")
    try:
        return kept_key(data)
    except OSError as error:
        raise ImproperlyConfigured(f"COMMUNITY_DATA is {data}, where nothing can be kept: {error}") from None


def kept_key(data: Path) -> str:
    kept = data / "secret.key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = data / f"secret.{os.getpid()}.tmp"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        # The first of two processes wins; the other reads what the first wrote.
        try:
            os.link(draft, kept)
        except FileExistsError:
            pass
        draft.unlink()
    return kept.read_text(encoding="ascii")
