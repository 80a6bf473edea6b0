"""Forms of threads that are made of a room's words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from cohorts.knowledge.models import INTRO, MOST, TITLE, Voice
from community.fields import LineField
from moderation.access.labels import Label

STEPS = {"up": -1, "down": 1}


class ChooseForm(forms.Form):
    """`further`: go on choosing further back, instead of on to the thread."""

    message = forms.TypedMultipleChoiceField(coerce=UUID, error_messages={"required": "Choose at least one message."})
    further = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        given = data.getlist("message")[: MOST + 1]
        self.fields["message"].choices = [(text, text) for text in given if is_uuid(text)]  # type: ignore[attr-defined]


def is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


class DraftForm(forms.Form):
    """`places`: where this person may begin a thread."""

    title = LineField(max_length=TITLE, required=False)
    intro = forms.CharField(max_length=INTRO, required=False)
    space = forms.ChoiceField(required=False)
    label = forms.ChoiceField(choices=[(one.value, one.value) for one in (Label.STAYS, Label.UNNAMED)], required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].choices = [("", ""), *places]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    choice = forms.ChoiceField(choices=Voice.Choice.choices, error_messages={"required": "Choose one of the three."})


def line_in(act: str) -> tuple[str, int] | None:
    """ "up:7" is one step for line 7."""
    step, _, number = act.partition(":")
    return (step, int(number)) if number.isdecimal() and number.isascii() and len(number) < 16 else None
