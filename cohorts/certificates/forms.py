"""Forms of certificates."""

from __future__ import annotations

from django import forms

from cohorts.certificates.actions import Shown
from cohorts.models import Certificate

YEARS = (("", "For as long as I like"), ("1", "For one year"), ("3", "For three years"))


class ShownForm(forms.Form):
    """What whoever has the code sees."""

    show_name = forms.ChoiceField(choices=Certificate.Name.choices)
    show_total = forms.BooleanField(required=False)
    show_categories = forms.BooleanField(required=False)

    def shown(self) -> Shown:
        given = self.cleaned_data
        return Shown(given["show_name"], given["show_total"], given["show_categories"])


class MakeForm(ShownForm):
    years = forms.TypedChoiceField(coerce=int, required=False, empty_value=None, choices=YEARS)
