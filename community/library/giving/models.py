"""A file somebody brought for the library and has not sent yet. Only they see it."""

from __future__ import annotations

import uuid

from django.db import models


class Brought(models.Model):
    """What was found in it waits with it, and goes with it: the row ends when it is sent, or thrown away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    upload = models.OneToOneField("files.Upload", on_delete=models.CASCADE, related_name="brought")
    traces = models.JSONField(default=list)  # as revealing/traces.py has them
    suggested = models.JSONField(default=dict)  # title, category, stage, schools, grades: from its words
    words = models.TextField(blank=True)  # the beginning, for what may point to a child
    brought_at = models.DateTimeField()
