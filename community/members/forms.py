"""One's own profile."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms

from community.fields import LineField

ZONES = available_timezones()


class ProfileForm(forms.Form):
    name = LineField(max_length=80, error_messages={"required": "Please write your name."})
    title = LineField(max_length=80, required=False)
    about = LineField(max_length=200, required=False)
    timezone = forms.CharField(max_length=64, required=False)

    def clean_timezone(self) -> str:
        zone: str = self.cleaned_data["timezone"]
        if zone and zone not in ZONES:
            raise forms.ValidationError("This time zone is not known. Leave it empty to follow your device.")
        return zone
