"""Forms of the library."""

from __future__ import annotations

from django import forms

from community.fields import LineField
from community.library.models import Document


class VersionForm(forms.Form):
    file = forms.FileField(error_messages={"required": "Choose the file.", "empty": "This file is empty."})
    note = LineField(max_length=200, required=False)


class ShareForm(VersionForm):
    title = LineField(max_length=120, error_messages={"required": "Give it a title."})
    summary = forms.CharField(max_length=600, required=False)
    category = forms.ChoiceField(choices=Document.Category.choices, error_messages={"required": "Choose a kind."})
    audience = forms.ChoiceField(
        choices=[("members", "All members"), ("cohort", "One cohort"), ("moderators", "Moderators")],
        initial="members",
    )
    cohort = forms.SlugField(required=False)
    hide = forms.BooleanField(required=False)
