"""Taking files in, attaching them, throwing them away."""

from __future__ import annotations

import errno
import hashlib
import logging
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from community import ratelimits
from community.db import writing
from community.files import inspect
from community.files.models import Upload
from community.text import plain
from moderation.access import files as rules
from moderation.access.grants import Grants

MAX_BYTES = 25 * 2**20
FULL = {errno.ENOSPC, errno.EDQUOT}
NO_ROOM = (
    "There is no room for more files here at the moment, so this one was not kept. "
    "Please tell a moderator, and try again later."
)
_log = logging.getLogger(__name__)


class NotAttachable(Exception):
    """One of the files cannot be used; the text says why, for the person."""


class TooMany(Exception):
    """The budget of uploads is used up."""


def store(who: Grants, given: UploadedFile[Any]) -> Upload:
    """Keep one file, loose until something attaches it. Raises inspect.Refused with a sentence, Denied, TooMany."""
    rules.may_upload(who, timezone.now()).require()
    if ratelimits.take("upload", who.member_id):
        raise TooMany(ratelimits.sentence("upload"))
    return keep(who.member_id, str(given.name or ""), given)


def copy(who: Grants, upload: Upload) -> Upload:
    """The same bytes once more, loose, for another thing to carry. Raises Denied, TooMany."""
    rules.may_upload(who, timezone.now()).require()
    if ratelimits.take("upload", who.member_id):
        raise TooMany(ratelimits.sentence("upload"))
    place = write(content(upload))
    with writing():
        return Upload.objects.create(
            owner_id=who.member_id, name=upload.name, kind=upload.kind, media_type=upload.media_type,
            size=upload.size, sha256=upload.sha256, place=place, width=upload.width, height=upload.height,
        )  # fmt: skip


def own_loose(who: Grants, pk: UUID) -> Upload:
    """A file this person brought and nothing carries yet. Raises NotAttachable."""
    return attachable(who, [pk], Upload.objects.in_bulk([pk]))[0]


def keep(owner_id: int, name: str, given: Any) -> Upload:
    """Inspect and keep. `given` is an open binary file."""
    finding = inspect.inspect(plain.clean_line(name), given)
    place = write(finding.content)
    try:
        thumb = write(finding.thumb) if finding.thumb else ""
    except inspect.Refused:
        erase([place])
        raise
    with writing():
        return Upload.objects.create(
            owner_id=owner_id,
            name=finding.name,
            kind=finding.kind,
            media_type=finding.media_type,
            size=len(finding.content),
            sha256=hashlib.sha256(finding.content).hexdigest(),
            place=place,
            thumb_place=thumb,
            width=finding.width,
            height=finding.height,
        )


def write(content: bytes) -> str:
    """To a place nobody can guess and no URL names. Raises Refused when there is no room, and leaves nothing then."""
    token = secrets.token_hex(16)
    place = f"{token[:2]}/{token}"
    path = Path(settings.MEDIA_ROOT) / place
    draft = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.touch(mode=0o600)
        draft.write_bytes(content)
        draft.rename(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        if error.errno not in FULL:
            raise
        _log.error("there is no room for files left: %s", error)
        raise inspect.Refused(NO_ROOM) from error
    return place


def shown(upload: Upload) -> dict[str, Any]:
    """What pages and the wire keep of an upload beside their text."""
    seen: dict[str, Any] = {
        "id": str(upload.pk),
        "name": upload.name,
        "size": upload.size,
        "kind": upload.kind,
    }
    if upload.width and upload.height:
        seen |= {"width": upload.width, "height": upload.height}
    return seen


def attachable(who: Grants, wanted: Sequence[UUID], found: Mapping[UUID, Upload]) -> list[Upload]:
    """These uploads, if every one of them may be attached by this person now. Raises NotAttachable."""
    uploads = [found[pk] for pk in wanted if pk in found]
    if len(uploads) != len(wanted) or not all(rules.may_attach(who, upload) for upload in uploads):
        raise NotAttachable("One of the files is no longer there. Please attach it again.")
    return uploads


def attach(who: Grants, wanted: Sequence[UUID], *, kind: str, subject: str) -> list[Upload]:
    """In the transaction of what they are attached to."""
    if not wanted:
        return []
    found = Upload.objects.select_for_update().in_bulk(list(wanted))
    uploads = attachable(who, wanted, found)
    for upload in uploads:
        upload.subject_kind, upload.subject_id = kind, subject
    Upload.objects.bulk_update(uploads, ["subject_kind", "subject_id"])
    return uploads


def discard(kind: str, subjects: Sequence[str]) -> None:
    """Files of something deleted: the rows now, the bytes once that is certain."""
    throw_away(Upload.objects.filter(subject_kind=kind, subject_id__in=list(subjects)))


def discard_loose(ids: Sequence[UUID]) -> None:
    """Those of these that nothing carries by now. In a transaction: who attaches one waits, or was first."""
    throw_away(Upload.objects.select_for_update().filter(pk__in=list(ids), subject_kind=""))


def throw_away(uploads: QuerySet[Upload]) -> None:
    gone = list(uploads)
    Upload.objects.filter(pk__in=[upload.pk for upload in gone]).delete()
    places = [place for upload in gone for place in (upload.place, upload.thumb_place) if place]
    transaction.on_commit(lambda: erase(places))


def erase(places: Sequence[str]) -> None:
    for place in places:
        (Path(settings.MEDIA_ROOT) / place).unlink(missing_ok=True)


def keep_picture(owner_id: int, name: str, picture: bytes) -> Upload:
    """A picture we made ourselves, such as a page of a preview. In a transaction."""
    return Upload.objects.create(
        owner_id=owner_id, name=name, kind="image", media_type="image/png", size=len(picture),
        sha256=hashlib.sha256(picture).hexdigest(), place=write(picture),
    )  # fmt: skip


def content(upload: Upload) -> bytes:
    return (Path(settings.MEDIA_ROOT) / upload.place).read_bytes()
