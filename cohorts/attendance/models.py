"""Who was at a live session. Marks are added, never changed: a person's newest counts, the others are its trail."""

from __future__ import annotations

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class Attendance(models.Model):
    """What somebody who leads the session marked. A correction says why."""

    class Mark(models.TextChoices):
        PRESENT = "present", "Present"
        ABSENT = "absent", "Absent"
        EXCUSED = "excused", "Excused"

    session = models.ForeignKey("cohorts.Session", on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=8, choices=Mark.choices)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # of a present; empty: the whole session
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["session", "member", "-at"], name="attendance_of_session"),
            models.Index(fields=["member", "-at"], name="attendance_of_member"),
        ]


class CodeWord(models.Model):
    """The word of one session, shown on its screen. Whoever leads it reads it again, so it is kept as it is."""

    session = models.OneToOneField("cohorts.Session", on_delete=models.CASCADE, related_name="code_word")
    word = models.CharField(max_length=40)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class WordTyped(models.Model):
    """Somebody typed the word that was on the screen."""

    session = models.ForeignKey("cohorts.Session", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="word_typed_once")]


class Presence(models.Model):
    """In how many minutes of a session its page was open before somebody's eyes: one row, not one a minute."""

    session = models.ForeignKey("cohorts.Session", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveSmallIntegerField()  # the minute that was counted last, 0 is the first
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="presence_once")]


class HoursCategory(models.Model):
    """What hours of a cohort are called by whoever requires them, of one state or of any."""

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="hours_categories")
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=2, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=["cohort", "name", "state"], name="hours_category_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})" if self.state else self.name
