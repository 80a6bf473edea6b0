"""A note, and when one wants to be reminded: in three hours, or in a morning of one's own zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from community.fields import LineField
from community.forum.bookmarks.models import MAX_NOTE

MORNING = time(8)
FARTHEST = timedelta(days=2 * 366)
LATER = timedelta(hours=3)
TODAY = ("today", "Later today, in 3 hours")
WHEN = (("", "No reminder"), ("tomorrow", "Tomorrow morning"), ("week", "In a week"), ("date", "On a day I choose"))
KEPT = ("kept", "As it is")


class BookmarkForm(forms.Form):
    note = LineField(
        max_length=MAX_NOTE, required=False,
        error_messages={"max_length": f"Please keep the note to {MAX_NOTE} characters."},
    )  # fmt: skip
    when = forms.ChoiceField(choices=[*WHEN, TODAY, KEPT], required=False)
    day = forms.DateField(required=False, error_messages={"invalid": "Choose a day from tomorrow on."})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("when") == "date" and "day" not in self.errors:
            today = timezone.localdate()
            day = given.get("day")
            if day is None or day <= today or day > today + FARTHEST:
                self.add_error("day", "Choose a day from tomorrow on, within two years.")
        return given

    def remind_at(self, before: datetime | None) -> datetime | None:
        """`before`: what was chosen earlier, for whoever leaves it as it is."""
        when, today = self.cleaned_data["when"], timezone.localdate()
        if when == "kept":
            return before
        if when == TODAY[0]:
            return timezone.now() + LATER
        days = {"tomorrow": today + timedelta(days=1), "week": today + timedelta(days=7)}
        day = self.cleaned_data["day"] if when == "date" else days.get(when)
        return morning_of(day) if day else None


def offered(*, kept: bool) -> list[tuple[str, str]]:
    """Late in the evening no "later today" is left."""
    now = timezone.localtime()
    today = [TODAY] if (now + LATER).date() == now.date() else []
    return [*([KEPT] if kept else []), WHEN[0], *today, *WHEN[1:]]


def morning_of(day: date) -> datetime:
    return datetime.combine(day, MORNING, timezone.get_current_timezone())
