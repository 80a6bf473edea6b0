"""What a member asked live sessions under their name, for their archive. What was asked without a name is nobody's."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html

from cohorts.models import SessionQuestion
from community.takeout.sources import Source, Words, pieces


def read(member_id: int) -> Iterator[Words]:
    asked = SessionQuestion.objects.filter(asked_by_id=member_id).select_related("session__cohort")
    for piece in pieces(asked, by="at"):
        for question in piece:
            yield Words(
                id=str(question.pk), at=question.at, where=question.session.cohort.name, title=question.session.title,
                html=format_html("<p>{}</p>", question.body), text=question.body,
            )  # fmt: skip


def forget(member_id: int) -> bool:
    """With its votes: what one person asked is not kept as everybody's."""
    SessionQuestion.objects.filter(asked_by_id=member_id).delete()
    return False


SOURCE = Source("sessions", "What you asked live sessions", read, forget)
