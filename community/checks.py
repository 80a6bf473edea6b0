"""System checks of our own: what would make a community unsafe stops it at the start, with the remedy."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def production_is_safe(**kwargs: Any) -> list[Error]:
    found: list[Error] = []
    if not settings.COMMUNITY_URL.startswith("https://"):
        found.append(Error("COMMUNITY_URL is not https.", hint="Set it to the public address.", id="community.E001"))
    if "*" in settings.ALLOWED_HOSTS:
        found.append(Error("ALLOWED_HOSTS must name the host.", id="community.E002"))
    if settings.REDIS_URL and not settings.DATABASE_URL:
        found.append(
            Error(
                "Redis without PostgreSQL: several processes cannot share one SQLite file.",
                hint="Set DATABASE_URL, or leave REDIS_URL out.",
                id="community.E003",
            )
        )
    return found
