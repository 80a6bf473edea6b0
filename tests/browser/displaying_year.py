"""Cohorts in every state of their year, for pictures: one that takes requests, one of alumni, one that is archived."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cohorts.attendance import actions as attendance
from cohorts.lifecycle import actions
from cohorts.models import Cohort, Enrollment, EnrollmentRequest, Room, Session
from cohorts.questions.actions import ask, mark_answered, vote
from community.members.models import Member
from community.places import place
from tests import cast
from tests.browser.quoted import of_the_demo

ASKS = (
    ("walt", "We open in August and I have a building, a charter, and no idea how to write a lease.", "asked"),
    ("kate", "", "asked"),
    ("marcus", "I was on the list last year; my board has said yes since then.", "waiting"),
)
YEARS = {
    "draft": ("The 2028 public school cohort", "For districts that open a microschool inside a school."),
    "open": ("Rural schools, 2027", "One year for founders where the next school is an hour away."),
    "alumni": ("First cohort, 2025", "Eleven founders who opened in the fall of 2025."),
    "archived": ("Pilot group, 2024", "Six people and a spreadsheet: how all this began."),
}


def years(leads: str, member: str) -> None:
    """One cohort in each state beside the one that runs; `member` is in them, and not in the open one."""
    now, people = timezone.now(), {m.handle: m for m in Member.objects.all()}
    for state, (name, purpose) in YEARS.items():
        made = Cohort.objects.create(slug=f"year-{state}", name=name, purpose=purpose, state=state, hue="indigo")
        Room.objects.create(cohort=made, slug="year", name=name, position=90, stage=state)
        Enrollment.objects.create(cohort=made, member=people[leads], role=Enrollment.Role.FACILITATOR)
        enrolled = ["dev", "grant", "tomas"] if state == "open" else [member, "dev"]
        Enrollment.objects.bulk_create(Enrollment(cohort=made, member=people[h]) for h in enrolled if h != leads)
    open_one = Cohort.objects.get(slug="year-open")
    actions.set_places(
        cast.grants(people[leads]), open_one, places=open_one.enrollments.count() - 1, asks_while_running=False
    )
    EnrollmentRequest.objects.bulk_create(
        EnrollmentRequest(
            cohort=open_one, member=people[handle], words=words, state=state, at=now - timedelta(days=3, hours=-n)
        )
        for n, (handle, words, state) in enumerate(ASKS)
    )


def questions(names: list[str]) -> None:
    """To the next session that is not full: one answered, one without a name, one that many want."""
    meets = Session.objects.filter(starts_at__gt=timezone.now(), seats=None, state="scheduled").order_by("starts_at")[0]
    people = [cast.grants(Member.objects.get(handle=handle)) for handle in names]
    bodies = (
        "How long did the first family meeting take you, and what did you leave for the second?",
        "Our board wants the fire marshal’s letter before families see the room. Is that usual?",
        "Who writes the minutes?",
    )
    asked = [ask(people[n], meets, body=body, nameless=n == 1) for n, body in enumerate(bodies)]
    for voter, question in ((0, asked[1]), (1, asked[1]), (2, asked[1]), (1, asked[0])):
        vote(people[voter], meets, question.pk, on=True)
    mark_answered(cast.grants(meets.host), meets, asked[2].pk, answered=True)


def attended(names: list[str]) -> None:
    """The last session that was: its notes, who was there, one mark corrected."""
    met = Session.objects.filter(starts_at__lt=timezone.now(), state="scheduled").order_by("-starts_at")[0]
    host, people = cast.grants(met.host), [Member.objects.get(handle=handle) for handle in names]
    attendance.keep_after(
        host,
        met,
        recording="https://meet.commons.example/again",
        notes="Next time, please bring:\n\n- the lease\n- your floor plan",
    )
    marks = {member.pk: ("present", "present", "excused")[n % 3] for n, member in enumerate(people)}
    attendance.mark(host, met, marks=marks, reason="")
    attendance.mark(host, met, marks={people[2].pk: "present"}, reason="She came for the second half")


def places_of_years() -> dict[str, str]:
    """Addresses that pictures go to: of each cohort, and of the rooms in two of them."""
    pages = {f"year_{state}": place("cohort", f"year-{state}") for state in YEARS}
    rooms = Room.objects.filter(slug="year", cohort__slug__in=("year-alumni", "year-archived"))
    met = Session.objects.exclude(notes="")[0]
    pages["session_was"] = place("session", met.cohort.slug, met.pk)
    pages |= of_the_demo("renee")
    return pages | {f"room_{room.stage}": place("room", room.pk) for room in rooms}
