from __future__ import annotations

from tests.cast import World
from tests.harness.community import Community


def test_ben_hears_what_ada_says(community: Community, people: World) -> None:
    ada, ben = community.tab(people.ada), community.tab(people.ben, at=community.processes - 1)
    ada.enter(people.room)
    ben.enter(people.room)
    ack = ada.says(people.room, "Hello")
    assert ack["type"] == "ack"
    assert ben.hears("message")["message"]["body"] == "Hello"
