"""Requests for missing templates: open ones by how many need them, closed ones beside."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from community import cursors
from community.library.models import Voice, Wish
from moderation.access import library as reading
from moderation.access.decision import Absent
from moderation.access.grants import Grants

PAGE = 20


def wishes_for(who: Grants, *, closed: bool = False, before: tuple[int, int] | None = None) -> list[Wish]:
    """The most needed first; one more than a page when there are others. `said`: this person is among them."""
    found = Wish.objects.filter(closed_at__isnull=not closed)
    if before is not None:
        found = found.filter(cursors.before("voices", before))
    own = Voice.objects.filter(wish=OuterRef("pk"), member_id=who.member_id)
    related = found.select_related("asked_by__organization", "answered_by").annotate(said=Exists(own))
    wishes: list[Wish] = list(related.order_by("-voices", "-pk")[: PAGE + 1])
    for wish in wishes:  # what this person cannot open they do not hear of
        if wish.answered_by is not None and not reading.may_read_document(who, wish.answered_by):
            wish.answered_by = None
    return wishes


def wish_for(who: Grants, pk: int) -> Wish:
    """Every member sees every request. Raises Absent."""
    found = Wish.objects.filter(pk=pk).first()
    if found is None:
        raise Absent
    return found


def open_wish(who: Grants, text: str) -> Wish | None:
    """The one that an address names, while it is open."""
    if not text.isdecimal() or len(text) > 9:
        return None
    return Wish.objects.filter(pk=int(text), closed_at=None).first()
