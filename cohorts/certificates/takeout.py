"""A member's hours and certificates, for their archive. Hours stay with the Center, which certified them to others."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html

from cohorts.attendance.hours import counted, in_words
from cohorts.attendance.ledger import entries
from cohorts.attendance.queries import somehow
from cohorts.certificates import shown
from cohorts.models import Certificate, Session
from community.takeout.sources import Source, Words, pieces


def read_hours(member_id: int) -> Iterator[Words]:
    for entry in entries(Session.objects.filter(somehow(member_id)), member_id):
        text = f"{in_words(entry.counted.minutes)}, {entry.category}. {entry.counted.why}"
        yield Words(
            id=f"hours-{entry.session_id}", at=entry.session.starts_at, where=entry.session.cohort.name,
            title=entry.session.title, html=format_html("<p>{}</p>", text), text=text,
        )  # fmt: skip


def read(member_id: int) -> Iterator[Words]:
    for piece in pieces(Certificate.objects.filter(member_id=member_id), by="made_at"):
        for one in piece:
            text = f"{in_words(one.minutes)} at {counted(one.sessions, 'session')}. Code {shown.code_of(one)}"
            yield Words(
                id=str(one.pk), at=one.made_at, where=one.cohort_name, title="Certificate of attendance",
                html=format_html("<p>{}</p>", text), text=text,
                facts={"withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None},
            )  # fmt: skip


def forget(member_id: int) -> bool:
    """With their words goes what strangers could read of them."""
    Certificate.objects.filter(member_id=member_id).delete()
    return False


SOURCES = (
    Source("hours", "Your hours at live sessions", read_hours),
    Source("certificates", "Your certificates", read, forget),
)
