"""Offering back what one adapted."""

from __future__ import annotations

from django import forms

from community.fields import LineField


class BackForm(forms.Form):
    title = LineField(max_length=120, error_messages={"required": "Give it a title, so that both can be told apart."})
    summary = forms.CharField(max_length=600, required=False)
