"""What the hands can do for a tour of the door's pages: one of each thing that moderators and owners look after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from cohorts.models import Cohort
from community.db import writing
from community.live import news
from community.members import epoch
from community.members.models import Member, Organization
from moderation.actions.batches import bring, look_through
from moderation.actions.deciding import note
from moderation.actions.links import make_link
from moderation.models import Acceptance, Agreement, Application, DistrictSignIn, InvitationLink, Question
from tests import cast

TEAM = b"Email,Name,School\nina@cedar.test,Ina Ross,Cedar School\nno address,Otto,Cedar School\nben@school.test,Ben,\n"


def tour_of_the_door() -> dict[str, str]:
    """As `touring.tour`, for the pages of moderators and owners."""
    mona, olga = (cast.grants(Member.objects.get(handle=handle)) for handle in ("mona", "olga"))
    cedar, cohort = Organization.objects.get(slug="cedar"), Cohort.objects.get(slug="spring")
    application, question = (
        asked_in(),
        Question.objects.create(key="tour", kind="short", label="Since when?", required=False),
    )
    make_link(mona, label="Workshop", cap=5, days=9, organization=cedar, cohort=cohort)
    plain, sorted_out = (bring(mona, "team.csv", TEAM) for _ in range(2))
    look_through(
        mona, sorted_out, mapping=sorted_out.mapping, organization=cedar, cohort=cohort, adds_organizations=False
    )
    sign_in = DistrictSignIn.objects.create(
        organization=cedar, name="Cedar staff", kind="oidc", domains=["tour.test"], key="tour",
        issuer="https://login.tour.test", client_id="community", made_by_id=olga.member_id,
    )  # fmt: skip
    note(mona, application, "She spoke at our open day.")
    return {
        "application_desk": reverse("application_desk", args=[application.pk]),
        "decide": reverse("decide", args=[application.pk, "admit"]),
        "decide:decline": reverse("decide", args=[application.pk, "decline"]),
        "change_question": reverse("change_question", args=[question.pk]),
        "link": reverse("link", args=[InvitationLink.objects.latest("pk").pk]),
        "list": reverse("list", args=[plain.pk]),
        "list:piles": reverse("list", args=[sorted_out.pk]),
        "change_sign_in": reverse("change_sign_in", args=[sign_in.pk]),
    }


def asked_in() -> Application:
    return Application.objects.create(
        email="nadia@wren.test", name="Nadia Belmont", school="Wren Street School", state="ID", stage="waiting",
        nonce=uuid4(), submitted_at=timezone.now() - timedelta(days=3),
        answers=[
            {"key": "role", "label": "Who are you?", "kind": "short", "answer": "Its founder"},
            {"key": "hope", "label": "What do you hope for?", "kind": "long", "answer": "Company.\n\nAnd a lease."},
        ],
    )  # fmt: skip


def forget_agreements() -> None:
    with writing():
        Acceptance.objects.all().delete()
        Agreement.objects.all().delete()
        news.tell_access_moved(epoch.move())


def free_seat_url(handle: str) -> str:
    return reverse("free_seat", args=["cedar", Member.objects.get(handle=handle).seats.get(freed_at=None).pk])


VERBS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb for verb in (tour_of_the_door, forget_agreements, free_seat_url)
}
