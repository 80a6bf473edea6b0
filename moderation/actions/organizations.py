"""Organizations whose membership opens the door."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils import timezone
from django.utils.text import slugify

from community.db import writing
from community.members.models import Organization
from moderation import audit
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.actions.refused import Refused


def create_organization(actor: Grants, *, name: str, state: str, kind: str) -> Organization:
    desk.may_run_desk(actor, timezone.now()).require()
    try:
        with writing():
            organization = Organization.objects.create(slug=free_slug(name), name=name, state=state, kind=kind)
            audit.record(
                actor.member_id,
                "create_organization",
                kind="organization",
                subject=organization.pk,
                label=name,
            )
    except IntegrityError:
        raise Refused("name", "An organization of this name is already here.") from None
    return organization


def free_slug(name: str) -> str:
    base = slugify(name)[:50] or "organization"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)
