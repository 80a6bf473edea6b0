"""What those who lead a cohort decide about a room. Open pages follow at once."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from cohorts import wire
from cohorts.arranging import keeping, kinds
from cohorts.models import Enrollment, Message, Room
from community.db import writing
from community.live import news
from community.live.protocol import encode
from community.members import epoch
from moderation import audit
from moderation.access import rooms as rules
from moderation.access.grants import Grants
from moderation.actions import Refused

STAYS = "This room stays one for facilitators and moderators: what was said here was said to them alone."
MADE_SO = "A room for facilitators and moderators is made as one. Ask a moderator to add it to the cohort."


def set_kind(actor: Grants, room: Room, *, kind: str, hours: str = "") -> Room:
    """Twice the same is once. A room for those who lead stays one: what was said to them was said to them, and what
    was said to others is not taken from them. Raises Denied, Refused."""
    with writing():
        at, held = epoch.hold(), hold(room)
        rules.may_set_kind(actor, held, timezone.now()).require()
        if kinds.LEADERS in (held.kind, kind) and held.kind != kind:
            raise Refused("kind", STAYS if held.kind == kinds.LEADERS else MADE_SO)
        if (held.kind, held.hours) == (kind, hours):
            return held
        held.kind, held.hours = kind, hours
        held.save(update_fields=["kind", "hours"])
        said = kinds.KINDS[kind].name or "a room as others"
        note(actor, held, "set_room_kind", f"{said}, {hours}" if hours else said)
        tell(held, at)
    return held


def set_since(actor: Grants, room: Room, *, since_joining: bool) -> Room:
    """Whether people of the cohort read everything, or what is said from the day they join. It holds for those who
    joined already, too. Twice the same is once; where only those who lead read, they read everything. Raises
    Denied."""
    now = timezone.now()
    with writing():
        at, held = epoch.hold(), hold(room)
        rules.may_set_room(actor, held, now).require()
        if held.since_joining == since_joining or held.kind == kinds.LEADERS:
            return held
        held.since_joining, held.since_changed_at, held.since_changed_by_id = since_joining, now, actor.member_id
        held.floor = floor_of(held) if since_joining else 0
        held.save(update_fields=["since_joining", "since_changed_at", "since_changed_by", "floor"])
        note(actor, held, "set_room_since", "from the day they join" if since_joining else "everything")
        tell(held, at)
    return held


def set_keeping(actor: Grants, room: Room, *, days: int | None) -> Room:
    """For how long what is said is kept; None: for ever. Nothing is deleted in the first week, whatever held before.
    Twice the same is once. Raises Denied."""
    now = timezone.now()
    with writing():
        at, held = epoch.hold(), hold(room)
        rules.may_set_room(actor, held, now).require()
        if held.keeps_days == days:
            return held
        held.keeps_days, held.keeps_changed_at, held.keeps_changed_by_id = days, now, actor.member_id
        held.save(update_fields=["keeps_days", "keeps_changed_at", "keeps_changed_by"])
        note(actor, held, "set_room_keeping", keeping.words_of(days))
        tell(held, at)
    return held


def floor_of(room: Room) -> int:
    """The last that was said before its newest person joined."""
    newest = Enrollment.objects.filter(cohort=room.cohort).aggregate(at=Max("since"))["at"]
    if newest is None:
        return 0
    before = Message.objects.filter(room=room, at__lt=newest).order_by("-seq")
    return before.values_list("seq", flat=True).first() or 0


def hold(room: Room) -> Room:
    """The row, held until the transaction ends."""
    return Room.objects.select_for_update(of=("self",)).get(pk=room.pk)


def note(actor: Grants, room: Room, verb: str, reason: str) -> None:
    audit.record(actor.member_id, verb, kind="room", subject=room.pk, label=room.name, reason=reason)


def tell(room: Room, at: int) -> None:
    """Pages that are open in it learn that other things hold there now."""
    news.tell(wire.room_topic(room.pk), at, encode("room", room=str(room.pk), state=room.stage))
