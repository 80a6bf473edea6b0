"""Forms of the desk and of the door."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from community.fields import LineField
from community.members.models import Member
from moderation.access.standing import Role


class InviteForm(forms.Form):
    email = forms.EmailField(max_length=254, error_messages={"required": "Write the email address to invite."})
    name = LineField(max_length=80, required=False)
    organization = forms.SlugField(error_messages={"required": "Choose the organization whose seat this is."})
    cohort = forms.SlugField(required=False)
    role = forms.ChoiceField(choices=[(r.value, r.value) for r in Role], initial=Role.MEMBER, required=False)

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Role.MEMBER


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=500, error_messages={"required": "Please write the reason."})


class SuspendForm(ReasonForm):
    until = forms.DateField(
        error_messages={"required": "Until which day?", "invalid": "Choose a day from the calendar."}
    )

    def clean_until(self) -> datetime:
        """The end of the day before that day, where the moderator sits: "until Friday" means Friday is open."""
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time.min), timezone.get_current_timezone())


class OrganizationForm(forms.Form):
    name = LineField(max_length=120, error_messages={"required": "Give the organization's name."})
    state = LineField(max_length=40, required=False)
    kind = LineField(max_length=40, required=False)


class JoinForm(forms.Form):
    """Accepting an invitation: the address proves whose it is, the password is optional."""

    email = forms.EmailField(max_length=254, error_messages={"required": "Write the address this invitation came to."})
    name = LineField(max_length=80, error_messages={"required": "Write your name as members should see it."})
    title = LineField(max_length=80, required=False)
    password = forms.CharField(max_length=256, required=False, strip=False)
    rules = forms.BooleanField(error_messages={"required": "Please read and accept the ground rules."})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password"):
            somebody = Member(email=given.get("email", ""))  # whose address is no password either
            try:
                validate_password(given["password"], somebody)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given
