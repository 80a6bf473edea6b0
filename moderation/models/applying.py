"""Applications: the questions, the answers, what is said about them, who decides."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

PERSON = settings.AUTH_USER_MODEL


class Question(models.Model):
    """One question of the application. Retired rather than deleted: old answers keep their question."""

    class Kind(models.TextChoices):
        SHORT = "short", "One line"
        LONG = "long", "Several lines"
        CHOICE = "choice", "One of a list"
        SEVERAL = "several", "Several of a list"
        YES_NO = "yes_no", "Yes or no"
        AFFIRM = "affirm", "A sentence to affirm"

    key = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=200)
    help = models.CharField(max_length=300, blank=True)
    choices = models.JSONField(default=list)
    required = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)  # a page opened before it asks what was asked then
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")


class Application(models.Model):
    """Somebody asks to come in. They follow it by a private link; the queue sees it once the address is proven."""

    class Stage(models.TextChoices):
        UNPROVEN = "unproven"  # the address has not been confirmed: nobody sees it
        WAITING = "waiting"
        ASKED = "asked"  # a moderator's question waits for the applicant
        WAITLISTED = "waitlisted"
        ADMITTED = "admitted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)  # in lower case
    name = models.CharField(max_length=80)
    school = models.CharField(max_length=120)
    state = models.CharField(max_length=40, blank=True)
    answers = models.JSONField(
        default=list
    )  # [{"key", "label", "kind", "answer"}, …]: the questions as they were asked
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.UNPROVEN)
    code_hash = models.CharField(max_length=64, blank=True)  # of the code that proves the address
    code_tries = models.PositiveSmallIntegerField(default=0)
    code_until = models.DateTimeField(null=True, blank=True)
    nonce = models.UUIDField(unique=True)  # the same form sent twice applies once
    made_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)  # when the address was proven
    claimed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)  # when it was over, by whoever's hand
    told_at = models.DateTimeField(null=True, blank=True)  # when moderators got a mail about it

    class Meta:
        indexes = [
            models.Index(fields=["stage", "submitted_at"], name="application_queue"),
            models.Index(fields=["email"], name="application_by_email"),
        ]


class ApplicationLink(models.Model):
    """A private link by which the applicant follows. Each mail has one of its own; here lies its hash."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)


class ApplicationWord(models.Model):
    """What is said about an application: between moderators and applicant, or among moderators (a note)."""

    class Kind(models.TextChoices):
        QUESTION = "question"  # from a moderator; the applicant reads it
        ANSWER = "answer"  # from the applicant
        LETTER = "letter"  # what came with a decision; the applicant reads it
        NOTE = "note"  # among moderators

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="words")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    author = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(max_length=4000)
    at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, blank=True)  # when a job handed it to the mail server

    class Meta:
        ordering = ("id",)


class Vote(models.Model):
    """One moderator's word for or against an application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="votes")
    moderator = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    yes = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "moderator"], name="vote_once")]


class Vouch(models.Model):
    """A member's word for somebody: for ever, whatever becomes of either. `member` is set when they come in."""

    sponsor = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="vouches")
    email = models.EmailField(max_length=254)  # in lower case
    member = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="sponsors")
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sponsor", "email"], name="vouch_once")]
        indexes = [models.Index(fields=["email"], name="vouch_by_email")]
