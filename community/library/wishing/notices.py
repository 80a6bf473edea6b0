"""What the bell says of requests for missing templates."""

from __future__ import annotations

from collections.abc import Sequence

from community.library.models import Wish
from community.library.wishing.actions import ANSWERED, DECLINED
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.places import place
from community.text import plain
from moderation.access import library as rules
from moderation.access.grants import Grants


def register() -> None:
    kinds.register(ANSWERED, answered, counted=("template you asked for", "templates you asked for"))
    kinds.register(DECLINED, declined, counted=("request declined", "requests declined"))


def answered(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    """While they may open what answers it."""
    found = Wish.objects.filter(pk__in=list(subjects), answered_by__isnull=False).select_related("answered_by")
    return {
        str(one.pk): shown(
            f"found what you need: “{plain.shorten(one.title, 80)}”", place("document", one.answered_by_id),
            one.answered_by.title,
        )
        for one in found
        if one.answered_by is not None and rules.may_read_document(who, one.answered_by)
    }  # fmt: skip


def declined(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
    found = Wish.objects.filter(pk__in=list(subjects), closed_at__isnull=False, answered_by=None)
    return {
        str(one.pk): shown(
            f"closed the request “{plain.shorten(one.title, 80)}”", f"{place('wishes')}?show=closed",
            plain.shorten(one.declined_why, 120),
        )
        for one in found
    }  # fmt: skip


def shown(sentence: str, url: str, excerpt: str) -> Shown:
    return Shown(sentence=sentence, url=url, excerpt=excerpt, place_name="Library", hue="pine", named=False)
