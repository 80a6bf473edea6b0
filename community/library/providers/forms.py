"""Forms of the directory."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from community.fields import LineField
from community.library.models import several
from community.library.providers.models import LONGEST, Provider
from moderation.forms import states

STATES = [code for code, _ in states.STATES if code != states.ELSEWHERE]
TOO_LONG = {"max_length": f"Up to {LONGEST:,} characters fit here."}


class ProviderForm(forms.Form):
    name = LineField(max_length=100, error_messages={"required": "Say what they are called."})
    about = forms.CharField(max_length=LONGEST, error_messages={"required": "Say what they do.", **TOO_LONG})
    category = forms.ChoiceField(choices=Provider.Category.choices, error_messages={"required": "Choose a kind."})
    states = LineField(max_length=200, required=False)
    url = forms.URLField(
        max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": "This is no address of a website. It begins with https://."},
    )  # fmt: skip
    discount = LineField(max_length=200, required=False)
    code = LineField(max_length=60, required=False)

    def clean_states(self) -> str:
        given = re.split(r"[,;\s]+", self.cleaned_data["states"].upper().strip(" ,;"))
        wanted = [word for word in given if word]
        wrong = next((word for word in wanted if word not in STATES), None)
        if wrong:
            raise forms.ValidationError(f"“{wrong[:20]}” is no state. Write them as CO, OH.")
        return several(dict.fromkeys(wanted))

    def clean_url(self) -> str:
        address = str(self.cleaned_data["url"])
        if address and not address.lower().startswith(("https://", "http://")):
            raise forms.ValidationError("This is no address of a website. It begins with https://.")
        return address


class ReviewForm(forms.Form):
    again = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one of these."},
    )
    words = forms.CharField(required=False, max_length=LONGEST, error_messages=TOO_LONG)


class ReportForm(forms.Form):
    what = forms.CharField(max_length=LONGEST, error_messages={"required": "Say what is wrong.", **TOO_LONG})


def as_written(provider: Provider) -> dict[str, Any]:
    names = ("name", "about", "category", "url", "discount", "code")
    return {name: getattr(provider, name) for name in names} | {"states": ", ".join(provider.states.split())}
