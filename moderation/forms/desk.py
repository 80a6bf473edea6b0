"""Forms of the desk."""

from __future__ import annotations

from datetime import datetime, time

from django import forms
from django.utils import timezone

from community.fields import LineField
from moderation.access.standing import Role


class InviteForm(forms.Form):
    email = forms.EmailField(max_length=254, error_messages={"required": "Write the email address to invite."})
    name = LineField(max_length=80, required=False)
    organization = forms.SlugField(error_messages={"required": "Choose the organization whose seat this is."})
    cohort = forms.SlugField(required=False)
    letter = forms.CharField(max_length=4000, required=False)
    role = forms.ChoiceField(choices=[(r.value, r.value) for r in Role], initial=Role.MEMBER, required=False)

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Role.MEMBER


class LinkForm(forms.Form):
    label = LineField(max_length=80, error_messages={"required": "What is this link for?"})
    facilitates = forms.BooleanField(required=False)
    organization = forms.SlugField(error_messages={"required": "Choose the organization whose seats these are."})
    cohort = forms.SlugField(required=False)
    cap = forms.IntegerField(initial=10, error_messages={"required": "For how many people?"})
    days = forms.IntegerField(initial=14, error_messages={"required": "For how many days?"})


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


class AgreementForm(forms.Form):
    title = forms.CharField(max_length=120, error_messages={"required": "Give it a title."})
    body = forms.CharField(strip=False, error_messages={"required": "Please write what members agree to."})
    changes = forms.CharField(max_length=500, required=False)


class OrganizationForm(forms.Form):
    name = LineField(max_length=120, error_messages={"required": "Give the organization's name."})
    state = LineField(max_length=40, required=False)
    kind = LineField(max_length=40, required=False)
