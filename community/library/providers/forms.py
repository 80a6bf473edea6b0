"""Forms of the directory."""

from __future__ import annotations

from typing import Any

from django import forms

from community.fields import LineField
from community.guarding import GuardedForm
from community.library.forms import StatesField
from community.library.providers.models import LONGEST, Provider

TOO_LONG = {"max_length": f"Up to {LONGEST:,} characters fit here."}


class ProviderForm(forms.Form):
    name = LineField(max_length=100, error_messages={"required": "Say what they are called."})
    about = forms.CharField(max_length=LONGEST, error_messages={"required": "Say what they do.", **TOO_LONG})
    category = forms.ChoiceField(choices=Provider.Category.choices, error_messages={"required": "Choose a kind."})
    states = StatesField(max_length=200, required=False)
    url = forms.URLField(
        max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": "This is no address of a website. It begins with https://."},
    )  # fmt: skip
    discount = LineField(max_length=200, required=False)
    code = LineField(max_length=60, required=False)

    def clean_url(self) -> str:
        address = str(self.cleaned_data["url"])
        if address and not address.lower().startswith(("https://", "http://")):
            raise forms.ValidationError("This is no address of a website. It begins with https://.")
        return address


class ReviewForm(GuardedForm):
    guarded = ("words",)
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
