"""Doors and reads of talks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cohorts.models import Message, ReadMark, Room, TalkLook, TalkPerson, TalkReport
from community import cursors
from community.composed import Composed, Row
from community.members.grants import Talks, grants_at
from community.members.models import Member
from community.members.queries import found_by
from community.text import plain
from moderation.access import members as people_rules
from moderation.access import talks as rules
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.access.standing import may_enter

SIDEBAR = 8
ON_A_PAGE = 30
OFFERED = 40
NAMED = 3  # of a talk without a name
NOBODY = "Nobody else"


def talks_of(member_ids: list[int]) -> Talks:
    """For members.grants: which talks are open to these people, and from where on."""
    found: Talks = {}
    rows = TalkPerson.objects.filter(member_id__in=member_ids, left_at=None)
    for member_id, room_id, since in rows.values_list("member_id", "room_id", "since"):
        found.setdefault(member_id, {})[room_id] = since
    return found


def pair_of(one: int, other: int) -> str:
    return f"{min(one, other)}-{max(one, other)}"


def both_of(room: Room) -> set[int]:
    return set(map(int, room.pair.split("-"))) if room.pair else set()


def give_both(epoch: int, rooms: Iterable[Room]) -> dict[int, Grants]:
    """Into each talk of two what both hold, for the rules. Only for callers that hold the epoch."""
    of_two = {room.pk: (room, both_of(room)) for room in rooms if room.pair}
    if not of_two:
        return {}
    held = grants_at(epoch, set().union(*(ids for _, ids in of_two.values())))
    for room, ids in of_two.values():
        room.both = {pk: held[pk] for pk in ids if pk in held}
    return held


def people_in(room_ids: Iterable[UUID]) -> dict[UUID, list[Member]]:
    """Who is in these talks, by name; those whose access ended among them."""
    ids = list(room_ids)
    found: dict[UUID, list[Member]] = {}
    if ids:
        rows = TalkPerson.objects.filter(room_id__in=ids, left_at=None).select_related("member__organization")
        for row in rows.order_by("member__name", "member_id"):
            found.setdefault(row.room_id, []).append(row.member)
    return found


def hearing(who: Grants, members: Sequence[Member]) -> list[Member]:
    """Of these, whoever can come in now."""
    held, now = grants_at(who.epoch, [member.pk for member in members]), timezone.now()
    return [member for member in members if member.pk in held and may_enter(held[member.pk], now)]


def title_of(room: Room, people: Sequence[Member], me: int) -> str:
    """As one of them sees it: its name, or the names of the others."""
    return room.name or called_by([member.name for member in people if member.pk != me])


def called_by(names: Sequence[str]) -> str:
    if not names:
        return NOBODY
    shown, more = names[:NAMED], len(names) - NAMED
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


# ---- doors ----------------------------------------------------------------------------------


def talk_for(who: Grants, room_id: UUID) -> Room:
    """Raises Absent: for whoever is not in it there is no such talk."""
    room = Room.objects.filter(pk=room_id, cohort=None).first()
    if room is None or not rules.is_in(who, room):
        raise Absent
    give_both(who.epoch, [room])
    return room


def talks_for(who: Grants) -> QuerySet[Room]:
    mark = ReadMark.objects.filter(member_id=who.member_id, room_id=OuterRef("pk")).values("ordinal")[:1]
    mine = Room.objects.filter(rules.own_talks(who), cohort=None)
    return mine.annotate(read_ordinal=Coalesce(Subquery(mark), 0), moved_at=Coalesce("said_at", "created_at")).order_by(
        "-moved_at", "-pk"
    )


def page_for(who: Grants, before: tuple[datetime, UUID] | None) -> tuple[list[Room], bool]:
    """The talks in which something was said last; True when there are more. Whoever has none costs no statement."""
    if not who.talks:
        return [], False
    found = talks_for(who)
    if before is not None:
        found = found.filter(cursors.before("moved_at", before))
    rows = list(found[: ON_A_PAGE + 1])
    return rows[:ON_A_PAGE], len(rows) > ON_A_PAGE


def lines(who: Grants) -> list[Row]:
    """For the sidebar: the newest talks with what each is called. One statement for whoever has none, else two."""
    if not who.talks:
        return []
    rows = _lines.rows(who)
    people = people_in(row["id"] for row in rows)
    for row in rows:
        others = [member.name for member in people.get(row["id"], ()) if member.pk != who.member_id]
        row["title"] = row["name"] or called_by(others)
    return rows


LINE: tuple[str, ...] = ("id", "name", "message_count", "read_ordinal", "moved_at")
_lines = Composed(lambda who: talks_for(who).values(*LINE)[: SIDEBAR + 1])


def person_for(who: Grants, handle: str) -> tuple[Member, Grants]:
    """Somebody to write to: who has a page, as members.queries.member_for. Raises Absent."""
    member = (
        people_rules.nameable(Member.objects.select_related("organization"))
        .filter(handle=plain.clean_line(handle))
        .first()
    )
    held = grants_at(who.epoch, [member.pk]).get(member.pk) if member else None
    if member is None or held is None:
        raise Absent
    return member, held


def offered(who: Grants, search: str) -> list[Member]:
    """Whom one finds in the directory, except oneself."""
    return [member for member in found_by(who, search, OFFERED + 1) if member.pk != who.member_id][:OFFERED]


def people_named(handles: Iterable[str]) -> list[Member]:
    wanted = list(dict.fromkeys(handles))[: rules.MOST_PEOPLE + 1]
    return list(
        people_rules.nameable(Member.objects.select_related("organization")).filter(
            handle__in=[plain.clean_line(h) for h in wanted]
        )
    )


def mentionable(who: Grants, room: Room, beginning: str) -> list[Member]:
    """For the menu of names: the people of the talk."""
    wanted, people = beginning.strip().lower(), people_in([room.pk]).get(room.pk, [])
    return [
        m for m in people if m.handle.startswith(wanted) or any(p.startswith(wanted) for p in m.name.lower().split())
    ]


def last_change(room_id: UUID) -> datetime | None:
    """When somebody came or left last."""
    rows = TalkPerson.objects.filter(room_id=room_id).values_list("came_at", "left_at")
    return max((moment for row in rows for moment in row if moment is not None), default=None)


def message_in(who: Grants, room: Room, message_id: UUID) -> Message:
    found = Message.objects.filter(pk=message_id, room=room, seq__gt=rules.begins_after(who, room))
    message = found.select_related("author").first()
    if message is None:
        raise Absent
    return message


# ---- what moderators see ----------------------------------------------------------------------


def reports_for(who: Grants) -> QuerySet[TalkReport]:
    found = TalkReport.objects.filter(rules.visible_reports(who)).select_related("message__author", "by", "closed_by")
    return found.order_by("-at", "-pk")


def report_for(who: Grants, pk: UUID) -> TalkReport:
    report = TalkReport.objects.select_related("message__author", "room", "by", "closed_by").filter(pk=pk).first()
    if report is None:
        raise Absent
    rules.may_see_report(who, report).require_sight()
    return report


def look_for(who: Grants, pk: UUID) -> TalkLook:
    people = ("one", "other", "asked_by", "decided_by")
    look = TalkLook.objects.select_related(*people).filter(pk=pk).first()
    if look is None:
        raise Absent
    rules.may_ask_look(who, (look.one_id, look.other_id), timezone.now()).require_sight()
    return look


def looks_for(who: Grants, most: int) -> list[TalkLook]:
    """The newest. Those into one's own talks are shown there."""
    mine = Q(one_id=who.member_id) | Q(other_id=who.member_id)
    found = TalkLook.objects.exclude(mine).select_related("one", "other", "asked_by", "decided_by")
    return list(found.order_by("-asked_at", "-pk")[:most])


def looks_at(room: Room, most: int = 5) -> list[TalkLook]:
    """That moderators looked into it: for the two in it."""
    if not room.pair:
        return []
    one, other = sorted(both_of(room))
    agreed = TalkLook.objects.filter(one_id=one, other_id=other, agreed=True).select_related("asked_by", "decided_by")
    return list(agreed.order_by("-decided_at")[:most])


def looked_at(look: TalkLook) -> Room | None:
    return Room.objects.filter(pair=pair_of(look.one_id, look.other_id)).first()
