"""Forms of organizations and their seats."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from community.fields import LineField

DATE = {"invalid": "Choose a day from the calendar."}


class MembershipForm(forms.Form):
    term_starts = forms.DateField(required=False, error_messages=DATE)
    term_ends = forms.DateField(required=False, error_messages=DATE)
    seats_allowed = forms.IntegerField(
        required=False, min_value=1, max_value=5000,
        error_messages={"invalid": "Write a whole number, or leave it empty.", "min_value": "At least one seat."},
    )  # fmt: skip
    domains = forms.CharField(max_length=1000, required=False)

    def clean_domains(self) -> list[str]:
        """One a line, or between commas."""
        return [word for word in self.cleaned_data["domains"].replace(",", " ").split() if word]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("term_starts", "term_ends"):
            day = given.get(name)
            if isinstance(day, date) and not 2000 <= day.year <= 2100:
                self.add_error(name, "Choose a day of this century.")
        return given


class SeatForm(forms.Form):
    """Somebody for a seat of the own team."""

    email = forms.EmailField(max_length=254, error_messages={"required": "Write the email address to invite."})
    name = LineField(max_length=80, required=False)


class ConfirmForm(forms.Form):
    """Which seats are still held by the right people; what is left out waits."""

    seats = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": "Tick everybody who is still here."})

    def __init__(self, *args: Any, seats: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].choices = [(pk, "") for pk in seats]  # type: ignore[attr-defined]
