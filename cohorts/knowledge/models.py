"""Threads that are being made of a room's words. What is published keeps no row of who said which of them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from moderation.access.labels import Label

PERSON = settings.AUTH_USER_MODEL
TITLE, INTRO, MOST = 160, 2000, 50


class Proposal(models.Model):
    """One thread to be. Lines and voices are gone once it is published."""

    class State(models.TextChoices):
        DRAFT = "draft"  # nobody else sees it
        ASKED = "asked"  # those quoted decide
        PUBLISHED = "published"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.ForeignKey("cohorts.Room", on_delete=models.CASCADE, related_name="proposals")
    by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=TITLE, blank=True)
    intro = models.TextField(max_length=INTRO, blank=True)
    space = models.SlugField(max_length=60, blank=True)  # of the forum
    place_name = models.CharField(
        max_length=60, blank=True
    )  # of that space, and how many read it, when they were asked
    readers = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Label], default=Label.UNNAMED)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    thread = models.UUIDField(null=True, blank=True, unique=True)  # its key in the forum
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "by"], condition=models.Q(state="draft"), name="proposal_one_draft_a_room"
            )
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="proposal_by_state")]


class Line(models.Model):
    """One message in it. `agreed` is the fingerprint of the words its writer agreed to: others need another yes."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="lines")
    message = models.ForeignKey("cohorts.Message", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    struck = models.BooleanField(default=False)  # by who wrote it
    agreed = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["proposal", "message"], name="line_once")]


class Voice(models.Model):
    """One person who is quoted, and what they decided. Without an answer in time nothing of theirs is used."""

    class Choice(models.TextChoices):
        NAMED = "named"
        UNNAMED = "unnamed"
        OUT = "out"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="voices")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice.choices, blank=True)
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "member"], name="voice_once")]
