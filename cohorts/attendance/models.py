"""Who was at a live session. Rows are added, never changed: a person's newest counts, the others are its trail."""

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
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["session", "member", "-at"], name="attendance_of_session"),
            models.Index(fields=["member", "-at"], name="attendance_of_member"),
        ]
