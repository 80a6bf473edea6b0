"""How documents are found: what they are called and for, and what the newest version says."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch

from community.finding.actions import keep, marks
from community.finding.models import DocumentWords
from community.finding.sources import Source
from community.library.models import Document, Version
from community.text import plain


def words_of(document: Document, version: Version) -> DocumentWords:
    return DocumentWords(
        document=document,
        marks=marks(document.shared_by_id, files=True),
        title=document.title,
        about=document.get_category_display(),
        body=f"{document.summary} {plain.from_html(version.preview_html)} {version.words}".rstrip(),
    )


def index(document: Document, version: Version) -> None:
    """In the transaction of the version."""
    keep([words_of(document, version)])


def missing(most: int) -> Sequence[DocumentWords]:
    newest = Prefetch("versions", queryset=Version.objects.order_by("-number"))
    without = Document.objects.filter(words=None, latest_number__gt=0).prefetch_related(newest)
    return [words_of(document, document.versions.all()[0]) for document in without.order_by("created_at", "pk")[:most]]


SOURCE = Source(DocumentWords, missing)
