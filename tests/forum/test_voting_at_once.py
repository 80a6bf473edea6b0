"""Many vote in the same moment: every vote is counted, and nobody's twice."""

from __future__ import annotations

import pytest

from tests.cast import World
from tests.crowd import at_once
from tests.forum.polling import box, poll, send_vote, votes
from tests.verbs import signed_in

VOTERS = ("ada", "ben", "cleo", "fay", "mona", "olga")


@pytest.mark.parametrize("anonymous", [False, True])
def test_every_vote_is_counted_once_however_many_come_together(lasting_world: World, anonymous: bool) -> None:
    on = poll(lasting_world.ada, lasting_world.commons, anonymous=anonymous)
    clients = [signed_in(lasting_world.people[name]) for name in VOTERS]
    sent = [lambda n=n, client=client: send_vote(client, on.thread, pick=n % 3).status_code
            for n, client in enumerate(clients * 2)]  # type: ignore[misc]  # fmt: skip
    assert set(at_once(sent)) == {302}
    assert (box(on), on.votes.count()) == ({"0": 2, "1": 2, "2": 2}, len(VOTERS))


def test_somebody_who_thinks_again_while_others_vote_is_counted_once(lasting_world: World) -> None:
    on = poll(lasting_world.ada, lasting_world.commons)
    votes(lasting_world.ben, on, 0)
    at_once([lambda n=n: votes(lasting_world.ben, on, n % 3) for n in range(6)])  # type: ignore[misc]
    assert (sum(box(on).values()), on.votes.count()) == (1, 1)
    assert box(on) == {on.votes.get().picks: 1}
