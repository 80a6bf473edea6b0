"""Fields in a text: `{{ school_name }}`, `[SCHOOL NAME]` and `____`; rows, `{{ each guide: name }}`; and parts that
only some need, from `{{ if we serve meals }}` (or `if not`) to `{{ end if }}`. Nothing in a document is ever carried
out: what is not exactly one of these is text and stays text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from community.library.filling.names import LONGEST_NAME, Field, kind_of, label_of, slug

STRUCTURAL = frozenset({"rows", "choice"})
END = Field("", "", "choice")  # of a part: which one, its place says
MOST_FIELDS = 150  # Django takes 200 fields in one form
MOST_COLUMNS = 8
LONGEST_LABEL = 60
CONTEXT = 48  # characters on each side
NEAR = 200  # characters that a label is looked for in

_NAME = r"[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+)*"
_MARK = re.compile(
    rf"\{{\{{\s*each (?P<group>{_NAME})\s?:\s?(?P<column>{_NAME})\s*\}}\}}"
    rf"|\{{\{{\s*if (?P<opposite>not )?(?P<whether>{_NAME})\s*\}}\}}"
    r"|(?P<end>\{\{\s*end ?if\s*\}\})"
    rf"|\{{\{{\s*(?P<name>{_NAME})\s*\}}\}}"
    r"|\[(?P<capitals>[^\[\]{}\n\t]{2,60})\](?P<link>[(\[:]?)"
    r"|(?P<day>_{2,}\s?/\s?_{2,}\s?/\s?_{2,})"
    r"|(?P<line>_{3,})"
)
_CAPITALS = re.compile(r"(?:[^\W_]|[ ’'&/.,#_-])+")
# In brackets these name a kind of thing, not one thing: `from [DATE] to [DATE]` asks for two.
_ANY = {
    "address", "amount", "date", "day", "description", "email", "grade", "month", "name", "number", "percent", "person",
    "phone", "place", "position", "role", "signature", "time", "title", "year",
}  # fmt: skip
_WORTH_A_LOOK = re.compile(r"\{\{|\[|__")
_NEW_THOUGHT = re.compile(r"[.;!?]\s|[\n\t•☐☑]|:\s+(?=\S)")
_IN_BRACKETS = re.compile(r"\s?\(([^()\n]{3,60})\)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A field in one text, from `start` to `end`. `column`: which of a row. `role`: "if", "unless" and "end" are the
    two ends of a part; an end belongs to whatever part is open, and its field is none."""

    start: int
    end: int
    field: Field
    column: int = -1
    role: str = ""


@dataclass(slots=True)
class Reader:
    """Reads the texts of one document in their order, and so knows which blank is the second "Date"."""

    markdown: bool = False
    parts: bool = False  # rows and parts are known here
    fields: dict[str, Field] = field(default_factory=dict)
    blanks: dict[str, int] = field(default_factory=dict)
    more: bool = False  # there are fields beyond the bound

    def marks(self, text: str, *, beside: str = "") -> list[Mark]:
        """Those of one paragraph or cell. `beside`: what stands in the cell before it."""
        if not _WORTH_A_LOOK.search(text):
            return []
        if not beside and not text.strip(" _\t\n/"):
            return []  # a rule between parts, or room for handwriting
        found: list[Mark] = []
        for match in _MARK.finditer(text):
            if match["group"] or match["whether"] or match["end"]:
                structural = self.structural(match, text)
                found += [structural] if structural else []
                continue
            made = self.named(match) or self.blank(match, text, found[-1].end if found else 0, beside)
            kept = self.kept(made, text, match) if made else None
            if kept:
                found.append(Mark(match.start(), match.end() - len(match["link"] or ""), kept))
        return found

    def structural(self, match: re.Match[str], text: str) -> Mark | None:
        """A cell of a row, or an end of a part, which has its line for itself."""
        if not self.parts:
            return None
        if match["group"]:
            return self.cell(match, text)
        if text.strip() != match.group():
            return None
        if match["end"]:
            return Mark(match.start(), match.end(), END, role="end")
        name = slug(match["whether"])
        kept = self.kept(Field(name, label_of(name), "choice"), text, match)
        return Mark(match.start(), match.end(), kept, role="unless" if match["opposite"] else "if") if kept else None

    def cell(self, match: re.Match[str], text: str) -> Mark | None:
        name = slug(match["group"])
        kept = self.kept(Field(name, label_of(name), "rows"), text, match)
        column = column_of(kept, match["column"]) if kept else -1
        return Mark(match.start(), match.end(), kept, column) if kept and column >= 0 else None

    def named(self, match: re.Match[str]) -> Field | None:
        words = match["name"] or ""
        if match["capitals"] and is_asked_in_capitals(match["capitals"]) and not (self.markdown and match["link"]):
            words = match["capitals"]
        name = slug(words)
        if match["capitals"] and name in _ANY:
            return self.numbered(label_of(name), kind_of(name))
        return Field(name, label_of(name), kind_of(name)) if name and len(words) <= LONGEST_NAME else None

    def blank(self, match: re.Match[str], text: str, since: int, beside: str) -> Field | None:
        """A line to write on, called after the words beside it."""
        if not (match["line"] or match["day"]):
            return None
        before = text[max(since, match.start() - NEAR) : match.start()]
        label = label_before(before, text[match.end() : match.end() + NEAR]) or tidy(beside[-NEAR:]) or "Blank"
        return self.numbered(label, "date" if match["day"] else kind_of(slug(label) or "blank"))

    def numbered(self, label: str, kind: str) -> Field:
        name = slug(label) or "blank"
        number = self.blanks[name] = self.blanks.get(name, 0) + 1
        if number > 1:
            name, label = f"{name[: LONGEST_NAME - 4]}_{number}", f"{label} {number}"
        return Field(name, label, kind, blank=True)

    def kept(self, made: Field, text: str, match: re.Match[str]) -> Field | None:
        known = self.fields.get(made.name)
        if known is not None and known.kind != made.kind and {known.kind, made.kind} & STRUCTURAL:
            return None  # the same name for two things: the later one stays text
        if known is not None:
            known.count += 1
            known.blank = known.blank and made.blank
            return known
        if len(self.fields) >= MOST_FIELDS:
            self.more = True
            return None
        made.context = around(text, match.start(), match.end())
        self.fields[made.name] = made
        return made


def column_of(field: Field, words: str) -> int:
    """Which one it is, in the order in which they are met; -1 beyond the bound."""
    label = label_of(slug(words))
    if label not in field.columns:
        if len(field.columns) >= MOST_COLUMNS:
            return -1
        field.columns.append(label)
    return field.columns.index(label)


def is_asked_in_capitals(words: str) -> bool:
    return sum(c.isalpha() for c in words) > 1 and words.upper() == words and bool(_CAPITALS.fullmatch(words))


@lru_cache(maxsize=256)
def label_before(before: str, after: str) -> str:
    """The words that say what belongs on a line: in brackets behind it, or before it. Forms repeat their lines."""
    bracketed = _IN_BRACKETS.match(after)
    if bracketed:
        return tidy(bracketed[1])
    label = tidy(_NEW_THOUGHT.split(before)[-1])
    return label if sum(c.isalpha() for c in label) > 1 else ""


def tidy(words: str) -> str:
    words = re.sub(r"\s+", " ", _MARK.sub(" ", words)).strip(" :–—-(),.*#|>_$")
    if len(words) > LONGEST_LABEL:
        words = words[-LONGEST_LABEL:].partition(" ")[2]
    return words[:1].upper() + words[1:]


def around(text: str, start: int, end: int) -> str:
    """The words on both sides of a field."""
    before, after = text[max(0, start - CONTEXT - 20) : start], text[end : end + CONTEXT + 20]
    before, after = (re.sub(r"\s+", " ", _MARK.sub("…", words)) for words in (before, after))
    if len(before) > CONTEXT:
        before = "…" + before[-CONTEXT:].partition(" ")[2]
    if len(after) > CONTEXT:
        after = after[:CONTEXT].rpartition(" ")[0] + "…"
    return f"{before}____{after}".strip()


# ---- putting in ---------------------------------------------------------------------------------

Edit = tuple[int, int, str]  # from, to, what stands there then


def put_in(pieces: Sequence[str], edits: Sequence[Edit]) -> list[str]:
    """The pieces of a text (Word cuts one wherever it likes) after the edits, which are in order. What is put in goes
    to the piece in which the replaced words begin, and so looks like their beginning."""
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    made: list[list[str]] = [[] for _ in pieces]
    position = 0
    for start, end, words in [*edits, (starts[-1], starts[-1], "")]:
        copy(pieces, starts, made, position, start)
        if words or end > start:
            made[bisect_right(starts, start, hi=len(pieces)) - 1].append(words)
        position = end
    return ["".join(parts) for parts in made]


def copy(pieces: Sequence[str], starts: list[int], made: list[list[str]], start: int, end: int) -> None:
    if start >= end:
        return
    for number in range(bisect_right(starts, start, hi=len(pieces)) - 1, len(pieces)):
        if starts[number] >= end:
            return
        made[number].append(pieces[number][max(0, start - starts[number]) : end - starts[number]])
