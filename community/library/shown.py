"""What a document's page tells beside the document itself."""

from __future__ import annotations

from collections.abc import Iterable

from community import timetext
from community.library.models import Document


def good_to_know(document: Document) -> list[tuple[str, str]]:
    """(term, words), of what somebody said about it."""
    schools, grades = Document.School, Document.Grades
    told = [
        ("Stage", document.get_stage_display()),
        ("Schools", in_words(document.schools, schools.choices)),
        ("Grades", in_words(document.grades, grades.choices)),
        ("States", ", ".join(document.states.split()) or ("Any" if document.starter else "")),
        ("Takes", document.time_needed),
        ("Review by", timetext.long_date(document.review_by) if document.review_by else ""),
    ]
    return [(term, words) for term, words in told if words]


def in_words(kept: str, choices: Iterable[tuple[str, str]]) -> str:
    """In the order of the choices, not in that in which somebody wrote them."""
    held = kept.split()
    return ", ".join(label for value, label in choices if value in held)
