"""Threads on the wire: how many replies there are stands beside the messages, and never in them."""

from __future__ import annotations

from uuid import UUID, uuid4

from community.live.protocol import Delete
from tests.cast import World
from tests.harness.community import Community
from tests.live.wire.past import change, fill
from tests.live.wire.test_saying import both


def test_a_reply_names_what_its_thread_began_with_and_every_page_counts_it(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    first = ada.says(people.room, "Who has keys?")["message"]
    second = ben.says(people.room, "I have", reply_to=first)["message"]
    third = ada.says(people.room, "Thank you", reply_to=second)["message"]
    frames = [ben.hears("message") for _ in range(3)]
    assert [frame.get("root") for frame in frames] == [None, first, first]
    assert all("root" not in frame["message"] for frame in frames)
    told = [ben.syncs(people.room, 0)]
    ben.send("history", room=people.room.pk, around=third)
    ben.send("enter", room=people.room.pk, after=None)
    told += [ben.hears("page"), ben.hears("entered")]
    assert [frame["threads"] for frame in told] == [{first: 2}] * 3


def test_who_comes_back_learns_how_many_there_are_of_what_they_know(community: Community, people: World) -> None:
    """What began it did not change and is not sent again; one reply was deleted, the other one too in the end."""
    [asked] = fill(people.ada, people.room, 1)
    tab = community.tab(people.ben)
    assert "threads" not in tab.syncs(people.room, 0)
    ben = community.tab(people.ben)
    ids = [ben.says(people.room, words, reply_to=asked.message_id)["message"] for words in ("Me", "Not me")]
    change(people.ben, Delete(people.room.pk, UUID(ids[1]), uuid4()))
    synced = tab.syncs(people.room, 1)
    assert ([m["id"] for m in synced["messages"]], synced["threads"]) == (ids, {str(asked.message_id): 1})
    change(people.ben, Delete(people.room.pk, UUID(ids[0]), uuid4()))
    assert tab.syncs(people.room, synced["rev"])["threads"] == {str(asked.message_id): 0}
