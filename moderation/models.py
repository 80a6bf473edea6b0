"""Invitations, the records of who closed which door, and the log that outlives them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from community.members.models import Organization
from moderation.access.standing import Role

PERSON = settings.AUTH_USER_MODEL


class Invitation(models.Model):
    """An offer of one seat to one address. The token is in the mail only; here lies its hash."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=80, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="invitations")
    cohort = models.ForeignKey(
        "cohorts.Cohort", null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    role = models.CharField(max_length=12, choices=[(r.value, r.value) for r in Role], default=Role.MEMBER)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="invitations_sent")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations_used"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(used_at=None, revoked_at=None),
                name="invitation_one_open_per_address",
            )
        ]
        indexes = [models.Index(fields=["-sent_at", "-id"], name="invitation_latest")]


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
