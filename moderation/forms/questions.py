"""Forms of what the application asks and how people are let in."""

from __future__ import annotations

from django import forms

from community.fields import LineField
from moderation.models import Question


class QuestionForm(forms.Form):
    label = LineField(max_length=400, error_messages={"required": "Please write the question."})
    kind = forms.ChoiceField(choices=Question.Kind.choices, error_messages={"required": "Choose how it is answered."})
    hint = LineField(max_length=300, required=False)
    choices = forms.CharField(max_length=5000, required=False)
    required = forms.BooleanField(required=False)

    def clean_choices(self) -> list[str]:
        """One a line."""
        return str(self.cleaned_data["choices"]).splitlines()


class PolicyForm(forms.Form):
    applications_open = forms.BooleanField(required=False)
    welcome = forms.CharField(max_length=10_000, required=False)
    approvals_needed = forms.TypedChoiceField(choices=[("1", "One"), ("2", "Two")], coerce=int)
