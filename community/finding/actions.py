"""Keeping the index equal to what it is of: in the transaction that writes the words themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.db.models import Model

from community.finding.models import LONGEST, DocumentWords, MessageWords, PostWords

Words = TypeVar("Words", PostWords, MessageWords, DocumentWords)
FIELDS = ["marks", "title", "about", "body"]


def keep(rows: Sequence[Words]) -> None:
    """Words that are new, and words that changed: one statement."""
    if not rows:
        return
    for row in rows:
        row.body = row.body[:LONGEST]
    table = type(rows[0])
    table._default_manager.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=[subject_of(table)], update_fields=FIELDS
    )


def drop(table: type[Model], subjects: Collection[Any]) -> None:
    """What was deleted is found no more."""
    if subjects:
        table._default_manager.filter(**{f"{subject_of(table)}__in": list(subjects)}).delete()


def subject_of(table: type[Model]) -> str:
    return table._meta.fields[1].name


def marks(author_id: int | None, *, files: bool = False) -> str:
    """What filters look for. No author where nobody may learn who it was."""
    return " ".join((*([f"by{author_id}"] if author_id else []), *(["files"] if files else [])))
