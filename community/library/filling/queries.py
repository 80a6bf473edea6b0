"""What is known of the fields of a version, and what a member answered before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from community.library.filling.models import Answer, FieldList
from community.library.filling.names import Field, label_of
from community.library.filling.prefill import kept_under
from community.library.filling.work import KINDS
from community.library.models import Version
from community.takeout.sources import pieces
from moderation.access.grants import Grants


def field_list(version: Version) -> FieldList | None:
    return FieldList.objects.filter(version=version).first()


def fields_of(found: FieldList) -> list[Field]:
    return [Field(**facts) for facts in found.fields]


def answers_for(who: Grants, fields: Iterable[Field], document_id: UUID) -> dict[str, str]:
    """One's own earlier answers, by the names of these fields."""
    names = {kept_under(field, document_id): field.name for field in fields}
    rows = Answer.objects.filter(member_id=who.member_id, name__in=names).values_list("name", "value")
    return {names[name]: value for name, value in rows}


def unread(most: int) -> list[int]:
    """Versions whose fields nobody looked for yet."""
    found = Version.objects.filter(field_list=None, upload__kind__in=KINDS).order_by("pk")
    return list(found.values_list("pk", flat=True)[:most])


def all_answers(member_id: int) -> Iterator[tuple[Answer, str]]:
    """With the words of its field, oldest first."""
    for piece in pieces(Answer.objects.filter(member_id=member_id), by="saved_at"):
        for answer in piece:
            yield answer, label_of(answer.name.partition("@")[0])


def answered_for(who: Grants, version: Version, document_id: UUID) -> int:
    """How many fields of this version stand filled in already by what this person saved. Two queries."""
    fields = fields_of(version.field_list)
    return len(answers_for(who, fields, document_id))
