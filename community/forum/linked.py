"""Links to questions, as cards."""

from __future__ import annotations

from collections.abc import Sequence

from community import linking
from community.forum.models import Thread
from moderation.access import forum as rules
from moderation.access.grants import Grants

PATH = rf"/forum/t/({linking.UUID})/(?:\?to=\d{{1,8}})?(?:#[\w-]*)?"


def look(who: Grants, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    threads = rules.visible_threads(who, Thread.objects.filter(key__in=list(keys)))
    return {str(key): (title, space) for key, title, space in threads.values_list("key", "title", "space__name")}


def register() -> None:
    linking.register("thread", PATH, look, icon="message-circle-question-mark")
