"""The form of whoever speaks for somebody."""

from __future__ import annotations

from django import forms


class VouchForm(forms.Form):
    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Write the address they will apply with.",
            "invalid": "This does not look like an email address.",
        },
    )
    words = forms.CharField(max_length=2000, error_messages={"required": "Please write how you know them."})
