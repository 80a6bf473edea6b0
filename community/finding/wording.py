"""What somebody typed into a search: words, phrases, and filters such as from:maria or is:solved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_TERMS = 8
FILTERS = ("space", "room", "cohort", "from", "tag", "has", "is", "before", "after")
_PART = re.compile(r'(-?)(?:([A-Za-z]+):)?(?:["“”]([^"“”]*)["“”]?|([^\s"“”]+))')
_LETTERS = re.compile(r"[^\W_]")
_ENDS = re.compile(r"^[^\w@#]+|[^\w]+$")


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words in this order. `excluded`: what must not be there. `begins`: only how it begins is known."""

    text: str
    phrase: bool = False
    excluded: bool = False
    begins: bool = False

    def __str__(self) -> str:
        said = f'"{self.text}"' if self.phrase else self.text
        return f"-{said}" if self.excluded else said


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search, taken apart."""

    terms: tuple[Term, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.filters) or any(not term.excluded for term in self.terms)

    def __str__(self) -> str:
        """As one would type it."""
        return " ".join((*map(str, self.terms), *(f"{name}:{quoted(value)}" for name, value in self.filters)))

    def of(self, name: str) -> str:
        """The last value of this filter; empty when there is none."""
        return next((value for found, value in reversed(self.filters) if found == name), "")

    def without(self, *names: str) -> Wanted:
        return Wanted(self.terms, tuple(pair for pair in self.filters if pair[0] not in names))

    def narrowed(self, **values: str) -> Wanted:
        """Each of these filters set anew; an empty one is taken away."""
        kept = self.without(*values).filters
        return Wanted(self.terms, (*kept, *((name, value) for name, value in values.items() if value)))

    def saying(self, terms: tuple[Term, ...]) -> Wanted:
        return Wanted(terms, self.filters)

    def begun(self) -> Wanted:
        """Every word may go on."""
        return self.saying(tuple(t if t.phrase or t.excluded else Term(t.text, begins=True) for t in self.terms))


def quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def wanted(typed: str) -> Wanted:
    """Anything one may type is a search; what is no filter is a word."""
    terms: list[Term] = []
    filters: list[tuple[str, str]] = []
    for minus, name, phrase, word in parts(typed):
        if name in FILTERS and (phrase or word):
            filters.append((name, (phrase or word).strip()))
        else:
            said = f"{name}:{phrase or word}" if name else phrase or word
            said = " ".join(said.split()) if phrase else _ENDS.sub("", said)
            if _LETTERS.search(said):
                terms.append(Term(said, phrase=bool(phrase) and " " in said, excluded=bool(minus)))
    return Wanted(tuple(terms[:MOST_TERMS]), tuple(filters[:MOST_TERMS]))


def parts(typed: str) -> Iterator[tuple[str, str, str, str]]:
    for found in _PART.finditer(typed):
        minus, name, phrase, word = (found[n] or "" for n in range(1, 5))
        yield minus, name.lower(), phrase, word
