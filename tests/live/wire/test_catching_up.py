"""Having everything: `sync` from a cursor, `history` for what lies further back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from cohorts.models import Message
from community.live.protocol import Delete, Edit, Pin, React
from tests.cast import World
from tests.harness.community import Community
from tests.harness.tab import Frame, Tab
from tests.live.wire.past import change, fill
from tests.verbs import say


def test_a_sync_brings_every_kind_of_change_once_in_its_newest_state(community: Community, people: World) -> None:
    room = people.room.pk
    ids = [UUID(str(done.message_id)) for done in fill(people.ada, people.room, 6)]
    edit, gone, liked, pinned = ids[:4]
    change(people.ada, Edit(room, edit, uuid4(), "Once"), Delete(room, gone, uuid4()))
    change(people.ben, React(room, liked, uuid4(), "👍", True))
    change(people.fay, Pin(room, pinned, uuid4(), True))
    change(people.ada, Edit(room, edit, uuid4(), "Twice"))
    synced = community.tab(people.ben).syncs(room, 6)
    assert set(synced) == {"type", "room", "messages", "rev", "more"}
    assert (synced["rev"], synced["more"]) == (11, False)
    assert [(m["id"], m["rev"]) for m in synced["messages"]] == [
        (str(gone), 8), (str(liked), 9), (str(pinned), 10), (str(edit), 11),
    ]  # fmt: skip
    one, two, three, four = synced["messages"]
    assert (one["deleted"], two["reactions"][0]["count"], three["pinned"], four["body"]) == (True, 1, True, "Twice")


def test_a_sync_brings_two_hundred_at_a_time(community: Community, people: World) -> None:
    fill(people.ada, people.room, 401)
    tab = community.tab(people.ben)
    parts: list[Frame] = [tab.syncs(people.room, 0)]
    while parts[-1]["more"]:
        parts.append(tab.syncs(people.room, parts[-1]["rev"]))
    assert [(len(p["messages"]), p["rev"], p["more"]) for p in parts] == [
        (200, 200, True), (200, 400, True), (1, 401, False),
    ]  # fmt: skip


def test_who_has_everything_gets_nothing(community: Community, people: World) -> None:
    fill(people.ada, people.room, 3)
    synced = community.tab(people.ben).syncs(people.room, 3)
    assert (synced["messages"], synced["rev"], synced["more"]) == ([], 3, False)


def test_who_is_ahead_of_the_room_is_told_to_begin_anew(community: Community, people: World) -> None:
    fill(people.ada, people.room, 3)
    assert community.tab(people.ben).syncs(people.room, 4) == {"type": "reset", "room": str(people.room.pk)}


def test_one_can_catch_up_without_standing_in_the_room(community: Community, people: World) -> None:
    fill(people.ada, people.room, 1)
    tab = community.tab(people.ben)
    assert len(tab.syncs(people.room, 0)["messages"]) == 1
    fill(people.ada, people.room, 1)
    tab.hears_nothing("heads", "message", "presence", during=1.5)


# ---- history ------------------------------------------------------------------------------------------


def page(tab: Tab, room: object, **where: Any) -> tuple[list[int], bool, bool]:
    """The seqs of a page, and whether there is more on either side."""
    tab.send("history", room=getattr(room, "pk", room), **where)
    found = tab.hears("page")
    assert set(found) == {"type", "room", "messages", "before", "after"}
    return [message["seq"] for message in found["messages"]], found["before"], found["after"]


BEFORE = [
    ({"before": 100}, range(50, 100), True, True),
    ({"before": 31, "limit": 10}, range(21, 31), True, True),
    ({"before": 11, "limit": 10}, range(1, 11), False, True),
    ({"before": 1}, range(0), False, True),
    ({"before": 0}, range(0), False, True),
    ({"before": 10**9, "limit": 3}, range(118, 121), True, False),
    ({"before": 121, "limit": 100}, range(21, 121), True, False),
    ({"before": 121, "limit": 101}, range(21, 121), True, False),
    ({"before": 121, "limit": 10**6}, range(21, 121), True, False),
    ({"before": 121, "limit": 1}, range(120, 121), True, False),
    ({"before": 121, "limit": 0}, range(71, 121), True, False),
]


def test_history_before_a_place(community: Community, people: World) -> None:
    """By seq, at most a hundred, and told whether there is more on either side."""
    fill(people.ada, people.room, 120)
    tab = community.tab(people.ben)
    for where, seqs, before, after in BEFORE:
        assert page(tab, people.room, **where) == (list(seqs), before, after), where


def test_history_around_a_message(community: Community, people: World) -> None:
    ids = [done.message_id for done in fill(people.ada, people.room, 120)]
    tab = community.tab(people.ben)
    assert page(tab, people.room, around=ids[59], limit=10) == (list(range(55, 65)), True, True)
    assert page(tab, people.room, around=ids[0], limit=10) == (list(range(1, 6)), False, True)
    assert page(tab, people.room, around=ids[119], limit=10) == (list(range(115, 121)), True, False)


def test_history_of_a_day(community: Community, people: World) -> None:
    """The first words of that day or later (UTC), in the middle of a page; after the last day, the newest."""
    fill(people.ada, people.room, 9)
    start = datetime(2026, 5, 12, tzinfo=UTC)
    for seq in range(1, 10):  # three a day: at midnight, at noon, and a second before the next
        day, hour = divmod(seq - 1, 3)
        at = start + timedelta(days=day) + (timedelta(hours=12 * hour) if hour < 2 else timedelta(seconds=86_399))
        Message.objects.filter(room=people.room, seq=seq).update(at=at)
    tab = community.tab(people.ben)
    assert page(tab, people.room, date="2026-05-13", limit=4) == ([2, 3, 4, 5], True, True)
    assert page(tab, people.room, date="2020-01-01", limit=4) == ([1, 2], False, True)
    assert page(tab, people.room, date="2030-01-01", limit=4) == ([6, 7, 8, 9], True, False)


def test_history_is_as_it_is_now(community: Community, people: World) -> None:
    first, second, _ = (UUID(str(done.message_id)) for done in fill(people.ada, people.room, 3))
    change(people.ada, Edit(people.room.pk, first, uuid4(), "Mended"), Delete(people.room.pk, second, uuid4()))
    tab = community.tab(people.ben)
    tab.send("history", room=people.room.pk, before=4)
    assert [(m["seq"], m["rev"], m.get("body")) for m in tab.hears("page")["messages"]] == [
        (1, 4, "Mended"), (2, 5, None), (3, 3, "Message 3"),
    ]  # fmt: skip


NONSENSE: list[dict[str, Any]] = [
    {}, {"before": None}, {"before": "3"}, {"before": 1.5}, {"before": True}, {"before": -1}, {"date": "yesterday"},
    {"date": 20260512}, {"before": 3, "limit": "all"}, {"before": 3, "limit": -1},
    {"before": 3, "around": str(uuid4())}, {"before": 2**53 + 1},
]  # fmt: skip


def test_a_question_that_makes_no_sense_is_refused(community: Community, people: World) -> None:
    tab = community.tab(people.ben)
    for where in NONSENSE:
        tab.send("history", room=people.room.pk, **where)
        assert tab.hears("refused", "page").get("code") == "bad_frame", where


def test_a_message_of_another_room_is_around_nothing_here(community: Community, people: World) -> None:
    foreign = say(people.cleo, people.other_room).pk
    tab = community.tab(people.mona)  # who may read both
    tab.send("history", room=people.room.pk, around=foreign)
    assert tab.hears("refused")["code"] == "unknown_message"
