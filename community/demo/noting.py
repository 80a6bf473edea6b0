"""The demo's field notes: what others made of its templates."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from community.library.models import Document, FieldNote
from community.library.trusting.actions import recount
from community.members.models import Member

NOTES = Path(__file__).parent / "content" / "field-notes.json"


def notes(people: dict[str, Member], now: datetime) -> None:
    for row in json.loads(NOTES.read_text(encoding="utf-8")):
        document = Document.objects.filter(title__startswith=row["document"]).first()
        if document is None:
            raise LookupError(f"The demo has no template “{row['document']}”.")
        author = people[row["by"]]
        FieldNote.objects.create(
            document=document, author=author, organization_id=author.organization_id, version=document.latest_number,
            verdict=row["verdict"], changed=row["changed"], counsel=row["counsel"],
            written_at=now - timedelta(hours=row["hours_ago"]),
        )  # fmt: skip
        recount(document)
