"""The archives of one member, for that member alone."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from community.takeout.models import Archive
from moderation.access.decision import Absent
from moderation.access.grants import Grants


def archives_of(who: Grants) -> QuerySet[Archive]:
    return Archive.objects.filter(member_id=who.member_id).order_by("-asked_at")[:10]


def archive_for(who: Grants, pk: UUID) -> Archive:
    """Ready, not expired, one's own. Else Absent."""
    found = Archive.objects.filter(pk=pk, member_id=who.member_id, expires_at__gt=timezone.now()).first()
    if found is None:
        raise Absent
    return found
