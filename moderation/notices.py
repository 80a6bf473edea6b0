"""What the desk's notices say, looked up when they are shown: to moderators alone, and while it still waits."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from community.notifications import kinds
from community.notifications.kinds import Shown
from moderation.access import applications as rules
from moderation.access.grants import Grants
from moderation.models import Application

SENTENCES = {
    "application.waiting": "asks to come in",
    "application.answered": "answered your question",
}
COUNTED = {
    "application.waiting": ("request to come in", "requests to come in"),
    "application.answered": ("answer of an applicant", "answers of applicants"),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        # Of those who wait there is a mail of its own (actions/telling.py).
        kinds.register(kind, resolver(sentence), counted=COUNTED[kind], mailed=kind != "application.waiting")


def resolver(sentence: str) -> kinds.Resolve:
    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        if not rules.may_see_applications(who):
            return {}
        found = Application.objects.filter(pk__in=list(subjects), stage__in=rules.OPEN)
        return {str(application.pk): shown(application, sentence) for application in found}

    return resolve


def shown(application: Application, sentence: str) -> Shown:
    return Shown(
        sentence=sentence,
        url=reverse("application_desk", args=[application.pk]),
        excerpt=application.school,
        place_name="Applications",
        hue="slate",
        by=application.name,
        quotable=False,
    )
