"""A certificate on paper. It is drawn in a process of its own: cutting the font takes a second, and pages must not wait
for it."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from cohorts.attendance.hours import in_words
from cohorts.certificates import shown
from cohorts.models import Certificate
from community.files import apart
from community.timetext import long_date

MOST_LINES = 8  # of categories that fit
SECONDS = 10


def drawn(certificate: Certificate) -> bytes:
    """The PDF. Raises apart.Failed when it could not be drawn."""
    given = json.dumps(facts(certificate), ensure_ascii=False).encode()
    _, [paper] = apart.run("cohorts.certificates.drawing:draw", given, seconds=SECONDS)
    return paper


def facts(certificate: Certificate) -> dict[str, Any]:
    """What stands on it, in words."""
    rows = shown.categories(certificate)
    if len(rows) > MOST_LINES:
        more = sum(int(minutes) for _, minutes in certificate.categories[MOST_LINES - 1 :])
        rows = [*rows[: MOST_LINES - 1], ("Further categories", in_words(more))]
    return {
        "holder": certificate.holder,
        "cohort": certificate.cohort_name,
        "center": certificate.center,
        "sessions": certificate.sessions,
        "first_day": long_date(certificate.first_day),
        "last_day": long_date(certificate.last_day),
        "rows": rows,
        "total": in_words(certificate.minutes),
        "made_at": certificate.made_at.isoformat(),
        "issued": long_date(timezone.localtime(certificate.made_at).date()),
        "address": shown.address_of(certificate),
        "code": shown.code_of(certificate),
    }
