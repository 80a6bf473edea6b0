"""What one person may see of others' profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community.members.grants import grants_at
from community.members.models import Member
from moderation.access import members as rules
from moderation.access.grants import Grants

PHOTO = "photo"  # the kind of thing a file hangs on (files/subjects.py); its id is the member's


@dataclass(frozen=True, slots=True)
class Profile:
    """A person with those of their fields that the reader may see; the others are empty."""

    member: Member
    photo: str
    title: str
    school: str
    about: str
    looking_for: str
    state: str
    email: str


def profiles(who: Grants, members: Sequence[Member]) -> list[Profile]:
    """As this person sees them. One look at what they hold, for those who chose for themselves."""
    grants = grants_at(who.epoch, [m.pk for m in members]) if members else {}
    return [profile(who, member, grants.get(member.pk)) for member in members]


def profile(who: Grants, member: Member, held: Grants | None) -> Profile:
    subject = held or Grants(member.pk, organization_id=member.organization_id)
    values = {
        "photo": f"/files/{member.photo_id}/" if member.photo_id else "",
        "school": str(member.organization or ""),
        **{name: getattr(member, name) for name in ("title", "about", "looking_for", "state", "email")},
    }
    seen = {
        field: value if value and rules.may_see_field(who, subject, member.audiences, field) else ""
        for field, value in values.items()
    }
    return Profile(member=member, **seen)


def readable(who: Grants, subject: str) -> bool:
    """Whether a photo may be opened: asked by the door of files."""
    here = rules.nameable(Member.objects.all())
    member = here.filter(pk=subject).first() if subject.isdecimal() and len(subject) < 18 else None
    if member is None:
        return False
    held = grants_at(who.epoch, [member.pk]).get(member.pk)
    return held is not None and bool(rules.may_see_field(who, held, member.audiences, "photo"))


def school_beside(row: Mapping[str, Any], prefix: str = "author__") -> str:
    """The school beside what somebody wrote. `row` holds the organization's name and state, and the audiences."""
    if not rules.is_shown_beside_words(row[f"{prefix}audiences"], "school"):
        return ""
    parts = (row[f"{prefix}organization__name"], row[f"{prefix}organization__state"])
    return ", ".join(part for part in parts if part)


def title_beside(row: Mapping[str, Any], prefix: str = "author__") -> str:
    return row[f"{prefix}title"] if rules.is_shown_beside_words(row[f"{prefix}audiences"], "title") else ""


def menu_of(members: Sequence[Member]) -> list[dict[str, str]]:
    """People in a menu of names, as JSON."""
    return [
        {
            "handle": m.handle, "name": m.name, "initials": m.initials, "hue": m.hue,
            "school": school_of(m),
        }
        for m in members
    ]  # fmt: skip


def school_of(member: Member) -> str:
    """Beside what this member wrote, shared or is offered for."""
    return str(member.organization or "") if rules.is_shown_beside_words(member.audiences, "school") else ""
