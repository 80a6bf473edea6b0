"""Tags: what questions are about, across spaces. Moderators keep the list; whoever asks chooses from it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

MAX_NAME = 40
MAX_MEANING = 160
MOST_TAGS = 300  # that can be chosen
MOST_ON_A_THREAD = 5


class Tag(models.Model):
    """One of the list. Its address stays what it was at first; what was merged leads to what it became."""

    slug = models.SlugField(max_length=MAX_NAME, unique=True)
    name = models.CharField(max_length=MAX_NAME)
    meaning = models.CharField(max_length=MAX_MEANING)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)  # chosen no more; questions that have it keep it
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(Lower("name"), condition=models.Q(merged_into=None), name="tag_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class ThreadTag(models.Model):
    """A tag on a thread. Lists show the copy that stands on the thread itself."""

    thread = models.ForeignKey("forum.Thread", on_delete=models.CASCADE, related_name="tag_rows")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="thread_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "thread"], name="thread_tag_once")]
