"""Invitations: to one address, by a link, from a list."""

from __future__ import annotations

import uuid

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
    letter = models.TextField(max_length=4000, blank=True)  # the sender's own words around the link
    mailed_at = models.DateTimeField(null=True, blank=True)  # when the job handed it to the mail server
    application = models.ForeignKey(
        "Application", null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    link = models.ForeignKey(
        "InvitationLink", null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    batch = models.ForeignKey("Batch", null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(used_at=None, revoked_at=None),
                name="invitation_one_open_per_address",
            )
        ]
        indexes = [models.Index(fields=["-sent_at", "-id"], name="invitation_latest")]


class InvitationLink(models.Model):
    """One address for several people, such as everybody at a workshop: each use makes an invitation of its own.

    It makes members and, if its maker says so, facilitators of its one cohort; moderators are invited by name.
    """

    label = models.CharField(max_length=80)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="links")
    cohort = models.ForeignKey("cohorts.Cohort", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    facilitates = models.BooleanField(default=False)  # whoever comes by it leads the cohort
    token_hash = models.CharField(max_length=64, unique=True)
    cap = models.PositiveIntegerField()
    uses = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="links_made")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(uses__lte=models.F("cap")), name="link_within_cap")]


class Batch(models.Model):
    """A list of people brought as a file: read, mapped, looked through, and only then invited."""

    class Stage(models.TextChoices):
        MAPPING = "mapping"
        LOOKED = "looked"  # the dry run is there to be read
        SENT = "sent"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="batches")
    made_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=150)
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey("cohorts.Cohort", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.MAPPING)
    table = models.JSONField(default=dict)  # {"header": […], "rows": [[line, cell, …], …], "notes": […]} as read
    mapping = models.JSONField(default=dict)  # {"email": column, "name": column, …}
    outcome = models.JSONField(
        default=list
    )  # [{"line", "email", "name", "pile", "reason"}, …] of the dry run, then of the sending
    sent_at = models.DateTimeField(null=True, blank=True)
