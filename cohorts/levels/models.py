"""How much one person wants to hear of one room."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class RoomLevel(models.Model):
    """A choice other than what holds anyway: notices of mentions and answers, and a dot for all that is new."""

    class Level(models.TextChoices):
        EVERYTHING = "everything"
        MENTIONS = "mentions"  # no row says so
        NOTHING = "nothing"  # still there to read

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey("cohorts.Room", on_delete=models.CASCADE, related_name="levels")
    level = models.CharField(max_length=12, choices=Level.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "room"], name="room_level_once")]
