"""The photo of a profile: small, without anything but its pixels, and as open as its owner says."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from community import ratelimits
from community.db import writing
from community.files import inspect
from community.files.actions import TooMany, discard, keep_picture
from community.files.findings import Refused
from community.members import epoch
from community.members.models import Member
from community.members.profile import PHOTO
from moderation.access.members import Seen

NO_PICTURE = "Choose a picture: a JPG, PNG, WEBP or GIF."


def set_photo(member: Member, given: UploadedFile[Any]) -> None:
    """One's own, in place of the one before. Raises Refused, TooMany."""
    if ratelimits.take("upload", member.pk):
        raise TooMany(ratelimits.sentence("upload"))
    finding = inspect.inspect(str(given.name or ""), given)
    if finding.kind != "image":
        raise Refused(NO_PICTURE)
    with writing():
        discard(PHOTO, [str(member.pk)])
        upload = keep_picture(member.pk, f"{member.handle}.webp", finding.thumb or finding.content)
        upload.media_type = "image/webp" if finding.thumb else finding.media_type
        upload.subject_kind, upload.subject_id = PHOTO, str(member.pk)
        upload.save(update_fields=["media_type", "subject_kind", "subject_id"])
        Member.objects.filter(pk=member.pk).update(photo=upload)
        epoch.move()


def take_photo_away(member: Member) -> None:
    with writing():
        discard(PHOTO, [str(member.pk)])
        epoch.move()


def show_photo_to(member: Member, audience: str) -> None:
    """`audience` is one of those of fields; anything else changes nothing."""
    if audience not in set(Seen):
        return
    with writing():
        held = Member.objects.select_for_update().get(pk=member.pk)
        held.audiences = {**held.audiences, PHOTO: audience}
        held.save(update_fields=["audiences"])
        epoch.move()
