"""Asking a live session something, voting, and marking what was answered. Open pages hear that there is news."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from cohorts.models import QuestionVote, Session, SessionQuestion
from cohorts.questions import queries
from community.db import writing
from community.live import news
from community.live.protocol import encode
from community.members import epoch
from moderation import audit
from moderation.access import sessions as rules
from moderation.access.grants import Grants
from moderation.actions import Refused

FULL = f"This session has {queries.MOST} questions already. Vote for one that is close to yours."


def ask(actor: Grants, session: Session, *, body: str, nameless: bool) -> SessionQuestion:
    """Without a name nothing of who asks is stored. The same open question again is one. Raises Denied, Refused."""
    now = timezone.now()
    with writing():
        at = epoch.hold()
        rules.may_ask_session(actor, session, now).require()
        found = queries.of_session(session)
        asked_by = None if nameless else actor.member_id
        twice = found.filter(body=body, asked_by_id=asked_by, answered_at=None).first()
        if twice is not None:
            return twice
        if found.count() >= queries.MOST:
            raise Refused("body", FULL)
        made = SessionQuestion.objects.create(session=session, body=body, asked_by_id=asked_by, at=now)
        tell(session, at)
    return made


def vote(actor: Grants, session: Session, pk: int, *, on: bool) -> None:
    """Once a person. Counted under the row lock of the question. Raises Denied, Absent."""
    with writing():
        at = epoch.hold()
        rules.may_ask_session(actor, session, timezone.now()).require()
        question = queries.question_of(session, pk)
        mine = QuestionVote.objects.filter(question=question, member_id=actor.member_id)
        if mine.exists() == on:
            return
        if on:
            QuestionVote.objects.create(question=question, member_id=actor.member_id)
        else:
            mine.delete()
        SessionQuestion.objects.filter(pk=pk).update(votes=F("votes") + (1 if on else -1))
        tell(session, at)


def mark_answered(actor: Grants, session: Session, pk: int, *, answered: bool) -> None:
    now = timezone.now()
    with writing():
        at = epoch.hold()
        rules.may_hold_session(actor, session, now).require()
        question = queries.question_of(session, pk)
        if (question.answered_at is not None) == answered:
            return
        question.answered_at = now if answered else None
        question.save(update_fields=["answered_at"])
        tell(session, at)


def take_away(actor: Grants, session: Session, pk: int) -> None:
    """By who leads the session: what does not belong there is gone, and the log says that it was."""
    with writing():
        at = epoch.hold()
        rules.may_hold_session(actor, session, timezone.now()).require()
        queries.question_of(session, pk).delete()
        audit.record(actor.member_id, "take_away_question", kind="session", subject=session.pk, label=session.title)
        tell(session, at)


def tell(session: Session, at: int) -> None:
    topic = queries.topic_of(session)
    news.tell(topic, at, encode("update", topic=topic, kind="question", data={}))
