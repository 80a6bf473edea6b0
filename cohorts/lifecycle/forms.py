"""Forms of a cohort's year."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from cohorts.models import Stage
from community.fields import LineField

PLACES = "A number of places from 1 to 1,000, or nothing."


class MoveForm(forms.Form):
    state = forms.ChoiceField(choices=Stage.choices)


class PlacesForm(forms.Form):
    places = forms.IntegerField(
        required=False, min_value=1, max_value=1000,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), PLACES),
    )  # fmt: skip
    asks_while_running = forms.BooleanField(required=False)


class RollForm(forms.Form):
    """`leading`: those who can lead it again."""

    name = LineField(max_length=80, error_messages={"required": "Give the cohort a name."})
    facilitators = forms.TypedMultipleChoiceField(coerce=int, required=False)
    sessions = forms.BooleanField(required=False)

    def __init__(self, *args: Any, leading: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitators"].choices = leading  # type: ignore[attr-defined]


def next_name(name: str) -> str:
    """The same with the next year in it; without a year somebody has to think."""
    year = re.search(r"\b20\d\d\b", name)
    return f"{name[: year.start()]}{int(year[0]) + 1}{name[year.end() :]}" if year else ""


class AskForm(forms.Form):
    words = LineField(max_length=300, required=False)
