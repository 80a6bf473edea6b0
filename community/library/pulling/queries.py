"""What of an original can be pulled into what a school made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from community.files import actions as files
from community.files import apart
from community.files.findings import Refused
from community.library.adapting.queries import lineage_of, newer_original
from community.library.models import Document, Lineage, Version
from community.library.pulling import work
from community.text import differences
from community.text.differences import Piece
from moderation.access.grants import Grants

SECONDS = 6
NOTES = 5  # of versions that came since, the newest
OTHER_KIND = (
    "Only Word and text files can be pulled in piece by piece, and only while yours is still the kind of file that the "
    "original is."
)
UNREAD = "These files could not be compared here. Download both, or take the new original as your next version."


@dataclass(frozen=True, slots=True)
class Three:
    """`base`: the original as it was when ours was made of it, or last took from it; `theirs`: the original now."""

    lineage: Lineage
    base: Version
    ours: Version
    theirs: Version

    def contents(self) -> list[bytes]:
        return [files.content(version.upload) for version in (self.base, self.ours, self.theirs)]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the original. `conflict`: we changed the same words. `loses`: a picture of it stays behind."""

    number: int
    conflict: bool
    loses: bool
    was: str
    ours: str
    theirs: str

    @property
    def mine(self) -> list[Piece]:
        """What ours says now, with what we changed since."""
        return [piece for piece in differences.between(self.was, self.ours) if piece.kind != "taken"]

    @property
    def original(self) -> list[Piece]:
        """What the original says now, with what it changed since."""
        return differences.between(self.was, self.theirs)


@dataclass(frozen=True, slots=True)
class Changes:
    """`kept`: so many changes of our own are left as they are."""

    changes: Sequence[Change]
    kept: int


def can_be_pulled(document: Document, lineage: Lineage) -> bool:
    """Known without a look into the files."""
    return document.file_kind in work.KINDS and document.file_kind == lineage.parent.file_kind


def three_of(who: Grants, document: Document) -> Three | None:
    """None: the original has nothing that they neither took nor left. Raises Refused."""
    held = newer_original(who, document)
    if held is None:
        return None
    newest = document.versions.select_related("upload").first()
    numbers = {held.from_number, held.parent.latest_number}
    found = {v.number: v for v in held.parent.versions.select_related("upload").filter(number__in=numbers)}
    if newest is None or len(found) < len(numbers):
        raise Refused(UNREAD)
    three = Three(held, found[held.from_number], newest, found[held.parent.latest_number])
    if {v.upload.kind for v in (three.base, three.ours, three.theirs)} - {three.ours.upload.kind}:
        raise Refused(OTHER_KIND)
    if three.ours.upload.kind not in work.KINDS:
        raise Refused(OTHER_KIND)
    return three


def changes_of(three: Three) -> Changes:
    """Takes a second or two. Raises Refused."""
    facts, _ = ran("look", work.given(three.ours.upload.kind, three.contents()))
    found = [Change(number, **fact) for number, fact in enumerate(facts["changes"])]
    return Changes(found, int(facts["kept"]))


def ran(task: str, together: bytes) -> apart.Answer:
    try:
        return apart.run(f"community.library.pulling.work:{task}", together, seconds=SECONDS)
    except apart.Failed as failed:
        raise Refused(UNREAD) from failed


def notes_since(document: Document) -> list[Version]:
    """What its author wrote of the versions of the original that ours does not have, newest first."""
    held = lineage_of(document)
    if held is None:
        return []
    since = held.parent.versions.filter(number__gt=max(held.from_number, held.left_number)).exclude(note="")
    return list(since.only("number", "note", "document")[:NOTES])
