"""Writing under an alias: one name in a thread, another one in the next."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from community.forum.models import Post, Thread
from moderation.access.grants import Grants

FIRST = "Anonymous"
SECOND = (
    "Alder", "Aspen", "Badger", "Beech", "Birch", "Bison", "Cedar", "Clover", "Condor", "Crane", "Cricket", "Curlew",
    "Cypress", "Elk", "Elm", "Falcon", "Fern", "Finch", "Fox", "Gull", "Hare", "Hawk", "Hazel", "Heron", "Ibis",
    "Juniper", "Kestrel", "Lark", "Laurel", "Linden", "Lynx", "Magpie", "Maple", "Marten", "Mole", "Moose", "Moth",
    "Newt", "Oak", "Osprey", "Otter", "Owl", "Pelican", "Pine", "Plover", "Poplar", "Quail", "Rabbit", "Raven", "Robin",
    "Rowan", "Salmon", "Sparrow", "Spruce", "Swallow", "Swift", "Tern", "Thistle", "Thrush", "Trout", "Turtle", "Vole",
    "Willow", "Wren",
)  # fmt: skip
Signature = dict[str, Any]


def signed(who: Grants, *, anonymous: bool, thread: Thread | None = None) -> Signature:
    """Under whose name a post goes, as fields of its row. With a thread: under its lock."""
    if not anonymous:
        return {"author_id": who.member_id}
    return {"author_id": None, "alias": alias_in(who, thread), "written_by_id": who.member_id}


def alias_in(who: Grants, thread: Thread | None) -> str:
    """Drawn by lot: nothing about the member, and nothing they did elsewhere, leads to it."""
    used: dict[str, int] = {}
    if thread is not None:
        aliased = Post.objects.filter(thread=thread).exclude(alias="").order_by("number")
        used = dict(aliased.values_list("alias", "written_by_id"))
        newest = aliased.filter(written_by_id=who.member_id).last()  # threads that were merged may hold two
        if newest is not None:
            return newest.alias
    return fresh_alias(used)


def fresh_alias(used: Collection[str]) -> str:
    """One that nobody has there."""
    free = [name for name in (f"{FIRST} {word}" for word in SECOND) if name not in used]
    return secrets.choice(free) if free else f"{FIRST} {secrets.choice(SECOND)} {len(used) + 1}"
