"""A reason somebody gives, as it is kept."""

from __future__ import annotations

from community.text import plain
from moderation.actions import Refused

MOST = 300


def reason_of(text: str, *, missing: str) -> str:
    """Raises Refused with `missing` when there is none."""
    found = plain.clean_line(text)
    if not found:
        raise Refused("reason", missing)
    if len(found) > MOST:
        raise Refused("reason", f"Up to {MOST} characters, please.")
    return found
