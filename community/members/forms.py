"""One's own profile."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms

from community.fields import LineField
from moderation.access.members import Seen

ZONES = available_timezones()


# Fields that can be narrowed here; the photo has a form of its own.
NARROWED = ("title", "school", "state", "about", "looking_for", "email")
AUDIENCES = [
    (Seen.MEMBERS.value, "All members"),
    (Seen.NEAR.value, "My organization and my cohorts"),
    (Seen.MODERATORS.value, "Moderators only"),
]


class AudienceField(forms.ChoiceField):
    """Who sees a field. Left out, it stays as it is."""

    def __init__(self) -> None:
        super().__init__(choices=AUDIENCES, required=False)


class ProfileForm(forms.Form):
    name = LineField(max_length=80, error_messages={"required": "Please write your name."})
    title = LineField(max_length=80, required=False)
    state = LineField(max_length=40, required=False)
    about = LineField(max_length=200, required=False)
    looking_for = LineField(max_length=200, required=False)
    see_title, see_school, see_state = AudienceField(), AudienceField(), AudienceField()
    see_about, see_looking_for, see_email = AudienceField(), AudienceField(), AudienceField()
    timezone = forms.CharField(max_length=64, required=False)

    def audiences(self) -> dict[str, str]:
        given = {field: self.cleaned_data[f"see_{field}"] for field in NARROWED}
        return {field: audience for field, audience in given.items() if audience}

    def clean_timezone(self) -> str:
        zone: str = self.cleaned_data["timezone"]
        if zone and zone not in ZONES:
            raise forms.ValidationError("This time zone is not known. Leave it empty to follow your device.")
        return zone
