"""Addresses of our own, alone in a paragraph: shown as a card to whoever may read what they lead to.

What is stored stays a link; the card is looked up for each reader, a statement a kind. No page elsewhere is fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from moderation.access.grants import Grants

MOST = 10  # cards on one page; links beyond stay links
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A paragraph with nothing in it but a link that shows its own address, or the address as words.
_ALONE = re.compile(r'<p>\s*(?:<a href="([^"]+)"[^>]*>([^<]+)</a>|(https?://[^\s<]+))\s*(?:<br>)?\s*</p>')


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader sees of what a link leads to."""

    url: str
    title: str
    where: str
    icon: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a post: its own HTML, or a card."""

    html: str = ""
    card: Card | None = None


Look = Callable[[Grants, Sequence[str]], dict[str, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`path`: what its addresses look like, with the id as first group; `look`: title and place of those ids that this
    person may read."""

    path: re.Pattern[str]
    look: Look
    icon: str


_kinds: dict[str, Kind] = {}


def register(name: str, path: str, look: Look, *, icon: str) -> None:
    """Called once from AppConfig.ready()."""
    _kinds[name] = Kind(re.compile(path), look, icon)


def cards_in(who: Grants, markups: Sequence[str]) -> dict[str, Card]:
    """The cards of these texts by their addresses as they are written. Asks nothing where there are none."""
    wanted: dict[str, dict[str, str]] = {}
    there = 0
    for markup in markups:
        for match in alone(markup):
            address = address_of(match)
            if there < MOST and (found := kind_of(address)):
                wanted.setdefault(found[0], {})[address] = found[1]
                there += 1
    cards = {}
    for name, addresses in wanted.items():
        kind = _kinds[name]
        known = kind.look(who, list(addresses.values()))
        for address, key in addresses.items():
            if key in known:
                cards[address] = Card(address, *known[key], icon=kind.icon)
    return cards


def titles(who: Grants, name: str, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Title and place of those of one kind that this person may read."""
    return _kinds[name].look(who, keys) if keys else {}


def pieces(markup: str, cards: dict[str, Card]) -> list[Piece]:
    """The text, with cards in the places of those links that have one."""
    if not cards:
        return [Piece(markup)]
    made: list[Piece] = []
    end = 0
    for match in alone(markup):
        card = cards.get(address_of(match))
        if card is not None:
            made += [Piece(markup[end : match.start()]), Piece(card=card)]
            end = match.end()
    return [*made, Piece(markup[end:])]


def alone(markup: str) -> Iterator[re.Match[str]]:
    if "-" in markup and "://" in markup:  # the id of anything of ours has strokes in it
        yield from _ALONE.finditer(markup)


def address_of(match: re.Match[str]) -> str:
    """Empty where the link says something else than its address: then its writer chose the words."""
    href, words, bare = (html.unescape(match[n] or "") for n in (1, 2, 3))
    return bare or (href if words.strip() in {href, href.partition("://")[2]} else "")


def kind_of(address: str) -> tuple[str, str] | None:
    """Which kind of ours it is of, and the id in it."""
    base = settings.COMMUNITY_URL.rstrip("/")
    if not address.startswith(f"{base}/"):
        return None
    path = address[len(base) :]
    for name, kind in _kinds.items():
        found: Any = kind.path.fullmatch(path)
        if found:
            return name, str(found[1])
    return None
