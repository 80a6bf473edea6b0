"""Which milestones a member ticked, for their archive."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html

from cohorts.models import MilestoneDone, WelcomeDismissed
from community.takeout.sources import Source, Words, pieces


def read(member_id: int) -> Iterator[Words]:
    ticked = MilestoneDone.objects.filter(member_id=member_id).select_related("milestone__cohort")
    for piece in pieces(ticked, by="at"):
        for done in piece:
            text = f"Done: milestone {done.milestone.position}"
            yield Words(
                id=f"milestone-{done.pk}", at=done.at, where=done.milestone.cohort.name, title="A milestone",
                html=format_html("<p>{}</p>", text), text=text,
            )  # fmt: skip


def drop(member_id: int) -> None:
    """Whoever left does nothing any more, and is not new."""
    MilestoneDone.objects.filter(member_id=member_id).delete()
    WelcomeDismissed.objects.filter(member_id=member_id).delete()


SOURCE = Source("programme", "What you ticked in programs", read, drop=drop)
