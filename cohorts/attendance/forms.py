"""Forms of what follows a session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator

from cohorts.models import Attendance
from community.fields import LineField
from community.text import plain

LINK = "Paste the whole address, beginning with https://"


class AfterForm(forms.Form):
    recording = forms.CharField(
        required=False, max_length=500, validators=[URLValidator(schemes=["https", "http"], message=LINK)]
    )
    notes = forms.CharField(required=False, max_length=8000)

    def clean_notes(self) -> str:
        text = plain.clean(self.cleaned_data["notes"])
        return "" if plain.is_blank(text) else text.strip()


class MarksForm(forms.Form):
    """One choice for each person."""

    reason = LineField(required=False, max_length=300)

    def __init__(self, *args: Any, people: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for pk in people:
            choices = [("", "Not marked"), *Attendance.Mark.choices]
            self.fields[f"mark-{pk}"] = forms.ChoiceField(required=False, choices=choices)

    def marks(self) -> dict[int, str]:
        return {pk: self.cleaned_data.get(f"mark-{pk}", "") for pk in self.people}
