"""Forms of what the application asks and how people are let in."""

from __future__ import annotations

from django import forms

from community.fields import LineField
from moderation.forms.applying import TOO_LONG
from moderation.models import Policy, Question

ANSWERED = dict.fromkeys(("required", "invalid_choice"), "Choose how it is answered.")
AGREE = dict.fromkeys(("required", "invalid_choice"), "Choose one or two.")


class QuestionForm(forms.Form):
    label = LineField(max_length=400, error_messages={"required": "Please write the question.", "max_length": TOO_LONG})
    kind = forms.ChoiceField(choices=Question.Kind.choices, error_messages=ANSWERED)
    hint = LineField(max_length=300, required=False, error_messages={"max_length": TOO_LONG})
    choices = forms.CharField(max_length=5000, required=False, error_messages={"max_length": TOO_LONG})
    required = forms.BooleanField(required=False)

    def clean_choices(self) -> list[str]:
        """One a line."""
        return str(self.cleaned_data["choices"]).splitlines()


class PolicyForm(forms.Form):
    applications_open = forms.BooleanField(required=False)
    welcome = forms.CharField(max_length=10_000, required=False, error_messages={"max_length": TOO_LONG})
    leaving = forms.ChoiceField(choices=Policy.Leaving.choices, required=False)  # left out, it stays as it is
    approvals_needed = forms.TypedChoiceField(choices=[("1", "One"), ("2", "Two")], coerce=int, error_messages=AGREE)
