"""A library of thousands for the benchmark, and in it one long document to fill in."""

from __future__ import annotations

import io
import random
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as WordFile

from community.files import actions as files
from community.files.models import Upload
from community.finding import completing
from community.library import actions, preview
from community.library.filling.actions import learn
from community.library.models import Document, Version
from community.members.models import Member
from moderation.access.standing import Audience
from tests.benchmarks.words import SENTENCES, WORDS, paragraphs
from tests.cast import grants

CHUNK = 1_000
PAGES = 20
PARAGRAPHS_A_PAGE = 10  # of four sentences each
FIELDS = 60


def stock(owner: Member, count: int, newest: datetime) -> None:
    """`count` documents that are found as others are; their files are bytes of one."""
    dice = random.Random(7)
    texts = [paragraphs(dice, 20) for _ in range(50)]
    kept = files.keep(owner.pk, "letter.txt", io.BytesIO(b"Dear families,"))
    alike = {f.attname: getattr(kept, f.attname) for f in Upload._meta.concrete_fields if f.attname != "id"}
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        documents = Document.objects.bulk_create(shelved(owner, n, newest, dice) for n in numbers)
        uploads = Upload.objects.bulk_create(Upload(**alike | {"subject_kind": "version"}) for _ in documents)
        Version.objects.bulk_create(
            Version(
                document=document, number=1, upload=upload, shared_by=owner, created_at=document.created_at,
                preview_html=texts[dice.randrange(50)], extent="2 pages",
            )
            for document, upload in zip(documents, uploads, strict=True)
        )  # fmt: skip
    completing.complete.call()


def shelved(owner: Member, number: int, newest: datetime, dice: random.Random) -> Document:
    at = newest - timedelta(minutes=number)
    category = dice.choice(Document.Category.values)
    return Document(
        title=f"{dice.choice(WORDS).capitalize()} letter {number}", summary=dice.choice(SENTENCES), category=category,
        audience=Audience.MEMBERS, shared_by=owner, created_at=at, updated_at=at, latest_number=1, file_kind="text",
        stage=dice.choice(Document.Stage.values), schools=" district charter ", grades=" K-2 ", used_by=number % 9,
    )  # fmt: skip


def handbook(owner: Member) -> UUID:
    """Twenty pages in Word with sixty fields, its preview made and its fields found."""
    file = SimpleUploadedFile("handbook.docx", long_word())
    document = actions.share(
        grants(owner), title="Family handbook of twenty pages", summary="", category="handbooks", audience="members",
        cohort_id=None, file=file, note="",
    )  # fmt: skip
    version = document.versions.get()
    assert learn(version).count == FIELDS
    assert preview.MAX_HTML > len(version.preview_html) > 50_000
    return document.pk


def long_word() -> bytes:
    dice = random.Random(7)
    file = WordFile()
    total = PAGES * PARAGRAPHS_A_PAGE
    for number in range(total):
        words = " ".join(dice.sample(SENTENCES, 4))
        asked = number % (total // FIELDS) == 0 and number // (total // FIELDS) < FIELDS
        file.add_paragraph(f"{words} {{{{ fact_{number} }}}}" if asked else words)
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()
