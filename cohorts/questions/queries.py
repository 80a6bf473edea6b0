"""Reads of the questions to a session; whoever sees the session sees them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from cohorts.models import QuestionVote, Session, SessionQuestion
from moderation.access import sessions as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

MOST = 200  # to one session


def questions_of(who: Grants, session: Session) -> list[SessionQuestion]:
    """Open ones first, most wanted first; then those that were answered. `mine` says whether one voted for it."""
    voted = Exists(QuestionVote.objects.filter(question=OuterRef("pk"), member_id=who.member_id))
    found = of_session(session).select_related("asked_by").annotate(mine=voted)
    return list(found.order_by(F("answered_at").asc(nulls_first=True), "-votes", "at", "pk")[:MOST])


def of_session(session: Session) -> QuerySet[SessionQuestion]:
    return SessionQuestion.objects.filter(session=session)


def question_of(session: Session, pk: int) -> SessionQuestion:
    """For actions, held until the transaction ends. Raises Absent."""
    found = of_session(session).select_for_update().filter(pk=pk).first()
    if found is None:
        raise Absent
    return found


def topic_of(session: Session) -> str:
    return f"session:{session.pk}"


def readers(topics: Mapping[str, set[int]], grants: Mapping[int, Grants]) -> dict[str, set[int]]:
    """Of those listening to each session, who may: for the wire."""
    keys = {topic: as_uuid(topic.partition(":")[2]) for topic in topics}
    found = Session.objects.in_bulk([key for key in keys.values() if key])
    return {
        topic: {pk for pk in members if pk in grants and session and rules.may_see_session(grants[pk], session)}
        for topic, members in topics.items()
        for session in [found.get(keys[topic] or UUID(int=0))]
    }


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
