"""Doors and reads of certificates."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cohorts.certificates import codes
from cohorts.models import Certificate, Cohort
from moderation.access import hours as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

MOST = 200


def certificate_for(who: Grants, pk: UUID) -> Certificate:
    """One's own, or Absent."""
    found = Certificate.objects.filter(pk=pk).first()
    if found is None:
        raise Absent
    rules.may_keep_certificate(who, found).require_sight()
    return found


def certificates_of(who: Grants) -> list[Certificate]:
    """One's own, the latest first."""
    return list(Certificate.objects.filter(member_id=who.member_id).order_by("-made_at", "pk")[:MOST])


def cohort_by_name(slug: str) -> Cohort:
    """For the rule that looks at the hours somebody has there. Raises Absent."""
    found = Cohort.objects.filter(slug=slug).first()
    if found is None:
        raise Absent
    return found


def shown_by(typed: str, now: datetime) -> Certificate | None:
    """For a stranger with a code. None, whatever the reason."""
    code = codes.read(typed)
    found = Certificate.objects.filter(code=code).first() if code else None
    return found if found is not None and rules.is_shown(found, now) else None
