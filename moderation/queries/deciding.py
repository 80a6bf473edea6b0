"""Applications as the desk shows them: the queue, one of them, what moderators think of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from community import cursors
from moderation.access import applications as rules
from moderation.access.applications import OPEN, Panel
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.members import moderating
from moderation.models import Application, ApplicationWord, AuditEntry, Vote, Vouch
from moderation.queries.applying import OVER, policy

PAGE = 50
Stage = Application.Stage


def applications_for(
    who: Grants, *, stage: str = "", after: tuple[datetime, UUID] | None = None
) -> list[Application]:  # fmt: skip
    """The queue: whoever waits longest first; of what is over, the newest first. One more than PAGE when it goes on.

    `stage`: one of them, or "mine" for what is in one's hands; without it what waits to be read.
    """
    rules.may_see_applications(who).require_sight()
    found = Application.objects.select_related("claimed_by").filter(in_stage(who, stage))
    if stage in OVER:
        if after is not None:
            found = found.filter(Q(decided_at__lt=after[0]) | Q(decided_at=after[0], pk__gt=after[1]))
        return list(found.order_by("-decided_at", "pk")[: PAGE + 1])
    if after is not None:
        found = found.filter(cursors.after("submitted_at", after))
    return list(found.order_by("submitted_at", "pk")[: PAGE + 1])


def in_stage(who: Grants, stage: str) -> Q:
    if stage == "mine":
        return Q(stage__in=OPEN, claimed_by_id=who.member_id)
    return Q(stage=stage if stage in Stage and stage != Stage.UNPROVEN else Stage.WAITING)


def counts_by_stage(who: Grants) -> dict[str, int]:
    """How many there are in each stage that the desk sees."""
    rules.may_see_applications(who).require_sight()
    rows = Application.objects.exclude(stage=Stage.UNPROVEN).order_by().values("stage").annotate(n=Count("pk"))
    return dict.fromkeys(Stage.values, 0) | {row["stage"]: row["n"] for row in rows}


def application_for(who: Grants, pk: UUID) -> Application:
    """One that has been proven. Raises Absent."""
    rules.may_see_applications(who).require_sight()
    found = Application.objects.select_related("claimed_by", "decided_by").exclude(stage=Stage.UNPROVEN)
    application = found.filter(pk=pk).first()
    if application is None:
        raise Absent
    return application


@dataclass(frozen=True, slots=True)
class Opinions:
    """What moderators said, and the same as the rules want it."""

    votes: list[Vote]
    vouches: list[Vouch]
    panel: Panel


def opinions_of(application: Application) -> Opinions:
    """Of those who moderate now: a vote leaves with the role."""
    votes = list(
        Vote.objects.filter(moderating("moderator__"), application=application)
        .select_related("moderator")
        .order_by("at")
    )
    vouches = list(Vouch.objects.filter(email=application.email).select_related("sponsor__organization").order_by("at"))
    panel = Panel(
        needed=policy().approvals_needed,
        yes=frozenset(vote.moderator_id for vote in votes if vote.yes),
        no=frozenset(vote.moderator_id for vote in votes if not vote.yes),
        sponsors=frozenset(vouch.sponsor_id for vouch in vouches),
    )
    return Opinions(votes, vouches, panel)


def words_of(application: Application) -> list[ApplicationWord]:
    """Everything said, notes among it."""
    return list(application.words.select_related("author"))


def log_of_application(application: Application) -> QuerySet[AuditEntry]:
    """What was done about it. What was said stands among the words."""
    entries = AuditEntry.objects.filter(subject_kind="application", subject_id=str(application.pk))
    return entries.select_related("actor").order_by("id")[:100]


def waiting_untold() -> QuerySet[Application]:
    """Waiting applications that no mail has told of."""
    return Application.objects.filter(stage=Stage.WAITING, told_at=None)


def waiting_now() -> int:
    return Application.objects.filter(stage=Stage.WAITING).count()


def last_told_at() -> datetime | None:
    return Application.objects.exclude(told_at=None).order_by("-told_at").values_list("told_at", flat=True).first()
