"""What a file is probably called and for, by its own words. Only suggested: the person decides."""

from __future__ import annotations

import re
from typing import Any

from community.text import plain

MOST_TITLE = 100
_HEADING = re.compile(r"<h([1-3])[^>]*>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
_LEFTOVER = re.compile(
    r"\b(?:final|copy(?: of)?|draft|rev(?:ised)?|v(?:er(?:sion)?)?\.?\s?\d+(?:\.\d+)?|\d{4}[-_ ]\d{2}[-_ ]\d{2})(?!\w)"
    r"|\(\d+\)",
    re.IGNORECASE,
)
_CATEGORIES = {
    "handbooks": r"handbook|manual|guidebook|family guide",
    "agreements": r"agreement|contract|memorandum of understanding|hereinafter|the parties|waiver|lease|enrollment",
    "budgets": r"budget|revenue|expenses?|tuition model|cash flow|payroll|break-?even",
    "letters": r"dear (?:parents?|famil|\w+),?|sincerely|newsletter|letter to",
    "policies": r"polic(?:y|ies)|procedures?|code of conduct|must not|is prohibited",
    "hiring": r"job description|interview|applicants?|candidates?|hiring|offer letter|salary|reference check",
    "calendars": r"calendar|first day of school|holiday|semester|bell schedule|daily schedule",
}
_STAGES = {
    "exploring": r"feasibility|interest survey|pitch|is a microschool right",
    "designing": r"floor plan|school design|learning model|mission statement|theory of change",
    "launching": r"launch|opening day|open(?:ing)? checklist|before opening|incorporat|enrollment drive|registration",
    "running": r"report card|attendance|incident report|drill|annual report|renewal|withdrawal",
}
_SCHOOLS = {
    "district": r"district|school board|board of education|superintendent",
    "charter": r"charter",
    "private": r"private school|tuition|nonpublic|scholarship",
}
_GRADES = {
    "K-2": r"kindergarten|grades? k\s?[-–]\s?2|(?:first|second|1st|2nd)[- ]grade|grades? [12]\b|early childhood",
    "3-5": r"grades? 3\s?[-–]\s?5|(?:third|fourth|fifth|3rd|4th|5th)[- ]grade|grades? [345]\b|upper elementary",
    "6-8": r"grades? 6\s?[-–]\s?8|(?:sixth|seventh|eighth|6th|7th|8th)[- ]grade|middle school|grades? [678]\b",
    "9-12": r"grades? 9\s?[-–]\s?12|high school|(?:9th|10th|11th|12th)[- ]grade|diploma",
}
_TITLE_COUNTS = 5  # as often as a word of the text


def suggest(name: str, html: str, words: str) -> dict[str, Any]:
    title = title_of(name, html, words)
    text = f"{words[:20_000]}\n" + f"{title} {stem(name)}\n" * _TITLE_COUNTS
    return {
        "title": title,
        "category": best(_CATEGORIES, text, least=2),
        "stage": best(_STAGES, text, least=3),
        "schools": known(_SCHOOLS, text, least=3),
        "grades": known(_GRADES, text, least=1),
    }


def title_of(name: str, html: str, words: str) -> str:
    """The first heading; else a first line that reads like one; else what the file is called, without leftovers."""
    headings = [plain.from_html(found[2]) for found in _HEADING.finditer(html[:50_000])]
    first = next((line.strip() for line in words.splitlines() if line.strip()), "")
    called = stem(name)
    for said in (*headings[:3], first if reads_like_a_title(first) else "", called):
        line = plain.clean_line(said).strip(" -–:#*_")
        if not plain.is_blank(line) and not re.fullmatch(r"(?i)sheet ?\d+|slide ?\d+|untitled.*", line):
            return plain.shorten(line, MOST_TITLE)
    return ""


def reads_like_a_title(line: str) -> bool:
    return 4 <= len(line) <= MOST_TITLE and 2 <= len(line.split()) <= 14 and not line.endswith((".", ",", ";", ":"))


def stem(name: str) -> str:
    bare = re.sub(r"[_+]+|(?<=\w)-(?=\w)|%20", " ", name.rpartition(".")[0] or name)
    bare = " ".join(_LEFTOVER.sub(" ", bare).split()).strip(" -–.()")
    return bare[:1].upper() + bare[1:]


def best(kinds: dict[str, str], text: str, *, least: int) -> str:
    counts = {kind: count(pattern, text) for kind, pattern in kinds.items()}
    kind = max(counts, key=lambda one: counts[one])
    return kind if counts[kind] >= least else ""


def known(kinds: dict[str, str], text: str, *, least: int) -> list[str]:
    return [kind for kind, pattern in kinds.items() if count(pattern, text) >= least]


def count(pattern: str, text: str) -> int:
    return len(re.findall(rf"\b(?:{pattern})", text, re.IGNORECASE))
