"""What waits for one person: somebody replied, mentioned them, chose their answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One thing for one person. Holds ids only: words are looked up, and the door asked, when it is shown."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    actor = models.ForeignKey(  # empty: somebody who is no member; the kind's own app says who
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="notices_caused"
    )
    kind = models.CharField(max_length=24)  # a name registered in kinds.py
    subject = models.CharField(max_length=60)  # the id the kind's own app understands
    place = models.CharField(max_length=60)  # thread:<key> or room:<id>: read together with the place
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "subject"], name="notice_told_once"),
        ]
        indexes = [
            models.Index(fields=["member", "-at"], name="notice_latest"),
            models.Index(fields=["member"], condition=models.Q(read_at=None), name="notice_unread"),
        ]
