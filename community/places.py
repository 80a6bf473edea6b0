"""Addresses by name, remembered: the same few hundred stand on every page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import reverse


@lru_cache(maxsize=10_000)
def place(name: str, *args: Any) -> str:
    """Like `reverse`; raises NoReverseMatch."""
    return reverse(name, args=args)
