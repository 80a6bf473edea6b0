"""Coming into a room, and going: the first page, what was missed, and nothing that falls between."""

from __future__ import annotations

import json
import threading
from uuid import uuid4

import pytest

from cohorts.queries import read_mark
from community.live.protocol import Edit
from tests.cast import World
from tests.harness.community import Community
from tests.harness.tab import Frame, Tab
from tests.live.wire.past import change, fill, until


def seqs(frame: Frame) -> list[int]:
    return [message["seq"] for message in frame["messages"]]


def test_ada_enters_at_the_newest_page(community: Community, people: World) -> None:
    fill(people.ben, people.room, 60)
    entered = community.tab(people.ada).enter(people.room)
    assert set(entered) == {"type", "room", "rev", "messages", "more", "read", "members"}
    assert seqs(entered) == list(range(11, 61))
    assert (entered["rev"], entered["more"], entered["read"]) == (60, True, 0)
    assert entered["members"] == [people.ada.pk]


def test_an_empty_room_is_entered_too(community: Community, people: World) -> None:
    entered = community.tab(people.ada).enter(people.room)
    assert (entered["rev"], entered["messages"], entered["more"]) == (0, [], False)


def test_a_room_of_exactly_one_page_has_no_more(community: Community, people: World) -> None:
    fill(people.ben, people.room, 50)
    entered = community.tab(people.ada).enter(people.room)
    assert (seqs(entered), entered["more"]) == (list(range(1, 51)), False)


def test_who_comes_back_gets_what_she_missed_by_rev(community: Community, people: World) -> None:
    first, *_ = fill(people.ben, people.room, 5)
    fill(people.ben, people.room, 2)
    assert first.message_id is not None
    change(people.ben, Edit(people.room.pk, first.message_id, uuid4(), "Mended"))
    entered = community.tab(people.ada).enter(people.room, after=5)
    assert [(m["seq"], m["rev"], m["body"]) for m in entered["messages"]] == [
        (6, 6, "Message 1"), (7, 7, "Message 2"), (1, 8, "Mended"),
    ]  # fmt: skip
    assert (entered["rev"], entered["more"]) == (8, False)


def test_who_missed_a_lot_gets_it_in_parts_of_two_hundred(community: Community, people: World) -> None:
    fill(people.ben, people.room, 450)
    tab = community.tab(people.ada)
    parts = [tab.enter(people.room, after=10)]
    while parts[-1]["more"]:
        parts.append(tab.syncs(people.room, parts[-1]["rev"]))
    assert [len(part["messages"]) for part in parts] == [200, 200, 40]
    assert [part["rev"] for part in parts] == [210, 410, 450]
    assert [seq for part in parts for seq in seqs(part)] == list(range(11, 451))


def test_who_knows_more_than_the_room_begins_anew(community: Community, people: World) -> None:
    """A backup was restored: what this client holds may never have happened."""
    fill(people.ben, people.room, 3)
    tab = community.tab(people.ada)
    entered = tab.enter(people.room, after=4)
    assert tab.hears("reset", room=str(people.room.pk))
    assert (seqs(entered), entered["rev"]) == ([1, 2, 3], 3)
    types = [json.loads(text)["type"] for text in tab.heard]
    assert types.index("reset") < types.index("entered")


def test_entering_twice_is_entering_once(community: Community, people: World) -> None:
    ada, ben = community.tab(people.ada), community.tab(people.ben)
    ben.enter(people.room)
    for _ in range(3):
        ada.enter(people.room)
    ben.says(people.room, "Once")
    ada.hears("message")
    ada.hears_nothing("message")
    ada.send("leave", room=people.room.pk)
    ada.answers()
    ben.says(people.room, "Alone")
    ada.hears_nothing("message")


def test_who_left_hears_nothing_and_tells_nothing_of_the_room(community: Community, people: World) -> None:
    ada, ben = community.tab(people.ada), community.tab(people.ben, at=community.processes - 1)
    ada.enter(people.room)
    ben.enter(people.room)
    ada.send("leave", room=people.room.pk)
    ada.answers()
    ada.kept.clear()
    said = ben.says(people.room)
    ada.send("typing", room=people.room.pk)
    ada.send("read", room=people.room.pk, seq=said["seq"])
    ada.hears_nothing("message", "typing", "read", "heads", during=1.5)
    ben.hears_nothing("typing", during=0.1)
    assert read_mark(people.ada.pk, people.room.pk) == 0


def test_leaving_where_one_never_was_is_no_mistake(community: Community, people: World) -> None:
    tab = community.tab(people.ada)
    for room in (people.room.pk, people.other_room.pk, uuid4()):
        tab.send("leave", room=room)
    tab.hears_nothing("refused", "error", during=0.1)


def test_one_says_and_changes_in_a_room_without_standing_in_it(community: Community, people: World) -> None:
    """Being heard needs access, not a page that is open."""
    ada, ben = community.tab(people.ada), community.tab(people.ben)
    ben.enter(people.room)
    assert ada.says(people.room, "From outside")["type"] == "ack"
    assert ben.hears("message")["message"]["body"] == "From outside"
    ada.hears_nothing("message", during=0.2)


class Chatter:
    """Ben talks without a pause until the test is done."""

    def __init__(self, tab: Tab, room: object) -> None:
        self.tab, self.room, self.ending = tab, room, threading.Event()
        self.thread = threading.Thread(target=self.talk)

    def talk(self) -> None:
        while not self.ending.is_set():
            self.tab.says(self.room, "And so on")

    def __enter__(self) -> Chatter:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()
        self.thread.join()


def test_nothing_falls_between_the_page_and_the_live_frames(community: Community, people: World) -> None:
    """Whatever commits while one enters is in the page or comes behind it; some of it twice, nothing before it."""
    ben, ada = community.tab(people.ben), community.tab(people.ada, at=community.processes - 1)
    with Chatter(ben, people.room):
        for _ in range(25):
            ada.send("enter", room=people.room.pk, after=None)
            entered = ada.hears("entered")
            assert not ada.all("message")
            live = [ada.hears("message")["rev"] for _ in range(4)]
            assert live == list(range(live[0], live[0] + 4))
            assert live[0] <= entered["rev"] + 1
            ada.send("leave", room=people.room.pk)
            ada.answers()
            ada.kept.clear()


# ---- arrays -------------------------------------------------------------------------------------------


def test_what_happens_together_travels_together_for_who_asks_for_it(community: Community, people: World) -> None:
    plain, batching, ben = community.tab(people.ada), community.tab(people.ada), community.tab(people.ben)
    batching.send("ping", at=1, batch=True)
    plain.enter(people.room)
    batching.enter(people.room)
    for number in range(40):
        ben.send("say", room=people.room.pk, nonce=uuid4(), body=f"Number {number}")
    heard = [[tab.hears("message")["rev"] for _ in range(40)] for tab in (plain, batching)]
    assert heard == [list(range(1, 41))] * 2
    assert any(text.startswith("[") for text in batching.heard)
    assert not any(text.startswith("[") for text in plain.heard)


@pytest.mark.parametrize("asked", [False, 1, "true", None])
def test_only_true_asks_for_arrays_and_only_at_first(community: Community, people: World, asked: object) -> None:
    ada, ben = community.tab(people.ada), community.tab(people.ben)
    ada.send("ping", at=1, batch=asked)
    ada.send("ping", at=2, batch=True)
    ada.enter(people.room)
    for number in range(30):
        ben.send("say", room=people.room.pk, nonce=uuid4(), body=f"Number {number}")
    until(lambda: len(ada.all("message")) == 30 or not ada.listen(1))
    assert len(ada.all("message")) == 30
    assert not any(text.startswith("[") for text in ada.heard)
