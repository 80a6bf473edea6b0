"""What waits for one person: somebody replied, mentioned them, chose their answer. And the mail that tells of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from community.notifications.quiet import Quiet


class MailSettings(models.Model):
    """How somebody wants to hear of notices by mail. Without a row: as the defaults say."""

    class Pace(models.TextChoices):
        SOON = "soon"
        NEVER = "never"

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="mail_settings"
    )
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.SOON)
    excerpts = models.BooleanField(default=False)  # may a mail say who wrote, where and what
    spared = models.BooleanField(default=False)  # is not asked to answer questions that wait
    quiet_from = models.TimeField(null=True, blank=True)  # both or none: where the member is
    quiet_to = models.TimeField(null=True, blank=True)
    quiet_weekends = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    @property
    def quiet(self) -> Quiet:
        return Quiet(self.quiet_from, self.quiet_to, self.quiet_weekends)


class Letter(models.Model):
    """One mail about what gathered for one person. It is written when it is sent: nothing of it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="letter_made")]


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
    due_at = models.DateTimeField(null=True, blank=True)  # when a mail may tell of it; empty: none will, or one did
    letter = models.ForeignKey(
        Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "subject"], name="notice_told_once"),
        ]
        indexes = [
            models.Index(fields=["member", "-at"], name="notice_latest"),
            models.Index(fields=["member"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="notice_due"),
            models.Index(fields=["letter"], condition=models.Q(letter__isnull=False), name="notice_letter"),
        ]
