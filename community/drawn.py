"""Pieces of pages that look the same to many readers, drawn once: a post, a line of a list.

What a piece is drawn from is its key, whole: whoever changes any of it gets another piece. Nothing has to be thrown
away when something changes, and nobody can be shown what their own key does not say.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Any

import jinja2
from django.template.loader import get_template
from django.utils import timezone
from markupsafe import Markup


class Drawn:
    """Draws `macro` of `template`; remembers up to `most` pieces, the oldest forgotten first."""

    def __init__(self, template: str, macro: str, most: int) -> None:
        self.template = template
        self.macro = macro
        self.most = most
        self.pieces: dict[Hashable, Markup] = {}
        self.lock = threading.Lock()

    def __call__(self, shown: Mapping[str, Any], *flags: Hashable) -> Markup:
        """`shown["drawn_by"]` is everything it is drawn from; None: for this reader alone, and forgotten."""
        if shown["drawn_by"] is None:
            return self.draw(shown, *flags)
        return self.piece((shown["drawn_by"], *flags), shown, *flags)

    def piece(self, key: Hashable, *given: Any) -> Markup:
        """`key`: everything that what is given is drawn from."""
        piece = self.pieces.get(key)
        if piece is None:
            piece = self.draw(*given)
            with self.lock:
                if len(self.pieces) >= self.most:
                    del self.pieces[next(iter(self.pieces))]
                self.pieces[key] = piece
        return piece

    def draw(self, *given: Any) -> Markup:
        template: jinja2.Template = get_template(self.template, using="jinja2").template  # type: ignore[attr-defined]
        piece: Markup = getattr(template.module, self.macro)(*given)
        return piece


def fresh(at: datetime) -> bool:
    """Of the last minute and a half: it says "just now", and soon something else."""
    return (timezone.now() - at).total_seconds() < 90


def today() -> tuple[str, str]:
    """Part of the key of everything that shows a time: the reader's zone, and what day it is there."""
    now = timezone.localtime()
    return str(now.tzinfo), now.date().isoformat()
