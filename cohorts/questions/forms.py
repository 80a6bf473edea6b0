"""Forms of the questions to a session."""

from __future__ import annotations

from django import forms

from community.fields import LineField
from community.guarding import GuardedForm

ACTS = ("vote", "unvote", "answered", "open", "take_away")


class QuestionForm(GuardedForm):
    guarded = ("body",)
    body = LineField(max_length=500, error_messages={"required": "Write your question first."})
    nameless = forms.BooleanField(required=False)


class ActForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
