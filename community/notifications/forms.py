"""How one hears by mail; and which rows of the inbox were seen."""

from __future__ import annotations

from django import forms

from community.notifications.models import MailSettings

LARGEST = 2**63 - 1


class MailForm(forms.Form):
    pace = forms.ChoiceField(
        choices=MailSettings.Pace.choices,
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one of these."},
    )
    excerpts = forms.BooleanField(required=False)
    spared = forms.BooleanField(required=False)


class SeenForm(forms.Form):
    """All that stood in the inbox up to `up_to`; one row of it with its kind and place."""

    up_to = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    kind = forms.CharField(max_length=24, required=False)
    place = forms.CharField(max_length=60, required=False)
