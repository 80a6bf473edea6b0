"""The questions to a session as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from cohorts.models import Session, SessionQuestion
from cohorts.questions import queries
from moderation.access import sessions as rules
from moderation.access.decision import Decision
from moderation.access.grants import Grants


@dataclass(frozen=True, slots=True)
class Asked:
    """`may_ask` is also whether one may vote; `may_hold` whether one marks what was answered."""

    questions: list[SessionQuestion]
    may_ask: Decision
    may_hold: bool
    topic: str

    @property
    def open(self) -> list[SessionQuestion]:
        return [question for question in self.questions if question.answered_at is None]

    @property
    def answered(self) -> list[SessionQuestion]:
        return [question for question in self.questions if question.answered_at is not None]


def shown(who: Grants, session: Session) -> Asked:
    now = timezone.now()
    return Asked(
        questions=queries.questions_of(who, session),
        may_ask=rules.may_ask_session(who, session, now),
        may_hold=bool(rules.may_hold_session(who, session, now)),
        topic=queries.topic_of(session),
    )
