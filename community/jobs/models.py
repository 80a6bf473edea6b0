"""When each repeated job is due next. The jobs themselves are rows of django-tasks-db."""

from __future__ import annotations

from django.db import models


class Periodic(models.Model):
    """One repeated job. Whoever moves `next_at` forward first runs it."""

    name = models.CharField(max_length=120, unique=True)
    next_at = models.DateTimeField()
