"""A bookmark: nobody but its member ever sees it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

MAX_NOTE = 300


class Bookmark(models.Model):
    """One post one member keeps. Its words are looked up, and the door asked, each time it is shown."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("forum.Post", on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=MAX_NOTE, blank=True)
    made_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "post"], name="bookmark_once")]
        indexes = [
            models.Index(fields=["member", "-made_at", "-id"], name="bookmark_newest"),
            models.Index(
                fields=["remind_at"], condition=models.Q(remind_at__isnull=False, reminded_at=None), name="bookmark_due"
            ),
        ]
