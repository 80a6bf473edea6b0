"""A message and when it is to be said, in its writer's own time."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from cohorts.later.models import LaterMessage
from community.live.protocol import MAX_BODY
from community.text import plain, privacy

FARTHEST = timedelta(days=30)
MORNING = time(8)
TIMES = f"Choose a time from now on, within {FARTHEST.days} days."


class LaterForm(forms.Form):
    body = forms.CharField(strip=False, error_messages={"required": "Write something first."})
    day = forms.DateField(error_messages={"required": "On which day?", "invalid": "Write the day as 2027-01-31."})
    hour = forms.TimeField(error_messages={"required": "At what time?", "invalid": "Write the time as 16:00."})
    looked = forms.BooleanField(required=False)  # at what may point to a child

    def __init__(self, *args: Any, timed: bool = True, **kwargs: Any) -> None:
        """Without `timed` it goes now, whatever stands there as its time."""
        super().__init__(*args, **kwargs)
        self.timed = timed
        if not timed:
            self.fields["day"] = self.fields["hour"] = forms.CharField(required=False)

    def clean_body(self) -> str:
        body = plain.clean(self.cleaned_data["body"])
        if plain.is_blank(body):
            raise forms.ValidationError("Write something first.")
        if len(body) > MAX_BODY:
            raise forms.ValidationError(f"A message holds up to {MAX_BODY:,} characters; this has {len(body):,}.")
        return body

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        now, at = timezone.now(), self.at() if self.timed else None
        if at is not None and not now < at <= now + FARTHEST:
            self.add_error("day", TIMES)
        return given

    def at(self) -> datetime | None:
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        if day is None or hour is None or not 2000 < day.year < 3000:
            return None if day is None or hour is None else timezone.now() + 2 * FARTHEST
        return datetime.combine(day, hour.replace(tzinfo=None), timezone.get_current_timezone())

    def moment(self) -> datetime:
        """Of a valid form."""
        at = self.at()
        return at if at is not None else timezone.now()

    def seen(self) -> list[privacy.Seen]:
        """What may point to a child, until its writer said that they looked."""
        return [] if self.cleaned_data["looked"] else privacy.look(self.cleaned_data["body"])


def begun(body: str) -> dict[str, Any]:
    """What a new one begins with: tomorrow morning."""
    return {"body": body, "day": timezone.localdate() + timedelta(days=1), "hour": f"{MORNING:%H:%M}"}


def written_in(found: LaterMessage) -> dict[str, Any]:
    local = timezone.localtime(found.at)
    return {"body": found.body, "day": local.date().isoformat(), "hour": f"{local:%H:%M}"}
