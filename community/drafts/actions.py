"""Keeping and forgetting drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from community.db import writing
from community.drafts.models import Draft
from community.drafts.queries import MOST
from community.jobs.queue import job
from community.text import plain, rich
from moderation.access.grants import Grants

KEPT = timedelta(days=365)
LONGEST_FIELD = 4_000  # the choices of a poll
POLL_FIELDS = ("choices", "poll_kind", "most", "names", "results", "closes_at")
FIELDS = ("title", "space", "kind", "to", "hide", "anonymous", "label", "tags", *POLL_FIELDS)
MOST_FILES = 10


class OtherDraftError(Exception):
    """Another device kept something else here meanwhile."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.place)
        self.draft = draft


class TooLongError(Exception):
    """Longer than anything that can be posted."""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a composer. `known`: the version it goes on from; 0: none."""

    body: str
    fields: dict[str, str]
    files: Sequence[dict[str, Any]]
    known: int


def keep(who: Grants, place: str, written: Written) -> int:
    """The version it is now; 0 when nothing is left of it. Raises OtherDraftError, TooLongError."""
    if len(written.body) > rich.MAX_HTML:
        raise TooLongError
    try:
        return keep_held(who, place, written)
    except IntegrityError:  # two devices began the same draft at once; the other one was first
        other = Draft.objects.filter(member_id=who.member_id, place=place).first()
        if other is None:
            raise
        raise OtherDraftError(other) from None


def keep_held(who: Grants, place: str, written: Written) -> int:
    with writing():
        held = Draft.objects.select_for_update().filter(member_id=who.member_id, place=place).first()
        if held is not None and held.version != written.known:
            raise OtherDraftError(held)
        if is_empty(written):
            Draft.objects.filter(member_id=who.member_id, place=place).delete()
            return 0
        draft = held or Draft(member_id=who.member_id, place=place, version=0)
        draft.body = plain.clean(written.body)
        draft.fields = {
            name: plain.clean(written.fields[name])[:LONGEST_FIELD] for name in FIELDS if name in written.fields
        }
        draft.files = list(written.files)[:MOST_FILES]
        draft.version += 1
        draft.at = timezone.now()
        draft.save()
        if held is None:
            drop_oldest(who)
    return draft.version


def is_empty(written: Written) -> bool:
    return not (written.files or written.fields.get("title", "").strip() or not rich.is_empty(written.body))


def drop_oldest(who: Grants) -> None:
    """Nobody finds anything among more."""
    kept = Draft.objects.filter(member_id=who.member_id).order_by("-at").values_list("pk", flat=True)
    Draft.objects.filter(pk__in=list(kept[MOST : MOST + 50])).delete()


def forget(member_id: int, place: str) -> None:
    """In the transaction in which it is posted: it must not come back as if it were not."""
    Draft.objects.filter(member_id=member_id, place=place).delete()


def follow(places: Mapping[str, str]) -> None:
    """What they were begun for stands elsewhere now. Whoever has one there already keeps both."""
    taken = set(Draft.objects.filter(place__in=list(places.values())).values_list("member_id", "place"))
    rows = [
        draft
        for draft in Draft.objects.select_for_update().filter(place__in=list(places))
        if (draft.member_id, places[draft.place]) not in taken
    ]
    for draft in rows:
        draft.place = places[draft.place]
    Draft.objects.bulk_update(rows, ["place"])


@job(every=timedelta(days=1))
def forget_old() -> None:
    with writing():
        Draft.objects.filter(at__lt=timezone.now() - KEPT).delete()


def throw_away(who: Grants, place: str) -> None:
    with writing():
        forget(who.member_id, place)
