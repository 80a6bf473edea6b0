"""What stands above the text of a document's source: `key: value` lines between two lines of dashes."""

from __future__ import annotations

import re
from typing import Any

_FENCE = re.compile(r"^---\s*$", re.MULTILINE)


def split(text: str) -> tuple[dict[str, Any], str]:
    """The facts and the body. A value in brackets is a list; quotation marks around a value are left out."""
    before, head, body = _FENCE.split(text, maxsplit=2)
    if before.strip():
        raise ValueError("A source begins with a line of three dashes.")
    lines = (line.partition(":") for line in head.splitlines() if ":" in line)
    return {key.strip(): read(value.strip()) for key, _, value in lines}, body.strip()


def read(value: str) -> str | list[str]:
    if value.startswith("[") and value.endswith("]"):
        return [piece.strip().strip('"') for piece in value[1:-1].split(",") if piece.strip()]
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
