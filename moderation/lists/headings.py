"""What columns are called, in the languages of the lists that reach us."""

from __future__ import annotations

import re

_NAMES = {
    "email": r"e-?mail.*|mail|.*e-?mail( address)?|courriel|correo.*|adresse (e-?)?mail",
    "first": r"first( ?_?name)?|given ?_?name|forename|pr[ée]nom|nombre|vorname",
    "last": r"last( ?_?name)?|sur ?name|family ?_?name|nom|apellidos?|nachname",
    "name": r"(full |whole |display )?_?name|member|person|contact( name)?|participant",
    "organization": r"org(ani[sz]ation)?|school( name)?|district|[ée]cole|escuela|system|network|company",
    "cohort": r"cohort|program(me)?|group",
}
NAMES = {field: re.compile(pattern) for field, pattern in _NAMES.items()}


def says(heading: str, field: str) -> bool:
    """Is this what a column of that field is called?"""
    return NAMES[field].fullmatch(heading.strip().lower().rstrip(":*")) is not None


def is_heading(cells: list[str]) -> bool:
    return any(says(cell, field) for cell in cells for field in NAMES)
