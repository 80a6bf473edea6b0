"""What a room is, as a form."""

from __future__ import annotations

from typing import Any

from django import forms

from cohorts.arranging import kinds
from community.fields import LineField

WHEN = "Say when somebody is there, such as “Tuesdays, 4 to 5 pm”."


class SinceForm(forms.Form):
    since = forms.ChoiceField(choices=[("all", "all"), ("joining", "joining")])


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
