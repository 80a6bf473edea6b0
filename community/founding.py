"""The first minute of a real community: a founder, an organization, the first spaces."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone

from community import mail
from community.db import writing
from community.forum.models import Space
from community.members import epoch
from community.members.models import Member, Organization, Seat
from moderation import audit
from moderation.access.standing import Audience, Role, Standing
from moderation.actions import free_handle

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
        audit.record(member.pk, "found", kind="community", subject=1, label=settings.COMMUNITY_NAME)
        epoch.move()
    mail.send("founded", email, name=name, link=f"{settings.COMMUNITY_URL}/")
    return member
