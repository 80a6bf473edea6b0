"""What a member told about themselves, for their archive."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape

from community.members.models import Member
from community.takeout.sources import Source, Words

FIELDS = ("name", "email", "handle", "title", "about", "looking_for", "state", "timezone")


def read(member_id: int) -> Iterator[Words]:
    member = Member.objects.select_related("organization").get(pk=member_id)
    told = {name: str(getattr(member, name)) for name in FIELDS if getattr(member, name)}
    lines = "".join(f"<li>{escape(name)}: {escape(value)}</li>" for name, value in told.items())
    organization = str(member.organization or "")
    facts = {**told, "organization": organization, "listed": member.listed, "shows_reading": member.shows_reading}
    text = "\n".join(f"{name}: {value}" for name, value in told.items())
    yield Words(member.handle, member.joined_at, organization, "", f"<ul>{lines}</ul>", text, facts)


SOURCE = Source("profile", "About you", read)
