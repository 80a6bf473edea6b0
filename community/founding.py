"""The first minute of a real community: a founder, an organization, the first spaces."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone

import moderation
from community import mail
from community.db import writing
from community.forum.models import Space
from community.jobs.queue import later
from community.library.starter.actions import stock
from community.members import epoch, second_step
from community.members.models import Member, Organization, Seat
from moderation import audit
from moderation.access.standing import Audience, Role, Standing
from moderation.actions import free_handle, write_agreement
from moderation.models import Agreement, Policy

SPACES = (
    (
        "start-here",
        "Start here",
        "Say hello, find your way, ask how this place works.",
        "moss",
        Audience.MEMBERS,
    ),
    (
        "questions",
        "Questions",
        "Anything about founding and running a microschool.",
        "ochre",
        Audience.MEMBERS,
    ),
    ("moderators", "Moderators' table", "Where moderators think aloud.", "slate", Audience.MODERATORS),
)


def found(email: str) -> Member:
    """The owner, with a seat, in an otherwise empty community. They sign in with a code to that address."""
    from allauth.account.models import EmailAddress

    email = email.strip().lower()
    now = timezone.now()
    name = email.split("@")[0].replace(".", " ").replace("_", " ").title()
    with writing():
        organization = Organization.objects.create(slug="founders", name="Founders", kind="network")
        member = Member(
            email=email, name=name, handle=free_handle(name, email), role=Role.OWNER, standing=Standing.ACTIVE,
            organization=organization, joined_at=now,
        )  # fmt: skip
        member.set_unusable_password()
        member.save()
        Seat.objects.create(organization=organization, member=member)
        EmailAddress.objects.create(user=member, email=email, verified=True, primary=True)
        for position, (slug, title, purpose, hue, audience) in enumerate(SPACES):
            Space.objects.create(slug=slug, name=title, purpose=purpose, hue=hue, audience=audience, position=position)
        publish_first_agreement(member.pk)
        later(stock, member.pk, now.isoformat())
        audit.record(member.pk, "found", kind="community", subject=1, label=settings.COMMUNITY_NAME)
        Policy.objects.update_or_create(id=1, defaults={"second_step_for": [Role.OWNER, Role.MODERATOR]})
        second_step.settle([member.pk])
        epoch.move()
    mail.send("founded", email, name=name, link=f"{settings.COMMUNITY_URL}/")
    return member


def publish_first_agreement(member_id: int) -> Agreement:
    """What everybody agrees to until the owner writes something better. In a transaction."""
    text = Path(moderation.__file__).with_name("first-agreement.md").read_text(encoding="utf-8")
    return write_agreement(
        member_id, title="Our agreement", body=text.strip(), changes="", number=1, now=timezone.now()
    )
