"""Redis is a messenger and not a store: it may lose, repeat or reorder anything, and nobody loses a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.harness.community import Community
from tests.harness.gathering import Gathering
from tests.harness.judge import Judge, holes
from tests.harness.messenger import Carry, Messenger, losing, repeating, shuffling
from tests.harness.talker import Talker
from tests.live.faults.evening import arrive

PROMISE_S = 20


def lost_some(listener: Talker, head: int) -> bool:
    return holes(listener, after=0, upto=head) > head * 0.05


def heard_often(listener: Talker, head: int) -> bool:
    return len(listener.heard) > head * 1.5


def heard_in_another_order(listener: Talker, head: int) -> bool:
    return listener.heard != sorted(listener.heard)


@pytest.mark.parametrize(
    ("carry", "suffered"),
    [
        (losing(0.3), lost_some),
        (losing(1.0), lost_some),
        (repeating, heard_often),
        (shuffling, heard_in_another_order),
    ],
    ids=["a third is lost", "everything is lost", "everything comes five times", "nothing comes in order"],
)
def test_every_view_is_complete_whatever_the_messenger_does(
    two: Community, messenger: Messenger, seed: int, carry: Carry, suffered: Callable[[Talker, int], bool]
) -> None:
    """Beside them two who only listen and heal nothing: what they miss shows that there was something to heal."""
    world, guests = arrive(12)
    with Gathering(two, world.room, guests, seed=seed, pace=0.4) as gathering:
        listeners = [gathering.comes(world.ada, at=at, naive=True) for at in range(2)]
        gathering.until(lambda: all(listener.inside for listener in listeners), within=20)
        messenger.carry = carry
        gathering.talks_until_acked(120)
        took = gathering.settles(within=PROMISE_S)
        judge = Judge(gathering)
        complaints = judge.complaints()
    assert complaints == []
    assert all(suffered(listener, judge.head) for listener in listeners)
    print(f"{messenger.lost} lost, {messenger.brought} brought; complete {took:.1f} s after the last word")
