"""Everybody of an archive at their sockets: some listen the whole time, others come to say something and go."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from tests.benchmarks.latencies import Latencies
from tests.benchmarks.replay.hearing import Hearing, Live, shown_of
from tests.benchmarks.replay.member import Member, Wish
from tests.benchmarks.replay.timeline import Heard, Timeline
from tests.benchmarks.sockets import Peer, Sockets, masked

ANSWER_S = 10.0  # outbox.js: without an answer for so long, the same is sent again
GAP_S = 0.25  # timeline.js: stragglers of a reordered burst arrive within this
SILENCE_S = 35.0
PING_S = 20.0
OPENING_S = 15.0
TEND_S = 0.05
LATER = {"flood", "slow_mode", "unavailable"}

Answered = Callable[[Wish, dict[str, Any]], None]


class Crowd:
    """`answered` is called once for each wish, with its `ack` or with the refusal that ended it."""

    def __init__(self, port: int, cookies: Sequence[str], answered: Answered, *, speakers: int) -> None:
        self.sockets = Sockets(port, subprotocol="community.v1", hear=self.hear)
        self.sockets.ended = self.lost
        self.cookies, self.answered, self.most_speakers = cookies, answered, speakers
        self.hearing = Hearing()
        self.listeners: dict[int, Member] = {}
        self.speakers: OrderedDict[int, Member] = OrderedDict()  # the longest unused first
        self.of_peer: dict[Peer, Member] = {}
        self.gaps: dict[tuple[Member, str], float] = {}
        self.acks, self.ways = Latencies(), Latencies()
        self.counts: Counter[str] = Counter()
        self.trouble: Counter[str] = Counter()
        self.tended_at = 0.0

    # ---- who is here ------------------------------------------------------------------------------

    def listens(self, number: int, rooms: Sequence[str]) -> None:
        self.listeners[number] = Member(number, self.cookies[number], {room: Timeline(room) for room in rooms})

    def member(self, number: int) -> Member | None:
        """Whoever says something; None while all seats of those who come and go are taken."""
        found = self.listeners.get(number) or self.speakers.get(number)
        if found is not None:
            if number in self.speakers:
                self.speakers.move_to_end(number)
            return found
        if len(self.speakers) >= self.most_speakers and not self.free_a_seat():
            return None
        self.speakers[number] = Member(number, self.cookies[number])
        return self.speakers[number]

    def free_a_seat(self) -> bool:
        idle = next((member for member in self.speakers.values() if member.idle), None)
        if idle is None:
            return False
        del self.speakers[idle.number]
        if idle.peer is not None:
            peer, idle.peer = idle.peer, None
            self.of_peer.pop(peer, None)
            self.sockets.goodbye(peer)
        return True

    def take(self, wish: Wish) -> bool:
        """Into its author's outbox; False when its author finds no seat now."""
        member = self.member(wish.author)
        if member is None:
            return False
        member.outbox.append(wish)
        self.go(member, time.monotonic())
        return True

    # ---- sockets ----------------------------------------------------------------------------------

    def go(self, member: Member, now: float) -> None:
        """Open what is closed; send the oldest, and the next when that is answered."""
        if member.ended:
            while member.outbox:
                self.answered(member.outbox.popleft(), {"type": "refused", "code": f"closed with {member.ended}"})
        elif member.peer is None:
            if now >= member.next_try and (member.outbox or member.timelines):
                self.open(member, now)
        elif member.ready and member.outbox and member.sending is None and now >= member.not_before:
            self.send(member, member.outbox[0], now)

    def open(self, member: Member, now: float) -> None:
        try:
            member.peer = self.sockets.begin(member.cookie, "/live/")
        except OSError:
            member.lost(1006, now)
            return
        self.of_peer[member.peer] = member
        member.opened_at = member.heard_at = now
        self.counts["sockets opened"] += 1

    def send(self, member: Member, wish: Wish, now: float) -> None:
        assert member.peer is not None
        member.sending, member.sending_since = wish, now
        wish.times += 1
        if wish.times == 1:
            wish.sent_at = now
            if wish.kind == "say":
                self.hearing.sent(wish.nonce, now)
        else:
            self.counts["sent again"] += 1
        self.sockets.send(member.peer, masked(wish.text()))

    def lost(self, peer: Peer) -> None:
        self.sockets.forget(peer)
        member = self.of_peer.pop(peer, None)
        if member is None or member.peer is not peer:
            return
        code = peer.close_code or 1006
        self.counts["sockets lost"] += 1
        member.lost(code, time.monotonic())
        if member.ended:
            self.trouble[f"a socket was closed with {code}"] += 1

    def cut(self, member: Member) -> None:
        """As a train in a tunnel does: no goodbye, and nobody knows what arrived."""
        if member.peer is not None:
            self.counts["cuts"] += 1
            self.sockets.end(member.peer, 1006)

    # ---- what is due by the clock -----------------------------------------------------------------

    def turn(self, wait_s: float) -> None:
        self.sockets.turn(wait_s)
        now = time.monotonic()
        if now - self.tended_at >= TEND_S:
            self.tended_at = now
            for member in [*self.listeners.values(), *self.speakers.values()]:
                self.tend(member, now)
            for (member, room), due in list(self.gaps.items()):
                if now >= due:
                    del self.gaps[member, room]
                    if member.timelines[room].ahead and room in member.inside:
                        self.sync(member, room)

    def tend(self, member: Member, now: float) -> None:
        if member.peer is not None:
            silent = now - member.heard_at
            if silent > (SILENCE_S if member.ready else OPENING_S):
                self.sockets.end(member.peer, 1006)
            elif member.ready and silent > PING_S and now - member.asked_at > PING_S:
                member.asked_at = now
                self.sockets.say(member.peer, {"type": "ping", "at": 0})
            elif member.sending is not None and now - member.sending_since > ANSWER_S:
                member.sending = None
        self.go(member, now)

    # ---- hearing ----------------------------------------------------------------------------------

    def hear(self, peer: Peer, payload: bytes) -> None:
        member = self.of_peer.get(peer)
        if member is None:
            return
        now = member.heard_at = time.monotonic()
        for frame in self.hearing.of(payload):
            if isinstance(frame, Live):
                self.live(member, frame, now)
            else:
                self.told(member, frame, now)

    def live(self, member: Member, frame: Live, now: float) -> None:
        heard = member.timelines[frame.room].hear(frame.shown)
        if heard is Heard.REPEAT:
            self.counts["repeats"] += 1
            return
        self.counts["deliveries"] += 1
        if frame.said_at:
            self.ways.add((now - frame.said_at) * 1e3)
        if heard is Heard.GAP:
            self.gaps.setdefault((member, frame.room), now + GAP_S)

    def told(self, member: Member, frame: dict[str, Any], now: float) -> None:
        kind = frame["type"]
        if kind in {"ack", "refused"}:
            self.answer(member, frame, now)
        elif kind == "welcome":
            self.welcome(member, now)
        elif kind in {"entered", "synced"}:
            self.caught_up(member, frame)
        elif kind == "heads":
            for room, rev in frame["rooms"].items():
                if room in member.inside and rev > member.timelines[room].cursor:
                    self.sync(member, room)
        elif kind == "reset":
            member.timelines[frame["room"]].forget()
            self.trouble["a room was reset"] += 1
            self.sync(member, frame["room"])
        elif kind in {"gone", "error"}:
            self.trouble[f"{kind}: {frame.get('detail', '')}"] += 1

    def welcome(self, member: Member, now: float) -> None:
        assert member.peer is not None
        member.ready, member.tries = True, 0
        self.sockets.say(member.peer, {"type": "ping", "at": 0, "batch": True})
        self.go(member, now)  # nobody waits for it behind the doors of two hundred rooms
        for room, timeline in member.timelines.items():
            self.sockets.say(member.peer, {"type": "enter", "room": room, "after": timeline.cursor})

    def caught_up(self, member: Member, frame: dict[str, Any]) -> None:
        room = frame["room"]
        member.inside.add(room)
        states = [shown_of(message) for message in frame["messages"]]
        self.counts["caught up"] += member.timelines[room].catch_up(states, frame["rev"])
        if frame["more"]:
            self.sync(member, room)

    def sync(self, member: Member, room: str) -> None:
        if member.peer is not None:
            self.counts["syncs"] += 1
            self.sockets.say(member.peer, {"type": "sync", "room": room, "after": member.timelines[room].cursor})

    def answer(self, member: Member, frame: dict[str, Any], now: float) -> None:
        """Late answers to what was already answered are as good as none."""
        if not frame["nonce"]:
            self.trouble[f"refused: {frame['code']}"] += 1
        wish = member.outbox[0] if member.outbox else None
        if wish is None or wish.nonce != frame["nonce"]:
            return
        member.sending = None
        if frame["type"] == "refused" and frame["code"] in LATER:
            self.counts["put off"] += 1
            member.not_before = now + frame.get("retry_after", 3) + 0.2
            return
        member.outbox.popleft()
        if frame["type"] == "ack":
            self.acks.add((now - wish.sent_at) * 1e3)
        self.answered(wish, frame)
        self.go(member, now)

    def close(self) -> None:
        self.of_peer.clear()
        self.sockets.close()
