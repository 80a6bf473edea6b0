"""What a member said of service providers and which they suggested, for their archive. Codes stay here."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape, linebreaks

from community.library.providers import actions, queries
from community.takeout.sources import Source, Words


def reviews(member_id: int) -> Iterator[Words]:
    for one in queries.all_reviews(member_id):
        said = f"{'Would use again' if one.again else 'Would not use again'}\n\n{one.words}".strip()
        yield Words(
            id=str(one.pk), at=one.written_at, where="Service providers", title=one.provider.name,
            html=linebreaks(escape(said)), text=said, facts={"again": one.again},
        )  # fmt: skip


def suggested(member_id: int) -> Iterator[Words]:
    for one in queries.all_suggested(member_id):
        yield Words(
            id=str(one.pk), at=one.suggested_at, where="Service providers", title=one.name,
            html=linebreaks(escape(one.about)), text=one.about, facts={"category": one.category, "address": one.url},
        )  # fmt: skip


SOURCES = (
    Source("provider-reviews", "What you said of service providers", reviews, actions.forget_reviews),
    Source("providers", "Service providers you suggested", suggested, actions.forget_suggested),
)
