"""Choosing messages, and what stands around them: as long as nobody was asked, nobody else sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from cohorts.knowledge import notices, queries
from cohorts.knowledge.models import MOST, Line, Proposal
from cohorts.models import Room
from community.db import writing
from moderation.access import knowledge as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.labels import Label, stricter
from moderation.actions import Refused

FULL = f"A thread can be made of {MOST} messages. Leave some out first."


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote around the messages. Words of a room are never promised less than that no names go out."""

    title: str
    intro: str
    space: str
    label: str


def hold(pk: UUID) -> Proposal:
    """The row, held until the transaction ends. Raises Absent."""
    found = queries.proposals().select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise Absent
    return found


def choose(actor: Grants, room: Room, ids: Iterable[UUID]) -> Proposal:
    """Into this person's draft of that room, which begins with it. Chosen twice is once. Raises Denied, Refused."""
    now = timezone.now()
    with writing():
        held = Room.objects.select_for_update().get(pk=room.pk)  # two pages of one person begin one draft
        rules.may_quote_room(actor, held, now).require()
        found = queries.choosable(held, ids)
        if not found:
            raise Refused("message", "Choose at least one message with words in it.")
        draft = queries.draft_in(actor, held)
        if draft is None:
            draft = Proposal.objects.create(room=held, by_id=actor.member_id, made_at=now)
        there = queries.chosen(draft)
        fresh = [message for message in found if str(message.pk) not in there]
        if len(there) + len(fresh) > MOST:
            raise Refused("message", FULL)
        last = max([line.position for line in draft.lines.all()], default=0)
        Line.objects.bulk_create(
            Line(proposal=draft, message=message, position=last + n) for n, message in enumerate(fresh, start=1)
        )
    return draft


def save(actor: Grants, proposal: Proposal, draft: Draft) -> Proposal:
    with writing():
        held = hold(proposal.pk)
        rules.may_change_proposal(actor, held, timezone.now()).require()
        held.title, held.intro, held.space = draft.title, draft.intro, draft.space
        held.label = stricter(Label.UNNAMED, draft.label or Label.UNNAMED)
        held.save(update_fields=["title", "intro", "space", "label"])
    return held


def move(actor: Grants, proposal: Proposal, line_pk: int, *, by: int) -> None:
    """One line up (-1) or down (1); the first goes no higher."""
    with writing():
        held = hold(proposal.pk)
        rules.may_change_proposal(actor, held, timezone.now()).require()
        lines = list(held.lines.all())
        at = next((n for n, line in enumerate(lines) if line.pk == line_pk), None)
        if at is None:
            raise Absent
        to = min(max(at + by, 0), len(lines) - 1)
        lines.insert(to, lines.pop(at))
        for position, line in enumerate(lines, start=1):
            line.position = position
        Line.objects.bulk_update(lines, ["position"])


def leave_out(actor: Grants, proposal: Proposal, line_pk: int) -> None:
    """Also when everybody was asked: what is not said needs nobody's yes."""
    with writing():
        held = hold(proposal.pk)
        rules.may_handle_proposal(actor, held, timezone.now()).require()
        if not held.lines.filter(pk=line_pk).delete()[0]:
            raise Absent


def make_stricter(actor: Grants, proposal: Proposal) -> None:
    """Not a word of the thread will leave the community. There is no way back but taking the asking back."""
    with writing():
        held = hold(proposal.pk)
        rules.may_handle_proposal(actor, held, timezone.now()).require()
        Proposal.objects.filter(pk=held.pk).update(label=Label.STAYS)


def drop(actor: Grants, proposal: Proposal) -> None:
    with writing():
        held = hold(proposal.pk)
        rules.may_handle_proposal(actor, held, timezone.now()).require()
        notices.withdraw(held)
        held.delete()
