"""What a field is called, which kind of answer it takes, and how an answer is written into a document."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

LONGEST_NAME = 60  # characters
LONGEST_ANSWER = 2_000
MOST_ROWS = 60

_ALWAYS_CAPITAL = {"ein", "iep", "mou", "url", "zip", "pta", "id", "lea", "ada", "ferpa", "us", "cpr"}
_LAST_WORDS = {
    "email": {"email", "emails", "mail"},
    "phone": {"phone", "telephone", "fax", "cell", "mobile"},
    "date": {"date", "deadline", "birthday", "dated"},
    "money": {
        "amount", "cost", "costs", "fee", "fees", "price", "salary", "stipend", "rent", "tuition", "revenue", "budget",
        "wage", "wages", "dollars", "deposit", "allowance",
    },
    "number": {"count", "percent", "percentage", "headcount", "capacity", "total"},
    "long": {
        "story", "description", "statement", "summary", "notes", "note", "process", "procedure", "policy", "mission",
        "vision", "reason", "reasons", "goals", "details", "explanation", "philosophy", "background", "activities",
        "introduction", "message", "paragraph", "comments", "arrangement",
    },
}  # fmt: skip
_FIRST_WORDS = {"date": ("date of", "date for"), "number": ("number of", "num", "count of"), "money": ("cost of",)}
_NUMBER = re.compile(r"\$?\s*(-?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,6})?)\s*%?$")


@dataclass(slots=True)
class Field:
    """One thing a document asks for. `blank`: it stands there as a line to write on and has no name of its own."""

    name: str
    label: str
    kind: str  # line, long, date, number, money, email, phone; rows of a table; choice, whether a part stays
    blank: bool = False
    context: str = ""  # the words around its first place
    count: int = 1  # how often it stands there
    columns: list[str] = field(default_factory=list)  # of rows: what each one asks for


def slug(words: str) -> str:
    """A name for these words: `School name` is school_name. Empty when nothing of them is Latin."""
    plain = unicodedata.normalize("NFKD", words.replace("’", "").replace("'", "")).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    return f"n_{name}"[:LONGEST_NAME] if name[:1].isdigit() else name[:LONGEST_NAME].rstrip("_")


def label_of(name: str) -> str:
    words = [word.upper() if word in _ALWAYS_CAPITAL else word for word in name.split("_")]
    label = " ".join(words)
    return label[:1].upper() + label[1:]


def kind_of(name: str) -> str:
    """By the words of its name, the last one first: a school_phone is a phone."""
    words = name.split("_")
    while len(words) > 1 and words[-1].isdigit():
        words.pop()
    for kind, last in _LAST_WORDS.items():
        if words[-1] in last:
            return kind
    joined = " ".join(words)
    for kind, first in _FIRST_WORDS.items():
        if any(joined.startswith(f"{beginning} ") for beginning in first):
            return kind
    return "line"


def entries(answer: str) -> list[list[str]]:
    """Rows of an answer: a line each, its cells between | or, as a spreadsheet copies them, tabs."""
    lines = [line for line in answer.splitlines() if line.strip(" \t|")]
    return [[cell.strip() for cell in re.split(r"[|\t]", line.strip().strip("|"))] for line in lines[:MOST_ROWS]]


# ---- answers ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Value:
    """An answer as it stands in a document; `number` where a cell of a workbook can calculate with it."""

    text: str
    kind: str = "line"
    number: float | None = None

    def after(self, before: str) -> str:
        """Behind these words: where a dollar sign stands already, there is not a second one."""
        if self.kind == "money" and self.number is not None and not before.rstrip().endswith("$"):
            return f"${self.text}"
        return self.text


def value_of(kind: str, answer: str) -> Value:
    """Dates are kept as 2027-08-15 and written as people write them. What is not a number is written as it came."""
    if kind == "date":
        return Value(in_words(answer), kind)
    match = _NUMBER.match(answer) if kind in ("money", "number") else None
    if match is None:
        return Value(answer, "line" if kind == "money" else kind)
    number = float(match[1].replace(",", ""))
    if kind == "number":
        return Value(answer, kind, None if answer.endswith("%") else number)
    return Value(f"{number:,.2f}".removesuffix(".00"), kind, number)


def in_words(answer: str) -> str:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return answer
    return f"{day:%B} {day.day}, {day.year}"
