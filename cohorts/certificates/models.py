"""Certificates of hours: what they came to on the day one was made."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Certificate(models.Model):
    """Its numbers are a copy and never change; what a stranger sees of them, its holder decides and may end."""

    class Name(models.TextChoices):
        FULL = "full", "My name"
        INITIALS = "initials", "My initials only"
        NONE = "none", "No name"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=32, unique=True)  # opens nothing but what the holder shows; printed on paper
    holder = models.CharField(max_length=120)
    cohort_name = models.CharField(max_length=80)
    center = models.CharField(max_length=120)
    first_day = models.DateField()
    last_day = models.DateField()
    sessions = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    categories = models.JSONField(default=list)  # [[name, minutes], …]
    show_name = models.CharField(max_length=8, choices=Name.choices, default=Name.FULL)
    show_total = models.BooleanField(default=True)
    show_categories = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-made_at"], name="certificate_of_member")]
