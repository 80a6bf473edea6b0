"""The request as views get it: behind the gate there is always a member with grants."""

from __future__ import annotations

from django.http import HttpRequest

from community.members.models import Member
from moderation.access.grants import Grants


class MemberRequest(HttpRequest):
    """Typing only: middleware sets these on every request that passes the gate."""

    user: Member
    grants: Grants
    zone: str
