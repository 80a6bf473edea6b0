"""What the door asks of applicants, and how they find back to what they sent. Nothing here looks inside."""

from __future__ import annotations

import statistics
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from community.members.models import MAY_SIGN_IN, Member
from moderation.access.applications import OPEN
from moderation.models import Application, ApplicationWord, Policy, Question
from moderation.queries.inviting import hash_of

Stage = Application.Stage
DECIDED = (Stage.ADMITTED, Stage.DECLINED)
OVER = (*DECIDED, Stage.WITHDRAWN)
FOLLOWED_FOR = timedelta(days=90)  # after it was over, the private link still answers
LAST = 20  # decisions that say how long it takes
ENOUGH = 5


def policy() -> Policy:
    """What the owners have decided; the defaults while they have not."""
    return Policy.objects.filter(id=1).first() or Policy(id=1)


def questions_at(moment: datetime) -> QuerySet[Question]:
    """What was asked then: a page that was open meanwhile keeps its questions."""
    still = Q(retired_at=None) | Q(retired_at__gt=moment)
    return Question.objects.filter(still, made_at__lte=moment)


def application_by_nonce(nonce: UUID) -> Application | None:
    """By the form it was sent with: only its own browser knows that."""
    return Application.objects.filter(nonce=nonce).first()


def application_by_token(token: str) -> Application | None:
    """By a private link. Looked up by hash: nothing secret is compared."""
    found = Application.objects.select_related("claimed_by")
    return found.exclude(stage=Stage.UNPROVEN).filter(links__token_hash=hash_of(token)).first()


def application_of(email: str) -> Application | None:
    """The newest of this address that can be followed."""
    lately = timezone.now() - FOLLOWED_FOR
    followed = Q(stage__in=OPEN) | Q(stage__in=OVER, decided_at__gt=lately)
    return Application.objects.filter(followed, email=email).order_by("-submitted_at").first()


def open_application_of(email: str) -> Application | None:
    return Application.objects.filter(email=email, stage__in=OPEN).order_by("-submitted_at").first()


def is_member(email: str) -> bool:
    """Could this person sign in, or read at the door why not?"""
    return Member.objects.filter(email=email, standing__in=MAY_SIGN_IN).exists()


def words_for_applicant(application: Application) -> list[ApplicationWord]:
    """What was said between them and the moderators; never a note. Who of the moderators said it is theirs to know."""
    between = (ApplicationWord.Kind.QUESTION, ApplicationWord.Kind.ANSWER, ApplicationWord.Kind.LETTER)
    return list(application.words.filter(kind__in=between))


def usual_wait() -> timedelta | None:
    """The median of the last decisions; None while there are too few to say."""
    last = Application.objects.filter(stage__in=DECIDED, submitted_at__isnull=False, decided_at__isnull=False)
    waits = [
        (decided - submitted).total_seconds()
        for submitted, decided in last.order_by("-decided_at").values_list("submitted_at", "decided_at")[:LAST]
        if submitted is not None and decided is not None
    ]
    return timedelta(seconds=statistics.median(waits)) if len(waits) >= ENOUGH else None
