"""What a member began and did not post, for their archive."""

from __future__ import annotations

from collections.abc import Iterator

from community.drafts.models import Draft
from community.takeout.sources import Source, Words, pieces
from community.text import plain, rich


def read(member_id: int) -> Iterator[Words]:
    """Without the title of what a reply would have answered: others wrote that."""
    for piece in pieces(Draft.objects.filter(member_id=member_id), by="at"):
        for draft in piece:
            yield Words(
                id=str(draft.pk), at=draft.at, where="Drafts", title=draft.fields.get("title") or "Draft",
                html=rich.sanitize(draft.body), text=plain.from_html(draft.body),
            )  # fmt: skip


SOURCE = Source("drafts", "Drafts", read)  # they go with whoever leaves, whatever becomes of the words
