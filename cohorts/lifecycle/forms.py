"""Forms of a cohort's year."""

from __future__ import annotations

from django import forms

from cohorts.models import Stage
from community.fields import LineField

PLACES = "A number of places from 1 to 1,000, or nothing."


class MoveForm(forms.Form):
    state = forms.ChoiceField(choices=Stage.choices)


class PlacesForm(forms.Form):
    places = forms.IntegerField(
        required=False, min_value=1, max_value=1000,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), PLACES),
    )  # fmt: skip
    asks_while_running = forms.BooleanField(required=False)


class AskForm(forms.Form):
    words = LineField(max_length=300, required=False)
