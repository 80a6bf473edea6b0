"""Where posts stood before they were split off or merged: old links lead to where they are now."""

from __future__ import annotations

from django.db import models


class Moved(models.Model):
    """A former address of a post. The post itself says where it is now, however often it moved."""

    thread_key = models.UUIDField()  # of the thread it stood in, which may be gone
    number = models.PositiveIntegerField()
    post = models.ForeignKey("forum.Post", on_delete=models.CASCADE, related_name="former")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread_key", "number"], name="moved_once")]
