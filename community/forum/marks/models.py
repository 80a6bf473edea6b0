"""What a member had read before they marked a list as read: kept for minutes, so that it can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class MarksBefore(models.Model):
    """One a member, of the last time. `threads`: [thread id, number before (0: never opened), number set]."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField()
    threads = models.JSONField(default=list)
    space = models.ForeignKey("forum.Space", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    before = models.DateTimeField(null=True, blank=True)  # that space's baseline; empty: there was none
