"""The notice that a message could not be said. What it was to say stands on one's own page alone."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from cohorts.later.models import LaterMessage
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.text import plain
from moderation.access.grants import Grants

REFUSED = "later.refused"


def register() -> None:
    kinds.register(REFUSED, resolve, counted=("message that was not sent", "messages that were not sent"))


def place_of(pk: object) -> str:
    return f"later:{pk}"


def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    """One's own, as long as it waits."""
    found = LaterMessage.objects.filter(pk__in=list(subjects), member_id=who.member_id).exclude(why="")
    return {
        str(one.pk): Shown(
            sentence=f"was not sent: {one.why}",
            url=reverse("later_message", args=[one.pk]),
            excerpt=plain.shorten(one.body, 120),
            place_name="Messages for later",
            hue="slate",
            by="Your message",
            quotable=False,
        )
        for one in found
    }
