"""Asking to be enrolled in a cohort, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class EnrollmentRequest(models.Model):
    """One person's wish to be in one cohort. `at`: since when; among those who wait for a place, the first is next."""

    class State(models.TextChoices):
        ASKED = "asked"  # nobody has answered yet
        WAITING = "waiting"  # yes, as soon as a place is free
        ENROLLED = "enrolled"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="requests")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    at = models.DateTimeField()
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "member"], name="enrollment_request_once")]
        indexes = [models.Index(fields=["cohort", "state", "at"], name="enrollment_request_in_order")]
