"""Spaces: opened by moderators."""

from __future__ import annotations

from django.utils import timezone
from django.utils.text import slugify

from community.db import writing
from community.forum.models import Space
from community.members.models import HUES
from moderation import audit
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.access.labels import Label


def create_space(
    actor: Grants,
    *,
    name: str,
    purpose: str,
    audience: str,
    cohort_id: int | None,
    hue: str = "",
    label: str = Label.UNNAMED,
) -> Space:
    desk.may_arrange(actor, timezone.now()).require()
    with writing():
        position = Space.objects.count()
        space = Space.objects.create(
            slug=free_slug(name), name=name, purpose=purpose, audience=audience, cohort_id=cohort_id,
            hue=hue or HUES[position % len(HUES)], position=position,
            label=label,
        )  # fmt: skip
        audit.record(actor.member_id, "create_space", kind="space", subject=space.pk, label=name)
    return space


def free_slug(name: str) -> str:
    base = slugify(name)[:50] or "space"
    taken = set(Space.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)
