"""What a document's page tells beside the document itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from community import timetext
from community.library.models import Document, FieldNote
from community.library.trusting.models import USED
from community.library.trusting.queries import TESTED_BY
from moderation.access.members import is_shown_beside_words


def good_to_know(document: Document) -> list[tuple[str, str]]:
    """(term, words), of what somebody said about it."""
    schools, grades = Document.School, Document.Grades
    told = [
        ("Stage", document.get_stage_display()),
        ("Schools", in_words(document.schools, schools.choices)),
        ("Grades", in_words(document.grades, grades.choices)),
        ("States", ", ".join(document.states.split()) or ("Any" if document.starter else "")),
        ("Takes", document.time_needed),
        ("Last looked through", looked_through(document)),
        ("Review by", timetext.long_date(document.review_by) if document.review_by else ""),
    ]
    return [(term, words) for term, words in told if words]


def looked_through(document: Document) -> str:
    by, at = document.reviewed_by, document.reviewed_at
    return f"by {by.name}, {timetext.long_date(timezone.localdate(at))}" if by and at else ""


def in_words(kept: str, choices: Iterable[tuple[str, str]]) -> str:
    """In the order of the choices, not in that in which somebody wrote them."""
    held = kept.split()
    return ", ".join(label for value, label in choices if value in held)


def tested_by(document: Document, notes: list[FieldNote]) -> str:
    """The schools that used it beside the one it came from: "Alder Creek, NV, Pine Hollow, OH and 2 more"."""
    away = [n for n in notes if n.verdict in USED and n.organization_id != document.shared_by.organization_id]
    schools = list(dict.fromkeys(filter(None, map(school, away))))
    named = ", ".join(schools[:TESTED_BY])
    more = len(schools) - TESTED_BY
    return f"{named} and {more} more" if more > 0 else named


def school(note: FieldNote) -> str:
    """As it was when they wrote, unless they keep it to themselves."""
    held = note.organization if is_shown_beside_words(note.author.audiences, "school") else None
    return "" if held is None else ", ".join(word for word in (held.name, held.state) if word)


def school_in_full(note: FieldNote) -> str:
    """The same with what kind of school it is."""
    named = school(note)
    kind = note.organization.kind if named and note.organization else ""
    return ", ".join(word for word in (named, kind) if word)


def as_written(note: FieldNote | None) -> dict[str, str]:
    if note is None:
        return {}
    return {"verdict": note.verdict, "changed": note.changed, "counsel": note.counsel}
