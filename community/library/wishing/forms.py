"""Asking for a template, and closing a request."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms

from community.fields import LineField
from community.guarding import GuardedForm

_KEY = re.compile(r"/library/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b", re.IGNORECASE)


class WishForm(GuardedForm):
    guarded = ("title", "what_for")
    title = LineField(max_length=120, error_messages={"required": "Say in a few words which template you miss."})
    what_for = forms.CharField(max_length=600, required=False)


class CloseForm(forms.Form):
    """By a template, of which the address is given, or with a reason why not."""

    do = forms.ChoiceField(choices=[("answer", ""), ("decline", "")])
    link = LineField(max_length=300, required=False)
    why = forms.CharField(max_length=600, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        found = _KEY.search(said.get("link", ""))
        if said.get("do") == "answer" and found is None:
            self.add_error("link", "Paste the address of the template, as your browser shows it on its page.")
        said["document_id"] = UUID(found[1]) if found else None
        return said
