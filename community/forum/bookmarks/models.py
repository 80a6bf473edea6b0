"""A bookmark: nobody but its member ever sees it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

MAX_NOTE = 300


class Bookmark(models.Model):
    """One post one member keeps, or one message of a room. Its words are looked up, and the door asked, each time it is
    shown."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey("forum.Post", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    message = models.UUIDField(null=True, blank=True, db_index=True)  # of a room; whose that is: community/keeping.py
    note = models.CharField(max_length=MAX_NOTE, blank=True)
    made_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "post"], name="bookmark_once"),
            models.UniqueConstraint(fields=["member", "message"], name="bookmark_message_once"),
            models.CheckConstraint(
                condition=models.Q(post__isnull=False, message=None) | models.Q(post=None, message__isnull=False),
                name="bookmark_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-made_at", "-id"], name="bookmark_newest"),
            models.Index(
                fields=["remind_at"], condition=models.Q(remind_at__isnull=False, reminded_at=None), name="bookmark_due"
            ),
        ]
