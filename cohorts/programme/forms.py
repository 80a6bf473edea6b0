"""The form of a milestone."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from cohorts.models import Cohort, Milestone
from cohorts.programme.actions import Written
from cohorts.sessions.recurrence import moment
from community.fields import LineField, WordsField
from community.guarding import GuardedForm
from community.text import plain

MOST_LINKS = 10
DAY = "Write the day as 2027-01-31."
LINK = "Each line begins with a whole address: https://… or one of our own pages."
OPENING = (("hidden", "Not yet"), ("now", "Now"), ("day", "From a day on"))
MORNING = time(6)  # of a day on which something opens, where the cohort is


class MilestoneForm(GuardedForm):
    guarded = ("title", "body")
    title = LineField(max_length=120, error_messages={"required": "What is it about?"})
    body = WordsField(required=False, max_length=8000)
    links = forms.CharField(required=False, max_length=6000)
    due = forms.DateField(required=False, error_messages={"invalid": DAY})
    opening = forms.ChoiceField(choices=OPENING)
    opens_on = forms.DateField(required=False, error_messages={"invalid": DAY})

    def __init__(self, *args: Any, cohort: Cohort, since: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort, self.since = cohort, since

    def clean_links(self) -> list[list[str]]:
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise ValidationError(f"Up to {MOST_LINKS} links.")
        return [[address(line[0]), plain.clean_line(line[1])[:120] if len(line) > 1 else ""] for line in lines]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("due", "opens_on"):
            day = cleaned.get(name)
            if day is not None and not 2000 <= day.year <= timezone.now().year + 5:
                self.add_error(name, "Choose a day within the next five years.")
        if cleaned.get("opening") == "day" and not cleaned.get("opens_on") and not self.errors:
            self.add_error("opens_on", "From which day on?")
        return cleaned

    def written(self) -> Written:
        given = self.cleaned_data
        return Written(given["title"], given["body"], given["links"], given["due"], self.opens_at())

    def opens_at(self) -> datetime | None:
        """What is open already stays open since then."""
        now, opening = timezone.now(), self.cleaned_data["opening"]
        if opening == "hidden":
            return None
        if opening == "now":
            return self.since if self.since is not None and self.since <= now else now
        day = self.cleaned_data["opens_on"]
        return moment(day, datetime.combine(day, MORNING), self.cohort.zone)


def address(text: str) -> str:
    """Raises ValidationError unless it is a page: another host's, or our own by its path."""
    own = settings.COMMUNITY_URL.rstrip("/")
    if text.startswith(f"{own}/"):
        text = text[len(own) :]
    if text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable():
        return text
    try:
        URLValidator(schemes=["https", "http"], message=LINK)(text)
    except ValidationError:
        raise ValidationError(LINK) from None
    return text


def written_in(milestone: Milestone) -> dict[str, Any]:
    """What the form of a milestone there is begins with."""
    now, opens = timezone.now(), milestone.opens_at
    later = opens is not None and opens > now
    zone = ZoneInfo(milestone.cohort.zone)
    return {
        "title": milestone.title, "body": milestone.body, "due": milestone.due,
        "links": "\n".join(" ".join(part for part in link if part) for link in milestone.links),
        "opening": "hidden" if opens is None else "day" if later else "now",
        "opens_on": opens.astimezone(zone).date() if opens is not None and later else None,
    }  # fmt: skip
