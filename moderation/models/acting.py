"""The records of who closed which door, and the log that outlives them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class Sanction(models.Model):
    """A suspension or a removal: who, why, until when; lifted rather than deleted."""

    class Kind(models.TextChoices):
        SUSPENSION = "suspension"
        REMOVAL = "removal"

    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="sanctions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=500)
    until = models.DateTimeField(null=True, blank=True)
    imposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    imposed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)


class AuditEntry(models.Model):
    """Who did what to whom, and why. Append-only: a database trigger refuses changes (migration 0002)."""

    actor = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=32)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(max_length=120)  # frozen: the log outlives what it speaks of
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="audit_subject"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
        ]
