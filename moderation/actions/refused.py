"""The one error the desk shows to the person at it."""

from __future__ import annotations


class Refused(Exception):
    """What was asked cannot be done; `field` and the text say why, for the person who asked."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence
