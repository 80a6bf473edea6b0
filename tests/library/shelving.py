"""Documents put on the shelf as rows, without the seconds a preview takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from community.files.models import Upload
from community.library import indexing
from community.library.models import Document, Version
from community.members.models import Member
from community.notifications import queries as notices
from tests.cast import grants
from tests.files.bringing import bring
from tests.pages import Answer


def shelve(owner: Member, title: str = "Family handbook", *, at: datetime | None = None, **facts: Any) -> Document:
    """One document with one version, a text."""
    at = at or timezone.now() - timedelta(hours=1)
    upload = bring(owner, "handbook.txt", b"Doors open at 8.")
    given = {"category": "handbooks", "summary": "For any state."} | facts
    document = Document.objects.create(
        title=title, shared_by=owner, created_at=at, updated_at=at, latest_number=1, **given
    )
    version = Version.objects.create(document=document, number=1, upload=upload, shared_by=owner, created_at=at)
    Upload.objects.filter(pk=upload.pk).update(subject_kind="version", subject_id=str(version.pk))
    indexing.index(document, version)
    return document


def send_document(client: Client, name: str = "plan.txt", content: bytes = b"The plan.", **fields: Any) -> Answer:
    """Bring a file, then say what it is, as the two pages ask. The answer of the first where it takes no file."""
    file = fields.pop("file", SimpleUploadedFile(name, content))
    taken = client.post("/library/share/", {"file": file})
    if taken.status_code != 302:
        return taken
    given = {"title": "The plan", "category": "policies", "audience": "members", "take_out": "1"}
    return client.post(taken["Location"], given | fields)


def send_version(client: Client, document: Document, name: str, content: bytes, **fields: Any) -> Answer:
    given = {"file": SimpleUploadedFile(name, content), "note": "Newer"}
    return client.post(f"/library/{document.pk}/versions/", given | fields)


def bell(member: Member) -> list[str]:
    """What is unread in somebody's inbox."""
    return [f"{item.actor} {item.shown.sentence}" for item in notices.items_for(grants(member), only_unread=True)]
