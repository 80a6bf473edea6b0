"""What a member wrote when they asked for a place in a cohort, for their archive."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html

from cohorts.models import EnrollmentRequest
from community.takeout.sources import Source, Words, pieces


def read(member_id: int) -> Iterator[Words]:
    asked = EnrollmentRequest.objects.filter(member_id=member_id).exclude(words="").select_related("cohort")
    for piece in pieces(asked, by="at"):
        for request in piece:
            yield Words(
                id=str(request.pk), at=request.at, where=request.cohort.name, title="Request for a place",
                html=format_html("<p>{}</p>", request.words), text=request.words,
            )  # fmt: skip


def forget(member_id: int) -> bool:
    EnrollmentRequest.objects.filter(member_id=member_id).update(words="")
    return False


SOURCE = Source("places", "What you wrote to cohorts you asked for a place in", read, forget)
