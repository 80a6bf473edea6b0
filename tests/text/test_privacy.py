"""The guard of students' privacy: what it sees, what it leaves in peace, and that no text keeps it busy."""

from __future__ import annotations

import time

import pytest

from community.staticfiles import STATIC
from community.text.privacy import LONGEST, as_script, look, softened

SEEN = [
    ("Her SSN is 219-09-9999, can we store it?", "ssn", "219-09-9999"),
    ("Call the mother at (512) 555-0147 tonight", "phone", "(512) 555-0147"),
    ("His number: 512-555-0147.", "phone", "512-555-0147"),
    ("+1 512.555.0147 is the aunt", "phone", "512.555.0147"),
    ("DOB: 04/12/2016", "birth", "04/12/2016"),
    ("She was born on March 3rd, 2015, in Tulsa", "birth", "March 3rd, 2015"),
    ("birth date 2014-11-02", "birth", "2014-11-02"),
    ("Maya Thornton, a 4th grader, hits others", "child", "Maya Thornton"),
    ("the IEP of Jordan Whitaker says", "child", "Jordan Whitaker"),
    ("Eli Okafor-Reyes is in kindergarten", "child", "Eli Okafor-Reyes"),
    ("our 9-year-old Liam O'Brien", "child", "Liam O'Brien"),
    ("Sofia M. Castellanos was diagnosed with dyslexia", "child", "Sofia M. Castellanos"),
]
IN_PEACE = [
    "We have 14 children and 2,140 square feet, for $38,400.",
    "Section 504 of the Rehabilitation Act, and 34 CFR 99.3",
    "The board votes on 04/12/2026 about case 2026-11-02.",
    "Pine Hollow School takes every 4th grader with an IEP.",
    "Ask Dr. Renee Whitfield about the IEP process.",
    "Principal Dana Brooks wrote the plan for each 4th grader.",
    "Renee Whitfield runs a school in North Carolina.\nWe have a 4th grader with an IEP.",
    "One of our students, in 4th grade, has an IEP.",
    "ISBN 978-0-306-40615-7, order 1234-5678-9012",
    "The order number is 000-12-3456 and 666-12-3456.",
    "New York District pays for special needs.",
]


@pytest.mark.parametrize(("text", "kind", "words"), SEEN)
def test_what_may_point_to_a_child_is_seen(text: str, kind: str, words: str) -> None:
    [seen] = look(text)
    assert seen.kind == kind
    assert words in seen.words
    assert text[seen.start :].startswith(seen.words)
    assert words not in softened(text, [seen])


@pytest.mark.parametrize("text", IN_PEACE)
def test_the_rest_is_left_in_peace(text: str) -> None:
    assert look(text) == []


def test_several_are_told_in_order_and_softened_together() -> None:
    text = "Maya Thornton, a 4th grader, DOB 04/12/2016. Her mother: 512-555-0147."
    found = look(text)
    assert [seen.kind for seen in found] == ["child", "birth", "phone"]
    assert softened(text, found) == "a student, a 4th grader, DOB [date of birth]. Her mother: [phone]."


@pytest.mark.parametrize(
    "piece", ["5", "512-", "Aa ", "Aa-Aa ", "born ", "dob:", "Maya Thornton ", "autism ", "4th grader Maya Thornton "]
)
def test_no_text_keeps_it_busy(piece: str) -> None:
    """Half a second for half a million characters would be far too long; most are done in a hundredth."""
    began = time.perf_counter()
    found = look(piece * (500_000 // len(piece)))
    assert len(found) <= 8
    assert time.perf_counter() - began < 5
    assert LONGEST <= 50_000


def test_the_browser_looks_with_the_same_patterns() -> None:
    kept = STATIC / "js/lib/privacy-patterns.js"
    assert kept.read_text(encoding="utf-8") == as_script(), "write it anew: as_script()"
