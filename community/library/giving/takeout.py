"""What a member brought for the library and never sent, for their archive; and throwing it away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.html import escape

from community.library.giving import queries
from community.library.giving.actions import forget_some
from community.takeout.sources import Attached, Source, Words


def read(member_id: int) -> Iterator[Words]:
    for one in queries.all_brought(member_id):
        title = one.suggested.get("title") or one.upload.name
        yield Words(
            id=str(one.pk), at=one.brought_at, where="Library, not sent", title=title, html=f"<p>{escape(title)}</p>",
            text=title, facts={}, files=(Attached(one.upload.name, Path(settings.MEDIA_ROOT) / one.upload.place),),
        )  # fmt: skip


SOURCE = Source("brought", "Files you brought for the library and did not send", read, forget_some)
