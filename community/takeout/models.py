"""Archives of members' own words, made in the background and kept for a few days."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Archive(models.Model):
    """One ZIP of one member's words. `place` is a random path below DATA, in no URL."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="archives")
    asked_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True)
    size = models.BigIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(ready_at=None), name="archive_one_in_the_making"
            )
        ]
