"""The form of whoever speaks for somebody."""

from __future__ import annotations

from django import forms

from moderation.forms.applying import NO_ADDRESS, TOO_LONG


class VouchForm(forms.Form):
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Write the address they will apply with.",
            "invalid": NO_ADDRESS,
            "max_length": NO_ADDRESS,
        },
    )
    words = forms.CharField(
        max_length=2000, error_messages={"required": "Please write how you know them.", "max_length": TOO_LONG}
    )
