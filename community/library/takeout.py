"""Documents a member shared, for their archive. Those on the shelf stay there: others have built on them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.html import escape

from community.library.models import Version
from community.library.offering.actions import forget_some
from community.takeout.sources import Attached, Source, Words, pieces


def read(member_id: int) -> Iterator[Words]:
    versions = Version.objects.filter(shared_by_id=member_id).select_related("document", "upload")
    for piece in pieces(versions, by="created_at"):
        for version in piece:
            document, upload = version.document, version.upload
            yield Words(
                id=str(version.pk), at=version.created_at, where="Library",
                title=f"{document.title}, version {version.number}", html=f"<p>{escape(document.summary)}</p>",
                text=document.summary, facts={"category": document.category, "note": version.note},
                files=(Attached(upload.name, Path(settings.MEDIA_ROOT) / upload.place),),
            )  # fmt: skip


SOURCE = Source("documents", "Documents you shared", read, forget_some)
