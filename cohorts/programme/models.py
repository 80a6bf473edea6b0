"""The programme of a cohort: what to do, in order; who has done it; and the first steps of who is new."""

from __future__ import annotations

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class Milestone(models.Model):
    """One week, or one thing to do. `opens_at`: from when members see it; empty: not yet."""

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=8000, blank=True)
    body_html = models.TextField(blank=True)  # sanitized
    links = models.JSONField(default=list)  # [[address, words], …]
    due = models.DateField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["cohort", "position", "id"], name="milestone_in_order")]

    def __str__(self) -> str:
        return self.title


class MilestoneDone(models.Model):
    """A member says that they have done it."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="done")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["milestone", "member"], name="milestone_done_once")]


class WelcomeDismissed(models.Model):
    """Somebody new to a cohort needs its first steps no more."""

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "member"], name="welcome_dismissed_once")]
