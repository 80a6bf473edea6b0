"""Forms of the forum. They keep what was typed; what it means is for the actions."""

from __future__ import annotations

import uuid

from django import forms

from community.fields import LineField
from community.forum.models import Thread
from community.forum.polls.forms import PollFields
from community.text import rich

MOST_FILES = 10


class WritingForm(forms.Form):
    """What every composer sends. `plain` says that no editor ran: the body is text, not HTML."""

    body = forms.CharField(required=False, strip=False)
    nonce = forms.UUIDField(initial=uuid.uuid4)
    plain = forms.BooleanField(required=False)
    attachments = forms.CharField(required=False)
    hide = forms.BooleanField(required=False)
    anonymous = forms.BooleanField(required=False)
    looked = forms.BooleanField(required=False)  # at what may point to a child
    soften = forms.BooleanField(required=False)

    def html(self) -> str:
        body: str = self.cleaned_data["body"]
        return rich.from_plain(body) if self.cleaned_data["plain"] else body

    def clean_attachments(self) -> list[uuid.UUID]:
        given = [item for item in self.cleaned_data["attachments"].split(",") if item]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"A post carries up to {MOST_FILES} files.")
        try:
            return list(dict.fromkeys(uuid.UUID(item) for item in given))
        except ValueError:
            raise forms.ValidationError("One of the files is no longer there. Please attach it again.") from None


class AskForm(PollFields, WritingForm):
    space = forms.SlugField(error_messages={"required": "Choose where to ask."})
    title = forms.CharField(required=False, max_length=1000)
    kind = forms.ChoiceField(choices=Thread.Kind.choices, initial=Thread.Kind.QUESTION)
    closed = forms.BooleanField(required=False)  # an announcement without replies


class ReplyForm(WritingForm):
    to = forms.IntegerField(required=False, min_value=2, max_value=10**8)


class EditForm(WritingForm):
    title = forms.CharField(required=False, max_length=1000)
    revision = forms.IntegerField(required=False, min_value=1, max_value=10**8)
    forget = forms.BooleanField(required=False)


class OrderForm(forms.Form):
    """What moderators decide of a thread. `pin`: days on top of its space, none, or "kept" as it is."""

    space = forms.SlugField()
    closed = forms.BooleanField(required=False)
    pin = forms.ChoiceField(choices=[("kept", ""), ("0", ""), ("7", ""), ("30", ""), ("365", "")])


class ReasonForm(forms.Form):
    reason = forms.CharField(required=False, max_length=1000)


class SpaceForm(forms.Form):
    name = LineField(max_length=60, error_messages={"required": "Give it a name."})
    purpose = LineField(max_length=200, required=False)
    audience = forms.ChoiceField(
        choices=[("members", "All members"), ("cohort", "One cohort"), ("moderators", "Moderators")]
    )
    cohort = forms.SlugField(required=False)
