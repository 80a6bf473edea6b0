"""Forms of whoever decides about applications."""

from __future__ import annotations

from typing import Any

from django import forms

from community.fields import LineField
from moderation.forms.applying import TOO_LONG

NEW = "+"  # instead of an organization that is here


class NoteForm(forms.Form):
    body = forms.CharField(
        max_length=20_000, strip=False, error_messages={"required": "Please write something.", "max_length": TOO_LONG}
    )


class VoteForm(forms.Form):
    yes = forms.TypedChoiceField(
        choices=[("yes", "Yes"), ("no", "No")], coerce=lambda given: given == "yes",
        error_messages={"required": "Say yes or no.", "invalid_choice": "Say yes or no."},
    )  # fmt: skip
    reason = forms.CharField(max_length=500, required=False, error_messages={"max_length": TOO_LONG})


class LetterForm(forms.Form):
    """A letter to the applicant, and the stage in which the page was when it was written."""

    letter = forms.CharField(
        max_length=20_000, strip=False, error_messages={"required": "Write to the applicant.", "max_length": TOO_LONG}
    )
    seen = forms.CharField(max_length=12, required=False)


class AdmitForm(LetterForm):
    organization = forms.CharField(max_length=60, error_messages={"required": "Choose whose seat this is."})
    new_name = LineField(max_length=120, required=False, error_messages={"max_length": TOO_LONG})
    new_state = LineField(max_length=40, required=False)
    new_kind = LineField(max_length=40, required=False)
    cohort = forms.SlugField(required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("organization") == NEW and not given.get("new_name"):
            self.add_error("new_name", "Give the organization's name.")
        return given
