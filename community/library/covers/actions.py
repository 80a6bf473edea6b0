"""Drawing covers: after a version came in, and for those from before."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from community.db import writing
from community.files import actions as files
from community.files import apart
from community.files.findings import Refused
from community.files.models import Upload
from community.jobs.queue import job, later
from community.library.covers import drawing, queries
from community.library.models import Version

SECONDS = 6
BEHIND = -10  # as a job
_log = logging.getLogger(__name__)


@job()
def draw_cover(version_id: int) -> None:
    """Once. Without one the gallery shows the kind of the document, drawn."""
    version = Version.objects.select_related("upload").filter(pk=version_id, cover_at=None).first()
    if version is None:
        return
    made = drawn(version)
    with writing():
        held = Version.objects.select_for_update().filter(pk=version.pk, upload=version.upload, cover_at=None)
        if not held.update(cover_at=timezone.now()):
            return  # somebody was faster, or it has another file by now
        if made:
            place = files.write(made)
            Upload.objects.filter(pk=version.upload_id).update(thumb_place=place)


def drawn(version: Version) -> bytes:
    """Nothing where there is nothing to draw, or where that went wrong."""
    upload = version.upload
    if upload.thumb_place or (upload.kind not in ("pdf", "image") and not version.preview_html):
        return b""
    try:
        given = drawing.given(upload.kind, files.content(upload), version.preview_html[:100_000])
        _, [made] = apart.run("community.library.covers.drawing:draw", given, seconds=SECONDS)
    except (apart.Failed, Refused, OSError) as reason:
        _log.info("no cover of version %s: %s", version.pk, reason)
        return b""
    return made


@job(every=timedelta(hours=1))
def draw_missing_covers() -> None:
    """Of versions from before there were covers, or whose own job was lost."""
    with writing():
        for version_id in queries.without_cover(queries.AT_ONCE):
            draw_soon(version_id)


def draw_soon(version_id: int) -> None:
    """In a transaction. Whatever else waits, such as a mail, comes first."""
    later(draw_cover.using(priority=BEHIND), version_id)
