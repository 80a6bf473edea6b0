"""Where drafts of the forum are gone on with."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from community.drafts.places import Place, register
from community.forum.models import Post, Thread
from community.forum.queries import written_by
from community.places import place
from moderation.access import forum as rules
from moderation.access.grants import Grants

ASK = "ask"


def reply_place(key: UUID) -> str:
    return f"reply:{key}"


def edit_place(key: UUID, number: int) -> str:
    return f"edit:{key}:{number}"


def asking(who: Grants, names: Collection[str]) -> dict[str, Place]:
    return {name: Place("A new question", place("ask")) for name in names}


def replying(who: Grants, names: Collection[str]) -> dict[str, Place]:
    keys = {name.partition(":")[2] for name in names}
    threads = rules.visible_threads(who, Thread.objects.filter(key__in=keys))
    return {
        reply_place(key): Place(f"Your reply to “{title}”", f"{place('thread', key)}#reply")
        for key, title in threads.values_list("key", "title")
    }


def editing(who: Grants, names: Collection[str]) -> dict[str, Place]:
    wanted = Q()
    for name in names:
        _, key, number = name.split(":")
        wanted |= Q(thread__key=key, number=number)
    editable = written_by(who.member_id) | Q(wiki_at__isnull=False)
    posts = rules.visible_posts(who, Post.objects.filter(wanted, editable, deleted_at=None)).filter(
        thread__in=rules.visible_threads(who, Thread.objects.all())
    )
    return {
        edit_place(key, number): Place(f"Your change in “{title}”", place("edit_post", key, number))
        for key, number, title in posts.values_list("thread__key", "number", "thread__title")
    }


KEY = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def register_places() -> None:
    register("ask", "ask", asking)
    register("reply", f"reply:{KEY}", replying)
    register("edit", rf"edit:{KEY}:[1-9]\d{{0,7}}", editing)
