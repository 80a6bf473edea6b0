"""What a member began to make of a room's words and has not published, for their archive; the rest is threads."""

from __future__ import annotations

from collections.abc import Iterator

from cohorts.knowledge import notices
from cohorts.knowledge.models import Proposal
from community.takeout.sources import Source, Words, pieces
from community.text import rich


def read(member_id: int) -> Iterator[Words]:
    """Without the messages chosen: those are others' words."""
    begun = Proposal.objects.filter(by_id=member_id, thread=None).exclude(title="", intro="")
    for piece in pieces(begun.select_related("room__cohort"), by="made_at"):
        for one in piece:
            yield Words(
                id=str(one.pk), at=one.made_at, where=f"{one.room.place_name}, {one.room.name}", title=one.title,
                html=rich.sanitize(rich.from_plain(one.intro)), text=one.intro,
            )  # fmt: skip


def forget(member_id: int) -> bool:
    drop(member_id)
    Proposal.objects.filter(by_id=member_id).update(title="")
    return False


def drop(member_id: int) -> None:
    """Nobody else sees what was not published. What they agreed to elsewhere goes on without their name, and what they
    did not answer is left out (composing.fate_of)."""
    for proposal in Proposal.objects.filter(by_id=member_id, thread=None):
        notices.withdraw(proposal)
        proposal.delete()


SOURCE = Source("proposals", "Threads you began to make of a room’s words", read, forget, drop)
