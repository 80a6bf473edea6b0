"""Drafts. Nobody but their writer reads them, moderators neither."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Draft(models.Model):
    """What stands in one composer. `place` names it: "ask", "reply:<thread>", "edit:<thread>:<number>"."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=80)
    body = models.TextField(blank=True)
    fields = models.JSONField(default=dict)  # {name: value} of the rest of the form
    files = models.JSONField(default=list)  # uploads that hang on nothing yet, as the form shows them
    version = models.PositiveIntegerField(default=1)  # two devices that write the same draft notice
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="draft_place_once")]
        indexes = [models.Index(fields=["member", "-at"], name="draft_latest")]
