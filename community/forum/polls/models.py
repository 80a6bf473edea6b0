"""Polls and who voted. Of an anonymous poll no row says what anybody voted: docs/decisions/0015-votes-in-a-box.md."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL
MOST_CHOICES = 20
MAX_CHOICE = 160
NAMED = ~models.Q(picks="") & models.Q(at__isnull=False)
ANONYMOUS = models.Q(picks="", at=None)


class Poll(models.Model):
    """What a thread asks to vote on. Choices never change, so that a vote means what its voter read."""

    class Kind(models.TextChoices):
        SINGLE = "single", "One choice"
        SEVERAL = "several", "Several choices"
        RANKED = "ranked", "Choices in order"

    class Results(models.TextChoices):
        ALWAYS = "always", "At any time"
        VOTED = "voted", "After voting"
        CLOSED = "closed", "When it is closed"

    thread = models.OneToOneField("forum.Thread", on_delete=models.CASCADE, related_name="poll")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SINGLE)
    choices = models.JSONField()  # texts; a choice is known by its place among them
    most = models.PositiveSmallIntegerField(default=1)  # so many may be chosen
    anonymous = models.BooleanField(default=False)
    results = models.CharField(max_length=8, choices=Results.choices, default=Results.ALWAYS)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)  # by hand
    closed_by = models.ForeignKey(  # None: by whoever asked under an alias
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # {"2": 5, "0,3": 2}: how often exactly these choices were picked, in that order where it is ranked. Sorted, so that
    # nothing about it says who came when.
    box = models.JSONField(default=dict)

    # Of whom it was read for (queries.poll_in): what they picked; "" in an anonymous poll; None: they did not vote.
    own: str | None = None

    def is_over(self, now: datetime) -> bool:
        return self.closed_at is not None or (self.closes_at is not None and now >= self.closes_at)


class Vote(models.Model):
    """That somebody voted, once a poll; in a poll with names also what and when."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    picks = models.CharField(max_length=60, blank=True)  # as in the box
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "member"], name="poll_vote_once"),
            models.CheckConstraint(condition=NAMED | ANONYMOUS, name="poll_vote_says_all_or_nothing"),
        ]
