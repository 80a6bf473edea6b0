"""The files of a version: its own, and the pictures of its pages."""

from __future__ import annotations

from collections.abc import Sequence

from community.files import actions as files
from community.files.findings import Refused
from community.files.models import Upload
from community.library.models import Version
from community.library.preview import Preview


def hang(version: Version, upload: Upload, made: Preview) -> None:
    """In a transaction. Raises Refused when there is no room: then nothing half of it stays."""
    pictures = pages(upload.owner_id, made.pages)
    for piece in (upload, *pictures):
        piece.subject_kind, piece.subject_id = "version", str(version.pk)
    Upload.objects.bulk_update([upload, *pictures], ["subject_kind", "subject_id"])
    version.preview_pages = [str(picture.pk) for picture in pictures]
    version.save(update_fields=["preview_pages"])


def pages(owner_id: int, drawn: Sequence[bytes]) -> list[Upload]:
    made: list[Upload] = []
    try:
        for number, page in enumerate(drawn, start=1):
            made.append(files.keep_picture(owner_id, f"page-{number}.png", page))
    except Refused:
        files.erase([picture.place for picture in made])
        raise
    return made


def replace(version: Version, upload: Upload, made: Preview) -> None:
    """The same version with another file: the one before and its pages go. In a transaction."""
    before = [version.upload_id, *version.preview_pages]
    version.upload, version.preview_html, version.words = upload, made.html, made.words
    version.cover_at = None
    version.save(update_fields=["upload", "preview_html", "words", "cover_at"])
    hang(version, upload, made)
    files.throw_away(Upload.objects.filter(pk__in=before))
