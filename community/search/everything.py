"""One search over all that is written, and what it becomes when nothing holds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cohorts import finding as rooms
from community.finding import spelling
from community.finding.narrowing import Narrow
from community.finding.wording import Term, Wanted
from community.forum import finding as forum
from community.library import finding as library
from community.members import queries as members
from community.members.profile import profiles
from community.places import place
from moderation.access.grants import Grants

FEW = 6  # of each kind on the page that shows all of them
MANY = 25

Search = Callable[..., tuple[list[Any], int | None]]
SEARCHES: dict[str, Search] = {"posts": forum.search, "messages": rooms.search, "documents": library.search}
KINDS = {"posts": "Forum", "messages": "Rooms", "documents": "Library", "people": "People"}


@dataclass(slots=True)
class Found:
    """Rows by their kind, and where older ones of a kind begin. `wanted`: what was looked for in the end."""

    wanted: Wanted
    rows: dict[str, list[Any]] = field(default_factory=dict)
    older: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.rows.values())


def look(who: Grants, wanted: Wanted, narrow: Narrow, kinds: Sequence[str], before: int | None = None) -> Found:
    """As it was typed; else every word as a beginning; else with the words it may have meant."""
    found = gather(who, wanted, narrow, kinds, before)
    if found or before is not None:
        return found
    for other in attempts(wanted):
        again = gather(who, other, narrow, kinds, None)
        if again:
            return again
    return found


def attempts(wanted: Wanted) -> Iterator[Wanted]:
    """The next is thought of only when the one before found nothing."""
    if wanted.begun() != wanted:
        yield wanted.begun()
    nearest = spelling.nearest(term.text.lower() for term in wanted.terms if not term.excluded)
    if nearest:
        yield wanted.saying(tuple(corrected(term, nearest) for term in wanted.terms))


def corrected(term: Term, nearest: dict[str, str]) -> Term:
    return replace(term, text=nearest.get(term.text.lower(), term.text)) if not term.excluded else term


def gather(who: Grants, wanted: Wanted, narrow: Narrow, kinds: Sequence[str], before: int | None) -> Found:
    found = Found(wanted)
    most = MANY if len(kinds) == 1 else FEW
    for kind in kinds:
        if kind == "people":
            found.rows[kind] = people(who, wanted, most)
            continue
        found.rows[kind], older = SEARCHES[kind](who, wanted, narrow, most=most, before=before)
        if older is not None:
            found.older[kind] = older
    return found


QUICK_KINDS = {"posts": "Questions", "people": "People", "documents": "Templates"}


def titles(who: Grants, wanted: Wanted, narrow: Narrow, most: int) -> dict[str, list[Any]]:
    """What may be meant while somebody types: by titles alone."""
    return {
        "posts": forum.titled(who, wanted, most),
        "people": [
            {"url": place("person", p.member.handle), "label": p.member.name, "icon": "user"}
            for p in people(who, wanted, most)
        ],
        "documents": library.titled(who, wanted, most),
    }


def people(who: Grants, wanted: Wanted, most: int) -> list[Any]:
    """Of those one finds anyway. People have no filters, and nothing is looked for without a word."""
    words = " ".join(term.text for term in wanted.terms if not term.excluded)
    if wanted.filters or not words:
        return []
    return profiles(who, members.found_by(who, words, most))
