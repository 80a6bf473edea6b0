"""That a question does not stay alone: what was done for it, once a stage, and who was asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class Promise(models.Model):
    """One stage, kept for one question. A row even when nobody could be asked: it is not tried again."""

    class Stage(models.IntegerChoices):
        MEMBERS = 1  # some who may know were asked
        MODERATOR = 2  # a moderator was asked
        SETTLE = 3  # the asker was asked whether a reply answered it

    thread = models.ForeignKey("forum.Thread", on_delete=models.CASCADE, related_name="promises")
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    at = models.DateTimeField()
    asked = models.PositiveSmallIntegerField(default=0)  # so many people
    done_at = models.DateTimeField(null=True, blank=True)  # the asker said that it is still open

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "stage"], name="promise_kept_once")]


class Asked(models.Model):
    """Who was asked to answer, and when: nobody is asked every day."""

    thread = models.ForeignKey("forum.Thread", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    stage = models.PositiveSmallIntegerField(choices=Promise.Stage.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member", "stage"], name="asked_once")]
        indexes = [models.Index(fields=["member", "-at"], name="asked_lately")]
