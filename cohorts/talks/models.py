"""Talks: rooms of a few people without a cohort; what was reported of them, and moderators' looks into them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

PERSON = settings.AUTH_USER_MODEL


class TalkPerson(models.Model):
    """One person in one talk. Who left keeps a row, so that it can be told when who could hear it changed."""

    room = models.ForeignKey("cohorts.Room", on_delete=models.CASCADE, related_name="talkers")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="talks")
    since = models.BigIntegerField(default=0)  # what was said up to this seq is not theirs to read
    added_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    came_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "member"], name="talk_person_once")]


class TalkReport(models.Model):
    """What somebody handed to the moderators: one message and up to five before it, as they stood then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.ForeignKey("cohorts.Room", on_delete=models.CASCADE, related_name="reports")
    message = models.ForeignKey("cohorts.Message", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    words = models.JSONField(default=list)  # [{"author": id, "at": …, "text": …, "files": […]}, …], oldest first
    closed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "by"], name="talk_report_once")]
        indexes = [models.Index(fields=["-at", "-id"], name="talk_report_newest")]


class TalkLook(models.Model):
    """A look into the talk of two. One moderator asks with a reason, another agrees, the two in it are told.

    It names people, not a talk: whoever asks does not learn whether there is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")  # of the two the one with the lower id
    other = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=models.Q(decided_at=None), name="talk_look_one_open"
            )
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="talk_look_newest")]
