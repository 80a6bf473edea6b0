"""Forms of the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from community.fields import LineField
from community.members.models import Member


class UseLinkForm(forms.Form):
    """An address for a link to send an invitation to."""

    email = forms.EmailField(max_length=254, error_messages={"required": "Write your email address."})
    name = LineField(max_length=80, error_messages={"required": "Write your name."})


class JoinForm(forms.Form):
    """Accepting an invitation: the address proves whose it is, the password is optional."""

    email = forms.EmailField(max_length=254, error_messages={"required": "Write the address this invitation came to."})
    name = LineField(max_length=80, error_messages={"required": "Write your name as members should see it."})
    title = LineField(max_length=80, required=False)
    password = forms.CharField(max_length=256, required=False, strip=False)
    rules = forms.BooleanField(error_messages={"required": "Please read the agreement, and accept it if you do."})
    agreement = forms.IntegerField(required=False, min_value=1, max_value=10**6)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("password"):
            somebody = Member(email=given.get("email", ""))  # whose address is no password either
            try:
                validate_password(given["password"], somebody)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given
