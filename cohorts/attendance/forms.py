"""Forms of attendance and hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator

from cohorts.models import Attendance, HoursCategory
from community.fields import LineField, WordsField
from community.guarding import GuardedForm
from moderation.forms.states import STATES

LINK = "Paste the whole address, beginning with https://"


class AfterForm(GuardedForm):
    guarded = ("notes",)
    recording = forms.CharField(
        required=False, max_length=500, validators=[URLValidator(schemes=["https", "http"], message=LINK)]
    )
    notes = WordsField(required=False, max_length=8000)


class MarksForm(forms.Form):
    """One choice for each person, and how many minutes when it was not the whole session."""

    reason = LineField(required=False, max_length=300)

    def __init__(self, *args: Any, people: list[int], longest: int = 480, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        sentence = f"A number of minutes from 1 to {longest}, or nothing for the whole session."
        wrong = dict.fromkeys(("invalid", "min_value", "max_value"), sentence)
        for pk in people:
            choices = [("", "Not marked"), *Attendance.Mark.choices]
            self.fields[f"mark-{pk}"] = forms.ChoiceField(required=False, choices=choices)
            self.fields[f"minutes-{pk}"] = forms.IntegerField(
                required=False, min_value=1, max_value=longest, error_messages=wrong
            )

    def marks(self) -> dict[int, str]:
        return {pk: self.cleaned_data.get(f"mark-{pk}", "") for pk in self.people}

    def minutes(self) -> dict[int, int | None]:
        return {pk: self.cleaned_data.get(f"minutes-{pk}") for pk in self.people}


class WordForm(forms.Form):
    word = LineField(max_length=60, error_messages={"required": "Type the word that is shown in the session."})


class ShareForm(forms.Form):
    """How much of a session counts as having been there."""

    share = forms.IntegerField(
        min_value=1, max_value=100,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "A number from 1 to 100."),
    )  # fmt: skip


class CategoryForm(forms.Form):
    name = LineField(max_length=60, error_messages={"required": "Give the category a name."})
    state = forms.ChoiceField(required=False, choices=[("", "Any state"), *STATES])


class UnderForm(forms.Form):
    """Under which category hours count; nothing: under none."""

    category = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, categories: list[HoursCategory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", "No category"), *[(c.pk, str(c)) for c in categories]]  # type: ignore[attr-defined]
