"""For the tour: categories, a certificate, a programme with what is open and what is not, and a session that is on."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cohorts.attendance import actions as attendance
from cohorts.certificates import actions as certificates
from cohorts.models import Cohort, Milestone, Session
from cohorts.programme import actions as programme
from community.members.models import Member
from tests import cast


def arranged(cohort: Cohort, ada: Member, fay: Member) -> Milestone:
    """After yesterday's session was marked. Returns a milestone."""
    leads, now = cast.grants(fay), timezone.now()
    for name, state in (("Instruction", ""), ("Student safety", "CO")):
        category = attendance.add_category(leads, cohort, name=name, state=state)
    attendance.put_loose_under(leads, category)
    met = Session.objects.create(
        cohort=cohort, title="Last week's hour", starts_at=now - timedelta(days=7), host=fay, made_by=fay
    )
    attendance.mark(leads, met, marks={ada.pk: "present"}, minutes={ada.pk: 45}, reason="")
    shown = certificates.Shown("initials", show_total=True, show_categories=True)
    certificates.make(cast.grants(ada), cohort, shown)
    links = [["https://example.org/budget", "A budget to begin with"], ["/library/", ""]]
    for n, opens in enumerate((now, now, now + timedelta(days=7), None), 1):
        written = programme.Written(f"Week {n}: doors", "Count **all** of them.", links, now.date(), opens)
        made = programme.add(leads, cohort, written)
    first = cohort.milestones.order_by("position")[0]
    programme.tick(cast.grants(ada), first, done=True)
    return made
