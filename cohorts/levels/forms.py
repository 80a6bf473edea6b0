"""How much one hears of a room."""

from __future__ import annotations

from django import forms

from cohorts.levels.queries import Level


class LevelForm(forms.Form):
    level = forms.ChoiceField(choices=Level.choices)
