"""One's own drafts."""

from __future__ import annotations

import re
from collections.abc import Collection
from uuid import UUID

from community.drafts.models import Draft
from moderation.access.grants import Grants

MOST = 100
IS_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # what a browser sent may be anything


def draft_at(who: Grants, place: str) -> Draft | None:
    return Draft.objects.filter(member_id=who.member_id, place=place).first()


def files_of(member_ids: Collection[int]) -> set[tuple[int, UUID]]:
    """What stands in drafts of these people: whose draft, and which upload."""
    kept = Draft.objects.filter(member_id__in=list(member_ids)).exclude(files=[]).values_list("member_id", "files")
    found = ((member_id, str(file.get("id", ""))) for member_id, files in kept for file in files)
    return {(member_id, UUID(one)) for member_id, one in found if IS_ID.fullmatch(one)}


def drafts_of(who: Grants) -> list[Draft]:
    """Newest first."""
    return list(Draft.objects.filter(member_id=who.member_id).order_by("-at")[:MOST])
