"""Form fields of our own."""

from __future__ import annotations

from typing import Any

from django import forms

from community.text import plain


class LineField(forms.CharField):
    """A name, a title: one line as everybody will read it. What only looks like something counts as nothing."""

    def to_python(self, value: Any) -> str:
        line = plain.clean_line(super().to_python(value) or "")
        return "" if plain.is_blank(line) else line


class WordsField(forms.CharField):
    """Several lines. What only looks like something counts as nothing."""

    def to_python(self, value: Any) -> str:
        words = plain.clean(super().to_python(value) or "").strip()
        return "" if plain.is_blank(words) else words
