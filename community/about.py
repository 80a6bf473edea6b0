"""What a question in the forum can be about, such as a template.

Whoever has such things says who may ask about them and remembers what was asked; the forum knows none of them, and they
know nothing of it but a thread's key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from community import linking
from moderation.access.grants import Grants

_TEXT = re.compile(rf"([a-z]{{1,20}}):({linking.UUID})")


@dataclass(frozen=True, slots=True)
class Subject:
    """`text` is how forms carry it; `path` leads to it."""

    text: str
    title: str
    path: str

    @property
    def link(self) -> str:
        """A paragraph that shows as a card to whoever may open it."""
        address = f"{settings.COMMUNITY_URL.rstrip('/')}{self.path}"
        return f'<p><a href="{address}">{address}</a></p>'


@dataclass(frozen=True, slots=True)
class Kind:
    """`look`: title and path of what this person may ask about; `asked`: they did, in this thread."""

    look: Callable[[Grants, UUID], tuple[str, str] | None]
    asked: Callable[[Grants, UUID, UUID], None]


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    *,
    look: Callable[[Grants, UUID], tuple[str, str] | None],
    asked: Callable[[Grants, UUID, UUID], None],
) -> None:
    """Called once from AppConfig.ready()."""
    _kinds[name] = Kind(look, asked)


def subject(who: Grants, text: str) -> Subject | None:
    """Of an address or a form that somebody may have bent: nothing they may not ask about is one."""
    found = _TEXT.fullmatch(text)
    kind = _kinds.get(found[1]) if found else None
    known = kind.look(who, UUID(found[2])) if kind and found else None
    return Subject(text, *known) if known else None


def asked(who: Grants, about: Subject, thread: UUID) -> None:
    name, _, key = about.text.partition(":")
    _kinds[name].asked(who, UUID(key), thread)
