"""A message that is to be said later."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class LaterMessage(models.Model):
    """What one member wants to say, and when. Its id is the nonce it is said under: said twice, it is said once.

    Gone once it is said. With `why` it was refused, and waits for its writer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey("cohorts.Room", on_delete=models.CASCADE, related_name="+")
    body = models.TextField(max_length=8000)
    looked = models.BooleanField(default=False)  # its writer was asked whether it points to a child
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)  # a worker is about to say it: nobody changes it now
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "at"], name="later_of_member"),
            models.Index(fields=["at"], condition=models.Q(why=""), name="later_due"),
        ]
