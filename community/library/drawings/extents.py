"""How long something is, in words."""

from __future__ import annotations

WORDS_PER_PAGE = 400


def about_pages(text: str) -> str:
    return "about " + counted(max(1, round(len(text.split()) / WORDS_PER_PAGE)), "page")


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
