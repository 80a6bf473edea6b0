"""Threads that begin with what was said elsewhere: where somebody may begin one, and the act itself."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from community import quoting
from community.forum import queries
from community.forum.actions import ask
from community.forum.actions.words import Unusable
from community.forum.models import Thread
from moderation.access import forum as rules
from moderation.access.grants import Grants
from moderation.access.labels import Label
from moderation.actions import Refused

MOST = 200


class Beginning:
    """What the forum is to whoever quotes."""

    def places(self, who: Grants) -> list[quoting.Place]:
        now = timezone.now()
        return [
            quoting.Place(space.slug, space.name, Label(space.label), queries.readers_of(who, space))
            for space in queries.spaces_for(who)[:MOST]
            if rules.may_ask(who, space, now)
        ]

    def begin(self, who: Grants, place: str, *, title: str, html: str, label: Label, nonce: UUID) -> UUID:
        space = queries.space_for(who, place)
        try:
            made = ask(who, space, kind=Thread.Kind.DISCUSSION, title=title, body=html, nonce=nonce, label=label)
        except Unusable as error:
            raise Refused(error.field, error.sentence) from None
        return made.key


def register() -> None:
    quoting.register(Beginning())
