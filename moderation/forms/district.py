"""Forms of what owners decide about signing in."""

from __future__ import annotations

from django import forms

from community.fields import LineField
from moderation.actions.policy import MOST_DAYS, ROLES
from moderation.models import DistrictSignIn


class SecondStepForm(forms.Form):
    of = forms.MultipleChoiceField(choices=[(str(role), str(role)) for role in ROLES], required=False)
    days = forms.IntegerField(
        min_value=0, max_value=MOST_DAYS, error_messages={"required": "How many days do people have?"}
    )


class SignInForm(forms.Form):
    """`organization` only when it is set up: it stays that organization's."""

    organization = forms.SlugField(error_messages={"required": "Choose the organization whose sign-in this is."})
    name = LineField(max_length=60, error_messages={"required": "Give the button a name."})
    kind = forms.ChoiceField(
        choices=DistrictSignIn.Kind.choices, error_messages={"required": "Choose what the district uses."}
    )
    domains = forms.CharField(max_length=3000, required=False)
    listed = forms.BooleanField(required=False)
    trusts_addresses = forms.BooleanField(required=False)
    issuer = forms.CharField(max_length=300, required=False)
    client_id = forms.CharField(max_length=200, required=False)
    secret = forms.CharField(max_length=500, required=False)
    metadata = forms.CharField(max_length=250_000, required=False)

    def clean_domains(self) -> list[str]:
        """One a line, or between commas."""
        return [part for part in str(self.cleaned_data["domains"]).replace(",", " ").split() if part]


class ChangeForm(SignInForm):
    organization = forms.SlugField(required=False)
