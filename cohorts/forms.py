"""Forms of cohorts and rooms."""

from __future__ import annotations

import uuid

from django import forms

from cohorts.arranging.forms import KindForm
from cohorts.models import Enrollment
from community.fields import LineField
from community.live.protocol import MAX_BODY, Refusal
from community.text import plain

AGAIN = "Please send your message again."


class SayForm(forms.Form):
    """A message without scripts."""

    body = forms.CharField(required=False, strip=False)
    nonce = forms.UUIDField(initial=uuid.uuid4, error_messages={"required": AGAIN, "invalid": AGAIN})
    looked = forms.BooleanField(required=False)
    reply_to = forms.UUIDField(required=False, error_messages={"invalid": AGAIN})
    asks = False  # whether it may stay as it is

    def refused(self, refusal: Refusal) -> None:
        self.asks = refusal.code == "points_to_child"
        self.add_error("nonce" if refusal.code == "nonce_conflict" else "body", refusal.detail)

    def clean_body(self) -> str:
        """A browser sends \\r\\n for each line's end; the wire, whose limit this is, counts one character."""
        body = plain.clean(self.cleaned_data["body"])
        if len(body) > MAX_BODY:
            raise forms.ValidationError(f"A message holds up to {MAX_BODY:,} characters; this has {len(body):,}.")
        return body

    def next_nonce(self) -> object:
        """Sending the same words once more is the same message; a nonce that is of no use is replaced."""
        return uuid.uuid4() if "nonce" in self.errors else self["nonce"].value()

    def trouble(self) -> str:
        return " ".join(str(sentence) for sentences in self.errors.values() for sentence in sentences)


class CohortForm(forms.Form):
    name = LineField(max_length=80, error_messages={"required": "Give the cohort a name."})
    purpose = LineField(max_length=200, required=False)
    rooms = forms.CharField(required=False, initial="Everyone")

    def room_names(self) -> list[str]:
        """One a line; a cohort begins with at least one room."""
        lines = [plain.clean_line(line)[:80] for line in self.cleaned_data["rooms"].splitlines()]
        return [line for line in lines if not plain.is_blank(line)][:12] or [self.cleaned_data["name"]]


class RoomForm(KindForm):
    name = LineField(max_length=80, error_messages={"required": "Give the room a name."})
    topic = LineField(max_length=200, required=False)


class EnrollForm(forms.Form):
    """By email or handle, as moderators know people."""

    person = forms.CharField(max_length=254, error_messages={"required": "Whom? Write an email or a handle."})
    role = forms.ChoiceField(choices=Enrollment.Role.choices, initial=Enrollment.Role.MEMBER)
