"""Forms whose words other members read: what may point to a child is asked about once (34 CFR 99.3).

The forum and the rooms ask in their own ways; this is for all the smaller boxes one writes in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from community.text import privacy

IT_MAY_STAY = "Write it in other words, or tick below that it may stay."


class GuardedForm(forms.Form):
    """`guarded`: the fields whose words are looked at. A template that shows one shows `may_stay`, too."""

    guarded: ClassVar[Sequence[str]] = ()
    looked = forms.BooleanField(required=False)
    asks = False  # whether it may stay as it is

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        looked = cleaned.pop("looked", False)
        for name in () if looked else self.guarded:
            seen = privacy.look(cleaned.get(name) or "")
            if seen:
                self.asks = True
                self.add_error(name, f"{privacy.told(seen)} {IT_MAY_STAY}")
        return cleaned
