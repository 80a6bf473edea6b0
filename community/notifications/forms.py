"""How one hears by mail; and which rows of the inbox were seen."""

from __future__ import annotations

from typing import Any

from django import forms

from community.notifications.models import MailSettings
from community.notifications.quiet import Quiet

NO_TIME = "Give a time, such as 20:00."
LARGEST = 2**63 - 1


class MailForm(forms.Form):
    pace = forms.ChoiceField(
        choices=MailSettings.Pace.choices,
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one of these."},
    )
    excerpts = forms.BooleanField(required=False)
    spared = forms.BooleanField(required=False)
    quiet_from = forms.TimeField(required=False, error_messages={"invalid": NO_TIME})
    quiet_to = forms.TimeField(required=False, error_messages={"invalid": NO_TIME})
    quiet_weekends = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("quiet_from"), given.get("quiet_to")
        if not self.errors and (begins is None) != (ends is None):
            self.add_error("quiet_to" if ends is None else "quiet_from", "Give both times, or none.")
        elif begins is not None and begins == ends:
            self.add_error("quiet_to", "Give another time than the one it begins at.")
        return given

    def quiet(self) -> Quiet:
        given = self.cleaned_data
        return Quiet(given["quiet_from"], given["quiet_to"], given["quiet_weekends"])


def given_before(chosen: MailSettings) -> dict[str, Any]:
    """As the form shows it: hours without seconds."""
    hours = {name: f"{at:%H:%M}" for name in ("quiet_from", "quiet_to") if (at := getattr(chosen, name))}
    return {name: getattr(chosen, name) for name in ("pace", "excerpts", "spared", "quiet_weekends")} | hours


class SeenForm(forms.Form):
    """All that stood in the inbox up to `up_to`; one row of it with its kind and place."""

    up_to = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    kind = forms.CharField(max_length=24, required=False)
    place = forms.CharField(max_length=60, required=False)
