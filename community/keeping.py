"""What a member keeps for later can lie elsewhere than in the forum, such as a message of a room. The forum keeps the
bookmarks; whoever has messages says what they are and who may see them. Neither knows the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from moderation.access.grants import Grants


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as a list of bookmarks shows it. `topic`: where a notice of it is read; `sees`: may this person still
    see it? `quotable`: may its place be named in a mail?"""

    url: str
    room_url: str
    room: str
    excerpt: str
    author_id: int
    name: str
    place_name: str
    hue: str
    topic: str
    quotable: bool
    sees: Callable[[Grants], bool]


Look = Callable[[Collection[UUID]], dict[UUID, Kept]]
Forget = Callable[[Iterable[UUID]], None]

_looks: list[Look] = []
_keepers: list[Forget] = []


def register_messages(look: Look) -> None:
    """Called once from AppConfig.ready(). `look`: those of these messages that were not deleted, in one statement."""
    _looks[:] = [look]


def register_keeper(forget: Forget) -> None:
    """Called once from AppConfig.ready(). `forget`: these messages are gone for everybody."""
    _keepers[:] = [forget]


def messages(ids: Collection[UUID]) -> dict[UUID, Kept]:
    """Whoever shows one asks `sees` first."""
    return _looks[0](ids) if ids else {}


def messages_for(who: Grants, ids: Collection[UUID]) -> dict[UUID, Kept]:
    return {pk: kept for pk, kept in messages(ids).items() if kept.sees(who)}


def forget(ids: Collection[UUID]) -> None:
    """In the transaction in which they are deleted."""
    if ids:
        _keepers[0](ids)
