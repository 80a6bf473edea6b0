"""Forms of live sessions. Days and hours are those of the cohort's zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone

from cohorts.sessions.actions import Plan, Repeat
from cohorts.sessions.models import Series, Session
from cohorts.sessions.recurrence import MOST, how_many, moment
from community.fields import LineField, WordsField
from community.guarding import GuardedForm

FURTHEST = timedelta(days=2 * 366)
NO_SESSION = "Choose “for how many sessions” or “until which day”, not both."
LINK = "Paste the whole address, beginning with https://"
ZONES = (
    ("America/New_York", "Eastern"), ("America/Chicago", "Central"), ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"), ("America/Los_Angeles", "Pacific"), ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"), ("America/Puerto_Rico", "Puerto Rico"),
)  # fmt: skip


def number(least: int, most: int, sentence: str, **more: Any) -> forms.IntegerField:
    errors = dict.fromkeys(("invalid", "min_value", "max_value", "required"), sentence)
    return forms.IntegerField(min_value=least, max_value=most, error_messages=errors, **more)


class SessionForm(GuardedForm):
    """One session; `zone` is the cohort's, `hosts` those who can lead it."""

    guarded = ("title", "agenda")

    title = LineField(max_length=120, error_messages={"required": "What is it about?"})
    day = forms.DateField(error_messages={"required": "On which day?", "invalid": "Write the day as 2027-01-31."})
    hour = forms.TimeField(error_messages={"required": "At what time?", "invalid": "Write the time as 16:00."})
    minutes = number(10, 480, "Between 10 minutes and 8 hours (480 minutes).", initial=60)
    host = forms.TypedChoiceField(coerce=int)
    agenda = WordsField(required=False, max_length=8000)
    link = forms.CharField(
        required=False, max_length=500, validators=[URLValidator(schemes=["https", "http"], message=LINK)]
    )
    seats = number(1, 1000, "A number of seats from 1 to 1,000, or nothing.", required=False)

    def __init__(self, *args: Any, zone: str, hosts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["host"].choices = hosts  # type: ignore[attr-defined]

    def starts(self) -> datetime | None:
        """On the wall."""
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        return datetime.combine(day, hour.replace(tzinfo=None)) if day and hour else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts = self.starts()
        if starts is not None:
            far = starts.year > timezone.now().year + 3
            at, now = None if far else moment(starts.date(), starts, self.zone), timezone.now()
            if at is not None and at <= now:
                self.add_error("day", "This time has passed. Choose one that is still to come.")
            elif at is None or at > now + FURTHEST:
                self.add_error("day", "Choose a day within the next two years.")
        return cleaned

    def plan(self) -> Plan:
        given, starts = self.cleaned_data, self.starts()
        assert starts is not None, "asked of a valid form only"  # noqa: S101
        return Plan(
            title=given["title"], agenda=given["agenda"], starts=starts, minutes=given["minutes"],
            host_id=given["host"], link=given["link"], seats=given["seats"],
        )  # fmt: skip


class ScheduleForm(SessionForm):
    """A new one, or a series of them."""

    every = forms.ChoiceField(required=False, choices=[("", "Once"), *Series.Every.choices])
    count = number(2, MOST, f"Between 2 and {MOST} sessions.", required=False)
    until = forms.DateField(required=False, error_messages={"invalid": "Write the day as 2027-01-31."})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        repeat, starts = self.repeat(), self.starts()
        if repeat is None or starts is None or self.errors:
            return cleaned
        if (repeat.count is None) == (repeat.until is None):
            self.add_error("count", NO_SESSION if repeat.count else "For how many sessions, or until which day?")
        elif repeat.until is not None:
            times = how_many(starts.date(), repeat.every, repeat.until)
            if times < 2:
                self.add_error("until", "Until then it would meet only once. Choose a later day.")
            elif times > MOST:
                self.add_error("until", f"A series has up to {MOST} sessions. Choose an earlier day.")
        return cleaned

    def repeat(self) -> Repeat | None:
        given = self.cleaned_data
        if not given.get("every"):
            return None
        return Repeat(given["every"], given.get("count"), given.get("until"))


def written_in(session: Session) -> dict[str, Any]:
    """What the form of a session there is begins with."""
    local = session.starts_at.astimezone(ZoneInfo(session.cohort.zone))
    return {
        "title": session.title, "day": f"{local:%Y-%m-%d}", "hour": f"{local:%H:%M}", "minutes": session.minutes,
        "host": session.host_id, "agenda": session.agenda, "link": session.link, "seats": session.seats,
    }  # fmt: skip


class CancelForm(forms.Form):
    reason = LineField(max_length=300, error_messages={"required": "Say why, in a few words. Those who come read it."})
    rest = forms.BooleanField(required=False)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[("going", "I’ll be there"), ("not_going", "I can’t come")])


class ZoneForm(forms.Form):
    zone = forms.CharField(max_length=64)

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError("Choose a time zone from the list.")
        return zone


def zone_choices(current: str) -> list[tuple[str, str]]:
    """The zones of the United States, and the one that is set."""
    known = list(ZONES)
    return known if current in dict(known) else [*known, (current, zone_words(current))]


def zone_words(zone: str) -> str:
    return dict(ZONES).get(zone, zone.replace("_", " "))
