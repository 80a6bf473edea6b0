"""A reason somebody gives, as it is kept."""

from __future__ import annotations

from community.text import plain

MOST = 300


class Unusable(Exception):
    """A sentence for the form."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def reason_of(text: str, *, missing: str) -> str:
    """Raises Unusable with `missing` when there is none."""
    found = plain.clean_line(text)
    if not found:
        raise Unusable(missing)
    if len(found) > MOST:
        raise Unusable(f"Up to {MOST} characters, please.")
    return found
