"""What stands in the form before anybody wrote in it: what the member's profile says, and what they answered before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from community.library.filling.marks import STRUCTURAL
from community.library.filling.names import Field, slug
from community.members.models import Member

_SCHOOL = {"school_name", "name_of_school", "school", "our_school", "microschool_name"}
_ORGANIZATION = {"organization", "organization_name"}
_DISTRICT = {"district", "district_name", "school_district"}
_STATE = {"state", "school_state", "your_state", "state_name"}
_WHO = ("your", "founder", "contact", "school_contact", "sender")
_TODAY = {"today", "todays_date", "letter_date"}


def facts_of(member: Member, today: date) -> dict[str, str]:
    """By the names that templates give these things."""
    organization = member.organization
    name = organization.name if organization else ""
    is_district = organization is not None and "district" in organization.kind.lower()
    facts = dict.fromkeys(_ORGANIZATION | (_DISTRICT if is_district else _SCHOOL), name)
    facts |= dict.fromkeys(_STATE, (organization.state if organization else "") or member.state)
    for who in _WHO:
        facts |= {f"{who}_name": member.name, f"{who}_title": member.title, f"{who}_email": member.email}
    facts |= dict.fromkeys(_TODAY, today.isoformat()) | {"prepared_by": member.name}
    return {name: value for name, value in facts.items() if value}


def facts_for(fields: Iterable[Field], facts: Mapping[str, str]) -> dict[str, str]:
    """A line to write on that is called "Your email" may be meant for a family's pen: there only the school's name."""
    return {
        field.name: facts[field.name]
        for field in fields
        if field.name in facts and (not field.blank or field.name in _SCHOOL) and field.kind not in STRUCTURAL
    }


def kept_under(field: Field, document_id: UUID) -> str:
    """`school_name` means the same in every document; a line called "Date" only in its own, and rows only where they
    have the same columns."""
    if field.kind == "rows":
        return f"{field.name}@{slug('-'.join(field.columns))}"[:80]
    return f"{field.name}@{document_id.hex[:12]}" if field.blank and field.name not in _SCHOOL else field.name
