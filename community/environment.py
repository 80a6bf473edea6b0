"""Typed readers for the environment. A wrong value stops the start with a sentence, never with a default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable NAME, or the content of the file that NAME_FILE points to (for secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return os.environ.get(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE points to {path}, which cannot be read: {error}") from None


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    given = text(name)
    if not given:
        return default
    if not given.isdecimal() or not least <= int(given) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {given!r}.")
    return int(given)


def flag(name: str) -> bool:
    given = text(name, "0")
    if given not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {given!r}.")
    return given == "1"


def origin(name: str, default: str) -> str:
    """Scheme, host and port of the site, as browsers send it in Origin (RFC 6454)."""
    given = text(name, default).rstrip("/")
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} must look like https://community.example.org, not {given!r}.")
    return given


def secret_key(name: str, data: Path, *, embedded: bool) -> str:
    """From the environment; the embedded default keeps one of its own, readable by its owner alone."""
    given = text(name)
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured(f"{name} must have at least 50 characters.")
        return given
    if not embedded:
        raise ImproperlyConfigured(f"{name} (or {name}_FILE) must be set for a community on https.")
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
