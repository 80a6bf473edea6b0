"""The demo's shelves, collections and requests."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from community.files.models import Upload
from community.library.actions import add
from community.library.adapting.actions import FIRST, begun, copied
from community.library.models import Collection, Document, Lineage, Piece, Voice, Wish
from community.members.grants import grants_for
from community.members.models import Member

CONTENT = Path(__file__).parent / "content" / "adapting.json"


def adapting(people: dict[str, Member], now: datetime) -> None:
    told = json.loads(CONTENT.read_text(encoding="utf-8"))
    for row in told["ours"]:
        adapt(people[row["by"]], called(row["document"]), row, now - timedelta(hours=row["hours_ago"]))
    for row in told["collections"]:
        held = Collection.objects.create(
            title=row["title"], sentence=row["sentence"], made_by=people[row["by"]], made_at=now
        )
        for number, title in enumerate(row["documents"], start=1):
            Piece.objects.create(collection=held, document=called(title), place=number)
    for row in told["requests"]:
        ask(people, row, now - timedelta(hours=row["hours_ago"]))


def called(title: str) -> Document:
    found = Document.objects.filter(title__startswith=title, shelf=None, lineage=None).first()
    if found is None:
        raise LookupError(f"The demo has no template “{title}”.")
    return found


def adapt(member: Member, document: Document, row: dict[str, Any], at: datetime) -> None:
    """On the shelf of their school; offered back and published, where it has a title of its own."""
    who = grants_for(member.pk)
    version = document.versions.select_related("upload").filter(number__lte=row["version"]).first()
    if who is None or version is None:
        raise LookupError(f"The demo cannot adapt “{document.title}”.")
    for title in filter(None, ("shelf", row["offered_as"])):
        own = {"shelf_id": member.organization_id} if title == "shelf" else {"title": title}
        made = begun(who, document, **own)
        Lineage.objects.create(
            document=made, parent=document, root=document, organization_id=member.organization_id or 0,
            from_number=version.number, at=at,
        )  # fmt: skip
        upload, seen = copied(who, version)
        add(made, member.pk, upload, seen, note=FIRST.format(number=version.number))
        Upload.objects.filter(pk=upload.pk).update(created_at=at)
        made.versions.update(created_at=at)
        Document.objects.filter(pk=made.pk).update(created_at=at, updated_at=at)


def ask(people: dict[str, Member], row: dict[str, Any], at: datetime) -> None:
    voices = [row["by"], *row["too"]]
    made = Wish.objects.create(
        title=row["title"], what_for=row["what_for"], asked_by=people[row["by"]], asked_at=at, voices=len(voices)
    )
    Voice.objects.bulk_create(Voice(wish=made, member=people[handle], at=at) for handle in voices)
