"""Forms of the library."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from community.fields import LineField
from community.library.models import Document, several
from moderation.forms import states

STATES = [code for code, _ in states.STATES if code != states.ELSEWHERE]


class StatesField(LineField):
    """Several states in one line, such as "CO, OH"; as `several` keeps them."""

    def clean(self, value: Any) -> str:
        given = re.split(r"[,;\s]+", str(super().clean(value)).upper().strip(" ,;"))
        wanted = [word for word in given if word]
        wrong = next((word for word in wanted if word not in STATES), None)
        if wrong:
            raise forms.ValidationError(f"“{wrong[:20]}” is no state. Write them as CO, OH.")
        return several(dict.fromkeys(wanted))


class VersionForm(forms.Form):
    file = forms.FileField(error_messages={"required": "Choose the file.", "empty": "This file is empty."})
    note = LineField(max_length=200, required=False)
    take_out = forms.BooleanField(required=False)  # without what the file reveals
    final = forms.ChoiceField(choices=[("", ""), ("yes", ""), ("no", "")], required=False)  # of tracked changes


class NextForm(VersionForm):
    """The next version of a document: a new file, or the one that was kept when somebody else was faster."""

    file = forms.FileField(required=False, error_messages={"empty": "This file is empty."})
    kept = forms.UUIDField(required=False)
    seen = forms.IntegerField(required=False, min_value=0, max_value=32_767)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("file") and not said.get("kept") and "file" not in self.errors:
            self.add_error("file", "Choose the file.")
        return said


class DecideForm(forms.Form):
    """What becomes of a template that was offered."""

    do = forms.ChoiceField(choices=[("publish", ""), ("decline", "")])
    why = forms.CharField(required=False, max_length=600, error_messages={"max_length": "Up to 600 characters."})
    take_out = forms.BooleanField(required=False)  # without what the file reveals
    final = forms.ChoiceField(choices=[("", ""), ("yes", ""), ("no", "")], required=False)  # of tracked changes


class ShareForm(VersionForm):
    title = LineField(max_length=120, error_messages={"required": "Give it a title."})
    summary = forms.CharField(max_length=600, required=False)
    category = forms.ChoiceField(choices=Document.Category.choices, error_messages={"required": "Choose a kind."})
    audience = forms.ChoiceField(
        choices=[("members", "All members"), ("cohort", "One cohort"), ("moderators", "Moderators")],
        initial="members",
    )
    cohort = forms.SlugField(required=False)
    hide = forms.BooleanField(required=False)
    terms = forms.ChoiceField(choices=Document.Terms.choices, initial=Document.Terms.MEMBERS, required=False)
    # What finding goes by; all of it may be left open.
    stage = forms.ChoiceField(choices=[("", "Not said"), *Document.Stage.choices], required=False)
    schools = forms.MultipleChoiceField(choices=Document.School.choices, required=False)
    grades = forms.MultipleChoiceField(choices=Document.Grades.choices, required=False)
    states = StatesField(max_length=200, required=False)
    review_by = forms.DateField(required=False, error_messages={"invalid": "Give a day, such as 2027-08-01."})

    def said(self) -> dict[str, Any]:
        """As the document keeps it."""
        given = self.cleaned_data
        return {
            "stage": given["stage"], "schools": several(given["schools"]), "grades": several(given["grades"]),
            "states": given["states"], "review_by": given["review_by"],
            "terms": given["terms"] or Document.Terms.MEMBERS,
        }  # fmt: skip
