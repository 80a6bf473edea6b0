"""Somebody whose machine takes nothing any more harms nobody, and comes back to everything."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from uuid import uuid4

from community.live.protocol import Close
from community.members.models import Member
from tests.harness.community import Community
from tests.harness.shapes import LARGEST, SMALLEST
from tests.harness.tab import Tab
from tests.live.faults.conftest import Founds
from tests.live.faults.evening import arrive

SHAPE = SMALLEST if SMALLEST == "alone" else LARGEST
LETTERS = 8_000
ONE_BY_ONE, AT_ONCE = 150, 20
MORE = 6  # times so many at once: well over a mebibyte
MOST_MEMORY = 50 * 2**20
SLACK_S = 0.5  # for a busy machine


def slow_tab(community: Community, member: Member, at: int) -> Tab:
    """A small buffer, and nobody who empties it."""
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    wire.connect(("127.0.0.1", community.servers[at].port))
    return community.tab(member, at=at, sock=wire, max_queue=4)


def paces(tab: Tab, room: object, count: int) -> list[float]:
    """How long each of so many messages took to be confirmed, one after the other; the longest last."""
    took = []
    for _ in range(count):
        began = time.monotonic()
        assert tab.says(room, "x" * LETTERS)["type"] == "ack"
        took.append(time.monotonic() - began)
    return sorted(took)


def says_at_once(tab: Tab, room: object) -> int:
    nonces = [str(uuid4()) for _ in range(AT_ONCE)]
    for nonce in nonces:
        tab.send("say", room=getattr(room, "pk", room), nonce=nonce, body="x" * LETTERS)
    return max(tab.hears("ack", nonce=nonce)["rev"] for nonce in nonces)


def on_the_way(tab: Tab) -> int:
    """Bytes that the system keeps for a reader who does not take them, on the server's side."""
    ours, theirs = (f":{place[1]:04X}" for place in (tab.wire.socket.getsockname(), tab.wire.socket.getpeername()))
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    [queues] = [line[4] for line in lines if line[1].endswith(theirs) and line[2].endswith(ours)]
    return int(queues.split(":")[0], 16)


def fill(ada: Tab, room: object, slow: Tab) -> int:
    """Talk until nothing more is taken off the server's hands, and then more than it may keep; returns the last rev."""
    before = -1
    while (now := on_the_way(slow)) != before:
        before = now
        says_at_once(ada, room)
    return [says_at_once(ada, room) for _ in range(MORE)][-1]


def test_who_does_not_drain_is_let_go_and_the_others_notice_nothing(founds: Founds) -> None:
    with founds(SHAPE) as community, community.inside():
        world, _ = arrive(0)
        at = community.processes - 1
        ada, ben = community.tab(world.ada), community.tab(world.ben, at=at)
        ben.enter(world.room)
        before = paces(ada, world.room, ONE_BY_ONE)
        slow, memory = slow_tab(community, world.fay, at), community.servers[at].memory()
        slow.enter(world.room, after=ONE_BY_ONE)
        during = paces(ada, world.room, ONE_BY_ONE)
        last = fill(ada, world.room, slow)
        assert slow.ends(within=30) == (Close.NOT_DRAINING, "did not drain")
        assert [ben.hears("message")["rev"] for _ in range(last)] == list(range(1, last + 1))
        assert during[-2] < before[-2] + SLACK_S
        assert community.servers[at].memory() - memory < MOST_MEMORY
        seen = list(range(ONE_BY_ONE + 1, ONE_BY_ONE + 1 + len(slow.all("message"))))
        assert [frame["rev"] for frame in slow.all("message")] == seen  # whole and in order, up to where it was cut
        assert 0 < len(seen) < last - ONE_BY_ONE
        assert catches_up(community, world.fay, world.room, seen[-1]) == list(range(seen[-1] + 1, last + 1))


def catches_up(community: Community, member: Member, room: object, after: int) -> list[int]:
    tab = community.tab(member)
    part = tab.enter(room, after=after)
    found = [message["rev"] for message in part["messages"]]
    while part["more"]:
        part = tab.syncs(room, part["rev"])
        found += [message["rev"] for message in part["messages"]]
    return found
