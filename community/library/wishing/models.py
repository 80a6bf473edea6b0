"""Templates that members miss, and who else misses them."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Wish(models.Model):
    """A request: somebody needs a template the library does not have. Open until it is answered or declined."""

    title = models.CharField(max_length=120)
    what_for = models.CharField(max_length=600, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="wishes")
    asked_at = models.DateTimeField()
    voices = models.PositiveIntegerField(default=0)  # kept equal to its rows
    closed_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "library.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    declined_why = models.CharField(max_length=600, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-voices", "-id"], name="wish_by_voices")]

    def __str__(self) -> str:
        return self.title


class Voice(models.Model):
    """One member who needs it, too. Whoever asked is the first."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="voiced")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wish", "member"], name="wish_voice_once")]
