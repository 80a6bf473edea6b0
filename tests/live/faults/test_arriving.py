"""Three hundred people come into the room of a session within ten seconds, while somebody speaks."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from cohorts.models import Session
from community.members.models import Member
from tests.cast import World
from tests.harness.gathering import Gathering
from tests.harness.judge import Judge
from tests.harness.shapes import LARGEST, SMALLEST
from tests.harness.talker import Talker
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import arrive
from tests.verbs import session_of

SHAPE = SMALLEST if SMALLEST == "alone" else LARGEST
PEOPLE, WITHIN_S = 300, 10.0
SPEAKS_EVERY_S = 1.0
AFTERWARDS = 5


def begins(world: World) -> None:
    """A session that everybody has waited for is on."""
    now = timezone.now()
    Session.objects.create(
        cohort=world.spring, title="The first evening", starts_at=now - timedelta(minutes=1), minutes=60,
        host=world.fay, made_by=world.fay, changed_at=now,
    )  # fmt: skip


def says(gathering: Gathering, talker: Talker, body: str) -> None:
    gathering.loop.call_soon_threadsafe(lambda: talker.wish("say", body=body))


def come_in(gathering: Gathering, guests: Sequence[Member], host: Talker) -> float:
    """One after the other, evenly; the host speaks meanwhile. Returns how many seconds after the first all are in.

    On a busy machine this waits for whoever is late: what is tested is that nothing is lost, not how fast it is.
    """
    keys = [session_of(guest).session_key or "" for guest in guests]  # they signed in long ago
    began, spoke = time.monotonic(), 0
    for number, (guest, key) in enumerate(zip(guests, keys, strict=True)):
        due = number * WITHIN_S / len(guests)
        time.sleep(max(0.0, began + due - time.monotonic()))
        gathering.comes(guest, at=number % gathering.community.processes, quiet=True, key=key)
        if due >= spoke * SPEAKS_EVERY_S:
            spoke += 1
            says(gathering, host, f"While you come in, {spoke}")
    gathering.until(lambda: all(talker.inside for talker in gathering.talkers), within=60, said="All are in")
    return time.monotonic() - began


def test_three_hundred_come_within_ten_seconds_and_all_hear_what_is_said_next(founds: Founds, seed: int) -> None:
    with founds(SHAPE) as community, community.inside():
        world, guests = arrive(PEOPLE)
        begins(world)
        with Gathering(community, world.room, [], seed=seed, pace=1.0) as gathering:
            host = gathering.comes(world.fay, quiet=True)
            gathering.until(lambda: host.inside, within=10)
            took = come_in(gathering, guests, host)
            gathering.settles()
            head = gathering.head()
            for number in range(AFTERWARDS):
                says(gathering, host, f"Now that you are here, {number}")
            gathering.until(lambda: len(host.acks) == len(host.sent) >= head + AFTERWARDS, within=20)
            settled = gathering.settles()
            complaints = Judge(gathering).complaints()
    assert complaints == []
    assert [talker.closes for talker in gathering.talkers if talker.closes] == []
    heard = {tuple(rev for rev in talker.heard if rev > head) for talker in gathering.talkers}
    assert heard == {tuple(range(head + 1, head + 1 + AFTERWARDS))}
    print(f"all in after {took:.1f} s, and complete {settled:.1f} s after the last word")
