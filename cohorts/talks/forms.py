"""Forms of talks: reasons, and whom to talk with."""

from __future__ import annotations

from django import forms

from community.fields import LineField


class NewTalkForm(forms.Form):
    name = LineField(max_length=80, required=False)


class ReasonForm(forms.Form):
    """Its sentences come from the act."""

    reason = LineField(max_length=300, required=False)


class LookForm(ReasonForm):
    one = LineField(max_length=254, error_messages={"required": "Whose talk? Write a name."})
    other = LineField(max_length=254, error_messages={"required": "And the other one? Write a name."})
