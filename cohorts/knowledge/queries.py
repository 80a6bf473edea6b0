"""Doors and reads of threads that are being made of a room's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from cohorts.knowledge.composing import Fate, Weighed, fate_of
from cohorts.knowledge.models import Line, Proposal, Voice
from cohorts.models import Message, Room
from community.members.models import Member
from community.text import chat
from moderation.access import knowledge as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.members import present

MOST = 100
State = Proposal.State


def proposal_for(who: Grants, pk: UUID) -> Proposal:
    found = proposals().filter(pk=pk).first()
    if found is None:
        raise Absent
    rules.may_see_proposal(who, found).require_sight()
    return found


def proposals() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("room__cohort", "by")


def own_in(who: Grants, room: Room) -> list[Proposal]:
    """What this person makes, or made, of that room's words; the newest first."""
    return list(Proposal.objects.filter(room=room, by_id=who.member_id).order_by("-made_at")[:MOST])


def draft_in(who: Grants, room: Room) -> Proposal | None:
    return proposals().filter(room=room, by_id=who.member_id, state=State.DRAFT).first()


def voice_for(who: Grants, pk: UUID) -> Voice:
    """One's own part of it, while one decides."""
    found = voices().filter(proposal_id=pk, member_id=who.member_id).first()
    if found is None:
        raise Absent
    rules.may_answer_quote(who, found, timezone.now()).require_sight()
    return found


def voices() -> QuerySet[Voice]:
    return Voice.objects.select_related("proposal__room__cohort", "proposal__by")


def lines_of(proposal: Proposal) -> list[Line]:
    return list(Line.objects.filter(proposal=proposal).select_related("message__author"))


def chosen(proposal: Proposal | None) -> set[str]:
    """Ids of messages that are in it."""
    return {str(pk) for pk in proposal.lines.values_list("message_id", flat=True)} if proposal else set()


def choosable(room: Room, ids: Iterable[UUID]) -> list[Message]:
    """Messages of that room with words in them, in their order."""
    found = Message.objects.filter(room=room, pk__in=list(ids), deleted_at=None).exclude(body="")
    return list(found.order_by("seq"))


def weigh(proposal: Proposal, now: datetime) -> list[Weighed]:
    """Every line and what becomes of it, in three queries."""
    lines = lines_of(proposal)
    said_by = {voice.member_id: voice for voice in proposal.voices.all()}
    authors = {line.message.author_id for line in lines}
    here = set(Member.objects.filter(present(), pk__in=authors).values_list("pk", flat=True))
    return [
        Weighed(line, line.message.author, fate)
        for line in lines
        for pk in [line.message.author_id]
        for fate in [fate_of(line, proposal, said_by.get(pk), here=pk in here, now=now)]
    ]


def undecided(weighed: Iterable[Weighed]) -> set[int]:
    """Who is still to decide."""
    return {one.author.pk for one in weighed if one.fate is Fate.OPEN}


def mentioned_in(texts: Iterable[str]) -> list[Member]:
    """People whose handles stand in these words."""
    handles = {handle for text in texts for handle in chat.mentioned(text)}
    return list(Member.objects.filter(handle__in=handles)) if handles else []


def is_promised(key: UUID) -> bool:
    """For the forum: is that thread made of a room's words?"""
    return Proposal.objects.filter(thread=key).exists()
