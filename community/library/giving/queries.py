"""The door of files that were brought and not sent."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from community.library.giving.models import Brought
from community.library.revealing import traces
from community.library.revealing.traces import Trace
from community.takeout.sources import pieces
from community.text import privacy
from community.text.privacy import Seen
from moderation.access import library as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants

MOST = 50


def brought_for(who: Grants, pk: UUID) -> Brought:
    """One's own. Raises Absent."""
    found = Brought.objects.select_related("upload").filter(pk=pk).first()
    if found is None:
        raise Absent
    rules.may_see_brought(who, found).require_sight()
    return found


def waiting_for(who: Grants) -> list[Brought]:
    """What one brought and has not sent, newest first."""
    own = rules.visible_brought(who, Brought.objects.filter(upload__subject_kind=""))
    return list(own.select_related("upload").defer("words").order_by("-brought_at", "-pk")[:MOST])


def how_many_wait(who: Grants) -> int:
    return rules.visible_brought(who, Brought.objects.filter(upload__subject_kind="")).count()


def traces_of(brought: Brought) -> list[Trace]:
    return list(traces.read(brought.traces))


def cautions(brought: Brought) -> list[Seen]:
    """What in its words may point to a child."""
    return privacy.look(brought.words) if brought.words else []


def all_brought(member_id: int) -> Iterator[Brought]:
    for piece in pieces(Brought.objects.filter(upload__owner_id=member_id).select_related("upload"), by="brought_at"):
        yield from piece
