"""Asking for one's words, making the archive, forgetting it; and taking one's words away."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from community import mail, ratelimits
from community.db import writing
from community.jobs.queue import job, later
from community.members.models import Member
from community.takeout import sources
from community.takeout.models import Archive
from community.takeout.writing import Writer

KEPT = timedelta(days=7)


class TooOften(Exception):
    """Archives were asked for too often; the text says so."""


def ask(member_id: int) -> Archive:
    """Begin an archive, or find the one that is being made. Raises TooOften."""
    making = Archive.objects.filter(member_id=member_id, ready_at=None).first()
    if making is not None:
        return making
    if ratelimits.take("archive", member_id):
        raise TooOften(ratelimits.sentence("archive"))
    try:
        with writing():
            made = Archive.objects.create(member_id=member_id)
            later(make, str(made.pk))
    except IntegrityError:
        return Archive.objects.get(member_id=member_id, ready_at=None)
    return made


@job()
def make(archive_id: str) -> None:
    """Whoever was shut out since gets none. Tried again, it begins anew."""
    archive = Archive.objects.select_related("member").filter(pk=UUID(archive_id), ready_at=None).first()
    if archive is None or not archive.member.is_active:
        return
    token = secrets.token_hex(16)
    place = f"archives/{token}.zip"
    path = path_of(place)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    try:
        with draft.open("wb") as target:
            Writer(target, f"{settings.COMMUNITY_NAME}: {archive.member.name}").write(
                sources.registered(), archive.member_id
            )
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    now = timezone.now()
    with writing():
        Archive.objects.filter(pk=archive.pk).update(
            place=place, size=path.stat().st_size, ready_at=now, expires_at=now + KEPT
        )
    mail.send(
        "archive", archive.member.email, name=archive.member.name, link=f"{settings.COMMUNITY_URL}/you/words/",
        days=KEPT.days,
    )  # fmt: skip


def path_of(place: str) -> Path:
    return Path(settings.DATA) / place


@job(every=timedelta(hours=1))
def forget_archives() -> None:
    """Those whose days are over, and those of people who may not have them any more."""
    old = Archive.objects.filter(expires_at__lte=timezone.now())
    gone = Archive.objects.exclude(member__standing__in=("active", "read_only"))
    for archive in (old | gone)[:500]:
        if archive.place:
            path_of(archive.place).unlink(missing_ok=True)
        archive.delete()


# ---- leaving ---------------------------------------------------------------------------------------


def drop_all(member_id: int) -> None:
    """What is nobody's without its member. In the transaction in which they leave."""
    for source in sources.registered():
        if source.drop is not None:
            source.drop(member_id)


# ---- taking words away ----------------------------------------------------------------------------


def forget_words(member_id: int) -> None:
    """Everything this person wrote, a piece at a time. In the transaction in which they leave."""
    later(forget_some, member_id)


@job()
def forget_some(member_id: int) -> None:
    """One piece of each kind, then the rest in another job. Only of somebody who left: a mistake deletes nothing."""
    if not Member.objects.filter(pk=member_id, standing="left").exists():
        return
    more = [source.forget(member_id) for source in sources.registered() if source.forget is not None]
    if any(more):
        with writing():
            later(forget_some, member_id)
