"""Whose words are found: apps register how theirs are read, so that the index can be completed and built anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class Source:
    """`missing(most)`: the words of at most so many subjects that have none yet, oldest first."""

    table: type[Model]
    missing: Callable[[int], Sequence[Any]]


sources: list[Source] = []


def register(source: Source) -> None:
    if source not in sources:
        sources.append(source)
