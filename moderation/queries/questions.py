"""The questions as the desk sees them."""

from __future__ import annotations

from django.db.models import QuerySet

from moderation.access import applications as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.models import Question


def questions_for(who: Grants) -> QuerySet[Question]:
    """Those asked now, in their order."""
    rules.may_see_applications(who).require_sight()
    return Question.objects.filter(retired_at=None)


def question_for(who: Grants, pk: int) -> Question:
    """One that is asked now. Raises Absent."""
    found = questions_for(who).filter(pk=pk).first()
    if found is None:
        raise Absent
    return found
