"""What members do in cohorts and rooms. Timelines change in timeline.py; this is who may call it, and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.text import slugify

from cohorts import timeline, wire
from cohorts.arranging import kinds
from cohorts.lifecycle.actions.enrolling import enroll, hold, withdraw
from cohorts.models import Cohort, Message, ReadMark, Room, Stage
from cohorts.timeline import Change, Done, Outcome
from community import ratelimits
from community.db import writing
from community.live import news
from community.live.protocol import Refusal, Say
from community.members.models import HUES
from community.notifications import actions as notices
from moderation import audit
from moderation.access import desk
from moderation.access.grants import Grants

__all__ = ["add_room", "commit_paced", "create_cohort", "enroll", "mark_read", "mark_unread_from", "say", "withdraw"]


def commit_paced(changes: Sequence[Change]) -> list[Outcome]:
    """What the scribe calls: the pace of each member in each room is kept, then the rest is written together."""
    keys = [f"{c.author_id}:{c.frame.room}" for c in changes if isinstance(c.frame, Say)]
    waits = iter(ratelimits.take_many("say", keys) if keys else [])
    outcomes: list[Outcome | None] = []
    going: list[Change] = []
    for change in changes:
        wait = next(waits) if isinstance(change.frame, Say) else 0.0
        outcomes.append(flood(change, wait) if wait else None)
        if not wait:
            going.append(change)
    done = iter(timeline.commit(going) if going else [])
    return [outcome if outcome is not None else next(done) for outcome in outcomes]


def flood(change: Change, wait: float) -> Refusal:
    return Refusal(
        "flood",
        ratelimits.sentence("say"),
        room=str(change.frame.room),
        nonce=str(change.frame.nonce),
        retry_after=wait,
    )


def say(
    author_id: int, room_id: UUID, *, body: str, nonce: UUID | None = None, looked: bool = False,
    reply_to: UUID | None = None,
) -> Done:  # fmt: skip
    """One message from a form, without a socket. Raises protocol.Refusal with a sentence for the person."""
    frame = Say(room_id, nonce or uuid4(), body, reply_to, (), looked)
    [outcome] = commit_paced([Change(author_id, frame)])
    if isinstance(outcome, Refusal):
        raise outcome
    if outcome.frame is not None:
        news.tell_now(outcome.topic, outcome.epoch, outcome.frame)
    mark_read({(author_id, room_id): outcome.seq})
    return outcome


def mark_read(marks: Mapping[tuple[int, UUID], int]) -> dict[tuple[int, UUID], int]:
    """How far people read: only ever forward, never past the newest message. Two statements a batch and two reads.

    Returns the marks that moved, with the place they now stand at.
    """
    if not marks:
        return {}
    rooms = Room.objects.in_bulk({room_id for _, room_id in marks})
    kept = {(m, r): min(seq, rooms[r].last_seq) for (m, r), seq in marks.items() if r in rooms}
    with writing():
        existing = {
            (mark.member_id, mark.room_id): mark
            for mark in ReadMark.objects.select_for_update().filter(
                member_id__in={m for m, _ in kept}, room_id__in={r for _, r in kept}
            )
        }
        ordinals = ordinals_at({(r, seq) for (_, r), seq in kept.items()})
        fresh, moved = [], []
        reached: dict[tuple[int, UUID], int] = {}
        for (member_id, room_id), seq in kept.items():
            mark = existing.get((member_id, room_id))
            if mark is None:
                mark = ReadMark(member_id=member_id, room_id=room_id, seq=0, ordinal=0)
                fresh.append(mark)
            elif seq > mark.seq:
                mark.at = timezone.now()
                moved.append(mark)
            if seq > mark.seq:
                mark.seq, mark.ordinal = seq, ordinals.get((room_id, seq), mark.ordinal)
                reached[member_id, room_id] = seq
        ReadMark.objects.bulk_create(fresh, ignore_conflicts=True)
        ReadMark.objects.bulk_update(moved, ["seq", "ordinal", "at"])
        notices.mark_read_at_many([(member_id, wire.room_topic(room_id)) for member_id, room_id in kept])
    return reached


def ordinals_at(places: set[tuple[UUID, int]]) -> dict[tuple[UUID, int], int]:
    """For each (room, seq): the ordinal of the last message up to there."""
    if not places:
        return {}
    rooms = {room_id for room_id, _ in places}
    exact = Message.objects.filter(room_id__in=rooms, seq__in={seq for _, seq in places})
    known = {(room_id, seq): ordinal for room_id, seq, ordinal in exact.values_list("room_id", "seq", "ordinal")}
    for room_id, seq in places - known.keys():
        # A client may name a place between two messages; rare enough for a query of its own.
        below = Message.objects.filter(room_id=room_id, seq__lte=seq).order_by("-seq")
        known[room_id, seq] = below.values_list("ordinal", flat=True).first() or 0
    return known


def mark_unread_from(member_id: int, room: Room, seq: int) -> None:
    """ "Mark unread from here": the one way a mark moves back, by the member's own hand."""
    below = Message.objects.filter(room=room, seq__lt=seq).order_by("-seq").values("seq", "ordinal").first()
    place = below or {"seq": 0, "ordinal": 0}
    with writing():
        ReadMark.objects.update_or_create(member_id=member_id, room=room, defaults=place)


# ---- arranging cohorts ----------------------------------------------------------------------


def create_cohort(actor: Grants, *, name: str, purpose: str, rooms: Sequence[str]) -> Cohort:
    """A cohort with its rooms: a draft, until it is opened. Raises Denied."""
    desk.may_arrange(actor, timezone.now()).require()
    with writing():
        cohort = Cohort.objects.create(
            slug=free_slug(Cohort, name),
            name=name,
            purpose=purpose,
            state=Stage.DRAFT,
            hue=HUES[Cohort.objects.count() % len(HUES)],
        )
        for position, room in enumerate(rooms):
            Room.objects.create(
                cohort=cohort,
                slug=f"{slugify(room)[:50] or 'room'}-{position + 1}",
                name=room,
                position=position,
                stage=Stage.DRAFT,
            )
        audit.record(actor.member_id, "create_cohort", kind="cohort", subject=cohort.pk, label=name)
    return cohort


def add_room(actor: Grants, cohort: Cohort, *, name: str, topic: str, kind: str = kinds.PLAIN, hours: str = "") -> Room:
    desk.may_arrange(actor, timezone.now()).require()
    with writing():
        cohort = hold(cohort.pk)
        position = cohort.rooms.exclude(kind=kinds.SESSION).count()
        room = Room.objects.create(
            cohort=cohort,
            slug=f"{slugify(name)[:50] or 'room'}-{position + 1}",
            name=name,
            topic=topic,
            kind=kind,
            hours=hours,
            position=position,
            stage=cohort.state,
        )
        audit.record(actor.member_id, "add_room", kind="room", subject=room.pk, label=name)
    return room


def free_slug(model: type[Cohort], name: str) -> str:
    base = slugify(name)[:50] or "cohort"
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)
