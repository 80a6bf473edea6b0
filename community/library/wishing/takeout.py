"""Requests a member made, for their archive; and taking them away."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape, linebreaks

from community.library.wishing.actions import forget_some
from community.library.wishing.models import Wish
from community.takeout.sources import Source, Words, pieces


def read(member_id: int) -> Iterator[Words]:
    for piece in pieces(Wish.objects.filter(asked_by_id=member_id), by="asked_at"):
        for wish in piece:
            yield Words(
                id=str(wish.pk), at=wish.asked_at, where="Library", title=wish.title,
                html=linebreaks(escape(wish.what_for)), text=wish.what_for, facts={"voices": wish.voices},
            )  # fmt: skip


SOURCE = Source("template-requests", "Templates you asked for", read, forget_some)
