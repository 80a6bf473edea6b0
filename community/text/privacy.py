"""What in a text may point to a child: a school keeps education records to itself (FERPA, 34 CFR 99.3 and 99.30).

The browser looks with the same patterns while one writes (`as_script`): static/js/lib/privacy.js is this module's twin.
It errs on the side of silence: a warning that comes with every second question is read by nobody.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass

LONGEST = 50_000  # characters that are looked at
MOST = 8  # findings
SHOWN = 3  # of them, in a sentence
NEAR = 60  # characters between a name and what is said about it

MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d\d)\b|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}-\d\d-\d\d)"
)
SSN = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}[- ](?!00)\d\d[- ](?!0000)\d{4}(?![\d-])")
PHONE = re.compile(r"(?<![\d/.-])(?:\+?1[-. ])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}(?![\d/-])")
BORN = re.compile(rf"\b(?:born|birth ?date|birthday|date of birth|d\.?o\.?b\.?)\W{{0,3}}(?:\w+ ){{0,2}}({DATE})", re.I)
WORD = r"[A-Z](?:\.|[a-z]{1,20}\.?(?:['’][A-Z]?[a-z]{1,20})?|['’][A-Z][a-z]{1,20})(?:-[A-Z][a-z]{1,20})?"
CAPITALS = re.compile(rf"(?<![\w.&'’-]){WORD}(?: {WORD}){{1,5}}(?![\w&])")
OF_A_CHILD = re.compile(
    r"\b(?:(?:1st|2nd|3rd|[4-9]th|1[0-2]th|first|second|third|fourth|fifth|sixth|seventh|eighth)[- ]grade(?:r|)|"
    r"in (?:pre-?k|kindergarten|grade \d{1,2})|kindergart(?:e)?ner|grade \d{1,2} student|\d{1,2}[- ]year[- ]old|"
    r"iep|504 plan|autis(?:m|tic)|adhd|dyslexi(?:a|c)|dyscalculia|down syndrome|on the spectrum|special needs|"
    r"speech therapy|evaluated for|suspended for|expelled|diagnos(?:is|ed))\b",
    re.I,
)
# One of these is in whatever the pattern above finds: looking for them first makes most texts quick to look at.
STEMS = (
    "grade", "pre-k", "prek", "kindergart", "year-old", "year old", "iep", "504", "autis", "adhd", "dyslexi",
    "dyscalculia", "down syndrome", "spectrum", "special needs", "speech therapy", "evaluated for", "suspended for",
    "expelled", "diagnos",
)  # fmt: skip
DIGIT = re.compile(r"\d")
# Words with capitals that make no child of those beside them: places, bodies, days, offices.
NO_CHILD = frozenset(
    """
    school schools district county academy microschool charter public elementary middle high state street avenue road
    room building board center department education university college church hall park north south east west new los
    san monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december google zoom united states special needs individual plan act section title
    mr mrs ms mx dr prof principal superintendent director coach teacher counselor attorney
    """.split()  # noqa: SIM905
)
# Words that begin a sentence before a name.
BEFORE = frozenset(
    """
    a all also an and another are ask asked because before but by call can could dear did do does for from had has have
    he hello her here hi his how i if in is it last like meet met my next no not now of on one or our she should since
    so some thank thanks that the their then there these they this those today told until was we were what when where
    which while who whose why will with would yes yesterday you your
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen, where in the text, and what could stand there instead."""

    kind: str  # ssn, phone, birth, child
    words: str
    start: int
    instead: str


def look(text: str) -> list[Seen]:
    """In the order of the text, up to eight."""
    text = text[:LONGEST]
    found = children(text)
    if DIGIT.search(text):
        found += numbers(text)
    return sorted(found, key=lambda seen: seen.start)[:MOST]


def numbers(text: str) -> list[Seen]:
    """Of social security, of phones, of a birth."""
    found = [Seen("ssn", m.group(), m.start(), "[number]") for m in SSN.finditer(text)]
    taken = {seen.start for seen in found}
    found += [Seen("phone", m.group(), m.start(), "[phone]") for m in PHONE.finditer(text) if m.start() not in taken]
    return found + [Seen("birth", m.group(1), m.start(1), "[date of birth]") for m in BORN.finditer(text)]


def told(found: list[Seen]) -> str:
    """To whoever wrote it, and to nobody else: what was seen, and why it matters."""
    words = ", ".join(f"“{seen.words}”" for seen in found[:SHOWN])
    return (
        f"This may point to a child: {words}. Whatever lets somebody know which student is meant is theirs and their "
        "family’s to give (FERPA, 34 CFR 99.3)."
    )


def children(text: str) -> list[Seen]:
    """Full names near a grade, an age, a diagnosis."""
    folded = text.casefold()
    said = [m.span() for m in OF_A_CHILD.finditer(text)] if any(stem in folded for stem in STEMS) else []
    if not said:
        return []
    found = []
    for match in CAPITALS.finditer(text):
        name = named(match.group())
        start, end = match.end() - len(name), match.end()
        if name and any(near(text, start, end, *span) for span in said):
            found.append(Seen("child", name, start, "a student"))
    return found


def named(words: str) -> str:
    """The name in some words with capitals, empty when there is none."""
    parts = words.split()
    if {part.lower().strip(".") for part in parts} & NO_CHILD:
        return ""
    while parts and parts[0].lower() in BEFORE:
        parts = parts[1:]
    return " ".join(parts) if len(parts) > 1 else ""


def near(text: str, start: int, end: int, since: int, until: int) -> bool:
    """In the same paragraph, and not far."""
    if since - NEAR > end or start > until + NEAR:
        return False
    return "\n" not in text[min(end, since) : max(start, until)]


def softened(text: str, found: list[Seen]) -> str:
    """The same text without them."""
    for seen in sorted(found, key=lambda seen: -seen.start):
        text = text[: seen.start] + seen.instead + text[seen.start + len(seen.words) :]
    return text


_TAG = re.compile(r"(<[^>]*>)")


def softened_html(markup: str, found: list[Seen]) -> str:
    """The same for HTML: between its tags, each of them wherever it stands."""
    pieces = _TAG.split(markup)
    for seen in found:
        said, instead = html.escape(seen.words, quote=False), seen.instead
        pieces[::2] = [piece.replace(said, instead).replace(seen.words, instead) for piece in pieces[::2]]
    return "".join(pieces)


def as_script() -> str:
    """static/js/lib/privacy-patterns.js as it must be."""
    patterns = {"SSN": SSN, "PHONE": PHONE, "BORN": BORN, "CAPITALS": CAPITALS, "OF_A_CHILD": OF_A_CHILD}
    kept: dict[str, object] = {
        name: [pattern.pattern, "giu" if pattern.flags & re.IGNORECASE else "gu"] for name, pattern in patterns.items()
    }
    kept |= {"STEMS": STEMS, "NO_CHILD": sorted(NO_CHILD)}
    kept |= {"BEFORE": sorted(BEFORE), "LONGEST": LONGEST, "MOST": MOST, "NEAR": NEAR}
    head = "// Made by community/text/privacy.py (as_script); a test compares.\n\n"
    return head + "".join(
        f"export const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in kept.items()
    )
