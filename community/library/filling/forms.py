"""The form of a template: one field for each thing it asks for, none of them required."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email

from community.fields import LineField, WordsField
from community.library.filling.names import LONGEST_ANSWER, MOST_ROWS, Field, Value, value_of

MARK = "f_"  # before the names of fields, so that none is called like a part of the form
MANY = 8  # beyond it the form is in groups
FEW = 3  # in a group of their own

TYPES = {"date": "date", "email": "email", "phone": "tel"}
HINTS = {
    "date": "It is written out, such as August 15, 2027.",
    "money": "In dollars, such as 1,200.",
    "number": "",
    "email": "",
    "phone": "",
    "long": "As many lines as you need.",
    "choice": "With “No”, that part is left out of your copy. Without an answer it stays as it is.",
    "rows": "A line for each, with | between. Rows copied from a spreadsheet work, too.",
    "line": "",
}
AUTOCOMPLETE = {"email": "email", "phone": "tel"}
NOT_A_DATE = "Choose a day, or write it as year, month, day: 2027-08-15."
NOT_AN_EMAIL = "This is not a complete email address. It looks like name@school.org."
TOO_LONG = "This is too long: %(show_value)d characters, and %(limit_value)d fit."
TOO_LONG_ERRORS = {"max_length": TOO_LONG}


class DayField(LineField):
    """Kept as it is typed by a browser: 2027-08-15."""

    def clean(self, value: Any) -> str:
        day = super().clean(value)
        if day:
            try:
                date.fromisoformat(day)
            except ValueError as error:
                raise forms.ValidationError(NOT_A_DATE) from error
        return str(day)


class FillForm(forms.Form):
    """`fields` are those of the document."""

    def __init__(self, fields: Sequence[Field], data: Any = None, *, before: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={MARK + name: value for name, value in (before or {}).items()})
        self.asked = fields
        for field in fields:
            self.fields[MARK + field.name] = form_field(field)

    def answers(self) -> dict[str, str]:
        """What is there and in order, by the names of the fields."""
        if not self.is_bound:
            return {f.name: str(self.initial[MARK + f.name]) for f in self.asked if self.initial.get(MARK + f.name)}
        self.is_valid()
        given = {field.name: self.cleaned_data.get(MARK + field.name, "") for field in self.asked}
        return {name: answer for name, answer in given.items() if answer}

    def values(self) -> dict[str, Value]:
        answers = self.answers()
        return {f.name: value_of(f.kind, answers[f.name]) for f in self.asked if f.name in answers}

    def groups(self) -> list[tuple[str, list[tuple[Field, forms.BoundField]]]]:
        """(heading, fields): those whose names begin alike together, when there are many."""
        made: dict[str, list[tuple[Field, forms.BoundField]]] = {}
        for heading, field in grouped(self.asked):
            made.setdefault(heading, []).append((field, self[MARK + field.name]))
        return list(made.items())


def form_field(field: Field) -> forms.Field:
    if field.kind == "date":
        return DayField(required=False, max_length=LONGEST_ANSWER, error_messages=TOO_LONG_ERRORS)
    if field.kind == "choice":
        return forms.ChoiceField(required=False, choices=[("", "Not decided yet"), ("yes", "Yes"), ("no", "No")])
    if field.kind == "rows":
        return WordsField(
            required=False, max_length=LONGEST_ANSWER, error_messages=TOO_LONG_ERRORS, validators=[check_rows]
        )
    if field.kind == "long":
        return WordsField(required=False, max_length=LONGEST_ANSWER, error_messages=TOO_LONG_ERRORS)
    checks = [check_email] if field.kind == "email" else []
    return LineField(required=False, max_length=LONGEST_ANSWER, validators=checks, error_messages=TOO_LONG_ERRORS)


def check_rows(answer: str) -> None:
    if len([line for line in answer.splitlines() if line.strip()]) > MOST_ROWS:
        raise forms.ValidationError(f"These are more than {MOST_ROWS} lines. Put in the first {MOST_ROWS} of them.")


def check_email(address: str) -> None:
    try:
        validate_email(address)
    except forms.ValidationError as error:
        raise forms.ValidationError(NOT_AN_EMAIL) from error


def grouped(fields: Sequence[Field]) -> Iterator[tuple[str, Field]]:
    """Blanks stay together in the order of the text: only the words around them say what they are."""
    first = ["" if field.blank else field.name.partition("_")[0] for field in fields]
    for field, beginning in zip(fields, first, strict=True):
        together = bool(beginning) and len(fields) > MANY and first.count(beginning) >= FEW
        yield (field.label.partition(" ")[0] if together else ""), field
