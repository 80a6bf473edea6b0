"""Forms of cohorts and rooms."""

from __future__ import annotations

import uuid

from django import forms

from cohorts.models import Enrollment
from community.fields import LineField
from community.text import plain


class SayForm(forms.Form):
    """A message without scripts."""

    body = forms.CharField(required=False, strip=False)
    nonce = forms.UUIDField(initial=uuid.uuid4)


class CohortForm(forms.Form):
    name = LineField(max_length=80, error_messages={"required": "Give the cohort a name."})
    purpose = LineField(max_length=200, required=False)
    rooms = forms.CharField(required=False, initial="Everyone")

    def room_names(self) -> list[str]:
        """One a line; a cohort begins with at least one room."""
        lines = [plain.clean_line(line)[:80] for line in self.cleaned_data["rooms"].splitlines()]
        return [line for line in lines if not plain.is_blank(line)][:12] or [self.cleaned_data["name"]]


class RoomForm(forms.Form):
    name = LineField(max_length=80, error_messages={"required": "Give the room a name."})
    topic = LineField(max_length=200, required=False)


class EnrollForm(forms.Form):
    """By email or handle, as moderators know people."""

    person = forms.CharField(max_length=254, error_messages={"required": "Whom? Write an email or a handle."})
    role = forms.ChoiceField(choices=Enrollment.Role.choices, initial=Enrollment.Role.MEMBER)
