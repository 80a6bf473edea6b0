"""Forms of the forum. They keep what was typed; what it means is for the actions."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms

from community.fields import LineField
from community.forum.following.levels import Level
from community.forum.models import Thread
from community.forum.polls.forms import PollFields
from community.text import rich
from moderation.access.labels import Label

MOST_FILES = 10


class SlugsField(forms.Field):
    """What was ticked in a list; whether it is there is for the action to say."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(str(item) for item in value or ()))


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


AS_ITS_SPACE = ("", "")


class AskForm(PollFields, WritingForm):
    label = forms.TypedChoiceField(
        choices=[AS_ITS_SPACE, *((item, item) for item in Label)], coerce=Label, empty_value=None, required=False
    )
    space = forms.SlugField(error_messages={"required": "Choose where to ask."})
    title = forms.CharField(required=False, max_length=1000)
    kind = forms.ChoiceField(choices=Thread.Kind.choices, initial=Thread.Kind.QUESTION)
    closed = forms.BooleanField(required=False)  # an announcement without replies
    tags = SlugsField(required=False)


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


class LabelForm(forms.Form):
    label = forms.TypedChoiceField(
        choices=[(item, item) for item in Label], coerce=Label,
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one of these."},
    )  # fmt: skip


class LevelForm(forms.Form):
    level = forms.ChoiceField(choices=[(level.value, level.value) for level in Level])

    def level_chosen(self) -> Level:
        return Level(self.cleaned_data["level"])


class SplitForm(forms.Form):
    """Which replies become a question of their own."""

    numbers = SlugsField(required=False)
    title = forms.CharField(required=False, max_length=1000)
    space = forms.SlugField(error_messages={"required": "Choose where it goes."})

    def chosen(self) -> set[int]:
        return {int(item) for item in self.cleaned_data["numbers"] if item.isdecimal() and len(item) < 9}


class MergeForm(forms.Form):
    """Into which other question: its address, as it stands in the browser."""

    into = forms.CharField(required=False, max_length=1000)
    sure = forms.BooleanField(required=False)

    def clean_into(self) -> uuid.UUID:
        found = re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", self.cleaned_data["into"].lower())
        if found is None:
            raise forms.ValidationError("Paste the address of the other question, as it stands in your browser.")
        return uuid.UUID(found[0])


class TagsForm(forms.Form):
    tags = SlugsField(required=False)


class TagForm(forms.Form):
    name = forms.CharField(required=False, max_length=1000)
    meaning = forms.CharField(required=False, max_length=1000)


class ReasonForm(forms.Form):
    reason = forms.CharField(required=False, max_length=1000)


class PlaceForm(LabelForm):
    """A space as it can be changed."""

    name = LineField(max_length=60, error_messages={"required": "Give it a name."})
    purpose = LineField(max_length=200, required=False)


class SpaceForm(PlaceForm):
    audience = forms.ChoiceField(
        choices=[("members", "All members"), ("cohort", "One cohort"), ("moderators", "Moderators")]
    )
    cohort = forms.SlugField(required=False)
