"""Questions to a live session, and who would like them answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class SessionQuestion(models.Model):
    """Asked before a session or during it. Asked without a name, no row tells whose it was (decision 0014 goes less
    far: here nobody can ever find out)."""

    session = models.ForeignKey("cohorts.Session", on_delete=models.CASCADE, related_name="questions")
    body = models.CharField(max_length=500)
    asked_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    votes = models.PositiveIntegerField(default=0)  # kept equal to the rows below
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["session", "-votes", "at"], name="question_in_order")]


class QuestionVote(models.Model):
    """One person's vote, so that it counts once."""

    question = models.ForeignKey(SessionQuestion, on_delete=models.CASCADE, related_name="vote_rows")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="question_vote_once")]
