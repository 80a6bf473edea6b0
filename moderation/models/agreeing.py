"""What every member agrees to, and what the owners have decided about the door."""

from __future__ import annotations

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class Agreement(models.Model):
    """One version of what every member agrees to: confidentiality and conduct. The highest number is current."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=120)
    body = models.TextField(max_length=40_000)  # Markdown
    html = models.TextField()
    changes = models.CharField(max_length=500, blank=True)  # what is new, in a sentence
    published_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)


class Acceptance(models.Model):
    """Who accepted which version, and when."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acceptances")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="acceptances")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "member"], name="acceptance_once")]


class Policy(models.Model):
    """One row: what the owners have decided about the door."""

    class Leaving(models.TextChoices):
        STAY = "stay", "Words stay, under “a former member”"
        CHOOSE = "choose", "Whoever leaves chooses: words stay or go along"

    applications_open = models.BooleanField(default=True)
    approvals_needed = models.PositiveSmallIntegerField(default=1)
    welcome = models.TextField(max_length=2000, blank=True)  # above the application, Markdown
    second_step_for = models.JSONField(default=list)  # of "owner", "moderator", "seat_manager"
    second_step_days = models.PositiveSmallIntegerField(default=14)
    leaving = models.CharField(max_length=8, choices=Leaving.choices, default=Leaving.CHOOSE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="policy_one_row"),
            models.CheckConstraint(condition=models.Q(approvals_needed__in=(1, 2)), name="policy_one_or_two_approvals"),
        ]
