"""Service providers, what members say of them, and what was reported."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

LONGEST = 1_000


class Provider(models.Model):
    """One firm. `code` is shown to members in good standing on its own page, and nowhere else."""

    class Category(models.TextChoices):
        LEGAL = "legal", "Legal"
        INSURANCE = "insurance", "Insurance"
        CURRICULUM = "curriculum", "Curriculum"
        OPERATIONS = "operations", "Operations"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    about = models.CharField(max_length=LONGEST)
    category = models.CharField(max_length=12, choices=Category.choices)
    states = models.CharField(max_length=200, blank=True)  # " CO OH "; none: anywhere
    url = models.URLField(max_length=300, blank=True)  # never fetched
    discount = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=60, blank=True)
    suggested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    again = models.PositiveIntegerField(default=0)  # reviews that say so; kept equal to the rows
    told = models.PositiveIntegerField(default=0)  # all reviews

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="provider_by_name")]

    def __str__(self) -> str:
        return self.name


class ProviderReview(models.Model):
    """Whether one would use them again. The school is kept as it was then."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(
        "members.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    again = models.BooleanField()
    words = models.CharField(max_length=LONGEST, blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "author"], name="provider_review_once"),
            models.UniqueConstraint(
                fields=["provider", "organization"], condition=models.Q(organization__isnull=False),
                name="provider_review_once_a_school",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["provider", "-written_at"], name="provider_review_latest")]


class ProviderReport(models.Model):
    """What somebody told the moderators about one."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=LONGEST)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["provider", "-at"], name="provider_report_latest")]
