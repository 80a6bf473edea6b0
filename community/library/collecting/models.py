"""Named collections of templates."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Collection(models.Model):
    """Templates that go together, in an order somebody thought about. With a shelf: of that organization alone."""

    title = models.CharField(max_length=80)
    sentence = models.CharField(max_length=300, blank=True)
    shelf = models.ForeignKey("members.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Piece(models.Model):
    """One template at its place in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="pieces")
    document = models.ForeignKey("library.Document", on_delete=models.CASCADE, related_name="collected")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("place", "pk")
        constraints = [models.UniqueConstraint(fields=["collection", "document"], name="collected_once")]
