"""How one member follows a question, a space or a tag, and which questions are theirs, too."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from community.forum.following.levels import Level


class AsksToo(models.Model):
    """Somebody has the same question. How many there are is shown; who, nowhere."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey("forum.Thread", on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="asks_too_once")]


class Follow(models.Model):
    """What one member chose for one question, one space or one tag. Without a row it is as the house does it."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    space = models.ForeignKey(
        "forum.Space", null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    thread = models.ForeignKey(
        "forum.Thread", null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    tag = models.ForeignKey(
        "forum.Tag", null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    level = models.CharField(max_length=8, choices=[(level.value, level.value) for level in Level])
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "thread"], name="follow_thread_once"),
            models.UniqueConstraint(fields=["member", "space"], name="follow_space_once"),
            models.UniqueConstraint(fields=["member", "tag"], name="follow_tag_once"),
            models.CheckConstraint(
                condition=models.Q(space=None, thread__isnull=False, tag=None)
                | models.Q(space__isnull=False, thread=None, tag=None)
                | models.Q(space=None, thread=None, tag__isnull=False),
                name="follow_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["thread", "level", "member"], name="follow_thread_level"),
            models.Index(fields=["space", "level", "member"], name="follow_space_level"),
            models.Index(fields=["tag", "level", "member"], name="follow_tag_level"),
        ]
