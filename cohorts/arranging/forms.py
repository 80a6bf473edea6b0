"""What a room is, as a form."""

from __future__ import annotations

from typing import Any

from django import forms

from cohorts.arranging import keeping, kinds
from community.fields import LineField

WHEN = "Say when somebody is there, such as “Tuesdays, 4 to 5 pm”."

CHOOSE = "Choose how long what is said here is kept."


class SinceForm(forms.Form):
    since = forms.ChoiceField(choices=[("all", "all"), ("joining", "joining")])


class KeepsForm(forms.Form):
    """For how long; 0 is for ever. `sure`: having seen how many messages go."""

    keeps = forms.TypedChoiceField(
        choices=[(days, days) for days in (0, *keeping.WORDS)],
        coerce=int,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    sure = forms.BooleanField(required=False)

    def clean_keeps(self) -> int | None:
        return self.cleaned_data["keeps"] or None


class KindForm(forms.Form):
    """Hours are of office hours only; of another kind they are forgotten."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in kinds.OFFERED], required=False, initial=kinds.PLAIN)
    hours = LineField(max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found["kind"] = found.get("kind") or kinds.PLAIN
        if found["kind"] != kinds.HOURS:
            found["hours"] = ""
        elif not found.get("hours") and "hours" not in self.errors:
            self.add_error("hours", WHEN)
        return found
