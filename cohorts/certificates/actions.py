"""Making a certificate of one's hours, saying what strangers see of it, and withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cohorts.attendance import ledger
from cohorts.attendance import queries as attendance
from cohorts.certificates import codes
from cohorts.models import Certificate, Cohort
from community import ratelimits
from community.db import writing
from community.members.models import Member
from moderation.access import hours as rules
from moderation.access.grants import Grants


@dataclass(frozen=True, slots=True)
class Shown:
    """What whoever has the code sees."""

    show_name: str
    show_total: bool
    show_categories: bool


def make(actor: Grants, cohort: Cohort, shown: Shown, *, years: int | None = None) -> Certificate:
    """Of today's numbers; those made before stay as they are. `years`: so long it is shown. Raises Denied, TooOften."""
    now = timezone.now()
    found = attendance.hours_of(actor, cohort)
    total = ledger.sums(found).get(actor.member_id, ledger.Sums())
    rules.may_certify(actor, cohort, total.minutes, now).require()
    ratelimits.require("certificate", actor.member_id)
    days = [timezone.localtime(entry.session.starts_at).date() for entry in found]
    with writing():
        return Certificate.objects.create(
            member_id=actor.member_id, cohort=cohort, code=codes.draw(),
            holder=Member.objects.values_list("name", flat=True).get(pk=actor.member_id),
            cohort_name=cohort.name, center=settings.COMMUNITY_NAME, first_day=min(days), last_day=max(days),
            sessions=total.sessions, minutes=total.minutes, categories=[list(c) for c in total.categories.items()],
            show_name=shown.show_name, show_total=shown.show_total, show_categories=shown.show_categories, made_at=now,
            expires_at=now + timedelta(days=365 * years) if years else None,
        )  # fmt: skip


def show(actor: Grants, certificate: Certificate, shown: Shown) -> None:
    """From now on. Raises Absent."""
    rules.may_keep_certificate(actor, certificate).require_sight()
    with writing():
        Certificate.objects.filter(pk=certificate.pk).update(
            show_name=shown.show_name, show_total=shown.show_total, show_categories=shown.show_categories
        )


def withdraw(actor: Grants, certificate: Certificate) -> None:
    """For good: its code leads nowhere. Raises Absent."""
    rules.may_keep_certificate(actor, certificate).require_sight()
    with writing():
        Certificate.objects.filter(pk=certificate.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
