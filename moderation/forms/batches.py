"""Forms of lists brought as files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from moderation.lists import FIELDS

NO_COLUMN = ""


class ListForm(forms.Form):
    file = forms.FileField(error_messages={"required": "Choose the file.", "empty": "This file is empty."})


class MappingForm(forms.Form):
    """One choice for each thing we can use, among the columns of the file."""

    organization_default = forms.SlugField(required=False)
    cohort_default = forms.SlugField(required=False)
    adds_organizations = forms.BooleanField(required=False)

    def __init__(self, *args: Any, header: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(NO_COLUMN, "Not in the file"), *((str(n), name) for n, name in enumerate(header))]
        for field, words in FIELDS.items():
            self.fields[field] = forms.ChoiceField(
                choices=columns, required=field == "email", label=words,
                error_messages={"required": "Say which column holds the email addresses."},
            )  # fmt: skip

    def mapping(self) -> dict[str, int]:
        return {field: int(self.cleaned_data[field]) for field in FIELDS if self.cleaned_data[field] != NO_COLUMN}
