"""Live sessions of a cohort, the series they come from, who comes, and each member's calendar address."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

PERSON = settings.AUTH_USER_MODEL


class Series(models.Model):
    """How sessions were repeated when they were scheduled. Each is a row of its own, moved or cancelled alone."""

    class Every(models.TextChoices):
        WEEK = "week", "Every week"
        FORTNIGHT = "fortnight", "Every two weeks"
        MONTH = "month", "Every month, on the same weekday"

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="series")
    every = models.CharField(max_length=12, choices=Every.choices)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)


class Session(models.Model):
    """One live session. Its id is its UID in calendars; `sequence` grows with each change they must hear of."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="sessions")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions")
    title = models.CharField(max_length=120)
    agenda = models.TextField(max_length=8000, blank=True)
    agenda_html = models.TextField(blank=True)  # sanitized
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    host = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    link = models.URLField(max_length=500, blank=True)  # where it meets: shown to the enrolled, near its time
    seats = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: as many as like
    category = models.ForeignKey(
        "cohorts.HoursCategory", null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )  # under which its hours count
    state = models.CharField(max_length=12, choices=State.choices, default=State.SCHEDULED)
    reason = models.CharField(max_length=300, blank=True)  # why it was cancelled
    recording = models.URLField(max_length=500, blank=True)  # where it can be seen again
    notes = models.TextField(max_length=8000, blank=True)
    notes_html = models.TextField(blank=True)  # sanitized
    sequence = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now)
    timed_at = models.DateTimeField(default=timezone.now)  # when its time was set: nobody is reminded of news
    told_day_at = models.DateTimeField(null=True, blank=True)  # when those who come were reminded, the day before
    told_hour_at = models.DateTimeField(null=True, blank=True)  # and the hour before

    class Meta:
        indexes = [
            models.Index(fields=["cohort", "starts_at", "id"], name="session_in_order"),
            models.Index(fields=["starts_at"], name="session_by_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class Rsvp(models.Model):
    """Whether somebody comes. `at`: since when they say so; who waits longest is next."""

    class State(models.TextChoices):
        GOING = "going"
        WAITING = "waiting"
        NOT_GOING = "not_going"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="rsvps")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="rsvp_once")]
        indexes = [models.Index(fields=["session", "state", "at"], name="rsvp_in_order")]


class CalendarAddress(models.Model):
    """The secret address of one member's calendar; only its hash is kept. Making another one ends it."""

    member = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
