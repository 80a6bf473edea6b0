"""How it went with a template."""

from __future__ import annotations

from django import forms

from community.guarding import GuardedForm
from community.library.trusting.models import LONGEST, FieldNote

TOO_LONG = {"max_length": f"Up to {LONGEST:,} characters fit here."}


class NoteForm(GuardedForm):
    guarded = ("changed", "counsel")
    verdict = forms.ChoiceField(
        choices=FieldNote.Verdict.choices,
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one of these."},
    )
    changed = forms.CharField(required=False, max_length=LONGEST, error_messages=TOO_LONG)
    counsel = forms.CharField(required=False, max_length=LONGEST, error_messages=TOO_LONG)
