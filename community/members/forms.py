"""One's own profile."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms

from community.text import plain

ZONES = available_timezones()


class ProfileForm(forms.Form):
    name = forms.CharField(max_length=80, error_messages={"required": "Please write your name."})
    title = forms.CharField(max_length=80, required=False)
    about = forms.CharField(max_length=200, required=False)
    timezone = forms.CharField(max_length=64, required=False)

    def clean_name(self) -> str:
        name = plain.clean_line(self.cleaned_data["name"])
        if plain.is_blank(name):
            raise forms.ValidationError("Please write your name.")
        return name

    def clean_timezone(self) -> str:
        zone: str = self.cleaned_data["timezone"]
        if zone and zone not in ZONES:
            raise forms.ValidationError("This time zone is not known. Leave it empty to follow your device.")
        return zone
