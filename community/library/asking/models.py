"""Which questions were asked about which template."""

from __future__ import annotations

from django.db import models


class AskedAbout(models.Model):
    """One question. `thread` is its key in the forum, which decides who reads it."""

    document = models.ForeignKey("library.Document", on_delete=models.CASCADE, related_name="asked_about")
    thread = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "thread"], name="asked_about_once")]
        indexes = [models.Index(fields=["document", "-at"], name="asked_about_latest")]
