"""What notices of a cohort's year say. The cohort speaks, except where a person asks for a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone

from cohorts.lifecycle.words import STAGES
from cohorts.models import Cohort, EnrollmentRequest
from community.notifications import actions as notices
from community.notifications import kinds
from community.notifications.actions import Wanted
from community.notifications.kinds import Shown
from moderation.access import cohorts as rules
from moderation.access import rooms
from moderation.access.grants import Grants

MOVED, ASKED, ENROLLED, WAITING, DECLINED = (
    "cohort.moved", "cohort.asked", "cohort.enrolled", "cohort.waiting", "cohort.declined",
)  # fmt: skip
SENTENCES = {
    ENROLLED: "has a place for you: you are in",
    WAITING: "said yes, and all places are taken: you are on the waiting list",
    DECLINED: "has no place for you this time",
}


def register() -> None:
    word = ("word about a cohort", "words about cohorts")
    kinds.register(MOVED, moved, counted=word)
    kinds.register(ASKED, asked, counted=("request for a place in a cohort", "requests for places in cohorts"))
    for kind in SENTENCES:
        kinds.register(kind, answered(kind), counted=word)


def place_of(cohort: Cohort) -> str:
    return f"cohort:{cohort.pk}"


def tell(
    cohort: Cohort, kind: str, member_ids: Iterable[int], at_epoch: int, mark: object, actor_id: int | None = None
) -> None:
    """`mark` makes it another piece of news than the last of its kind; for a move it begins with the state."""
    about = f"{cohort.pk}.{mark}"
    wanted = [Wanted(pk, actor_id, kind, about, place_of(cohort)) for pk in sorted(member_ids)]
    notices.notify(wanted, at_epoch=at_epoch)


def mark() -> int:
    """Of now: one moment has one piece of news of a kind."""
    return int(timezone.now().timestamp() * 1000)


def cohorts_of(subjects: Sequence[str]) -> dict[str, Cohort]:
    ids = {about: int(about.partition(".")[0]) for about in subjects}
    found = Cohort.objects.in_bulk(set(ids.values()))
    return {about: found[pk] for about, pk in ids.items() if pk in found}


def moved(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    """As long as it is in that state: what came after is told by itself."""
    return {
        about: shown(cohort, STAGES[cohort.state].told)
        for about, cohort in cohorts_of(subjects).items()
        if rooms.may_see_cohort(who, cohort) and about.split(".")[1] == cohort.state
    }


def asked(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    """Until somebody answered. Whoever leads the cohort reads what was said with it."""
    keys = {about: int(about.split(".")[1]) for about in subjects}
    found = EnrollmentRequest.objects.select_related("cohort").in_bulk(set(keys.values()))
    return {
        about: Shown(
            sentence=f"asks for a place in {found[pk].cohort.name}",
            url=reverse("lead_cohort", args=[found[pk].cohort.slug]),
            excerpt=found[pk].words,
            place_name=found[pk].cohort.name,
            hue=found[pk].cohort.hue,
        )
        for about, pk in keys.items()
        if pk in found and found[pk].state == EnrollmentRequest.State.ASKED and rules.leads(who, found[pk].cohort)
    }


def answered(kind: str) -> kinds.Resolve:
    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        return {
            about: shown(cohort, SENTENCES[kind])
            for about, cohort in cohorts_of(subjects).items()
            if rules.may_look_at_cohort(who, cohort)
        }

    return resolve


def shown(cohort: Cohort, sentence: str) -> Shown:
    return Shown(
        sentence=sentence,
        url=reverse("cohort", args=[cohort.slug]),
        excerpt="",
        place_name=cohort.name,
        hue=cohort.hue,
        by=cohort.name,
    )
