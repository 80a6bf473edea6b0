from __future__ import annotations

import pytest

from community.live.presence import REMOTE_LEASE_S, Presence

ROOM, OTHER = "room:1", "room:2"
ADA, BEN, CLEO = 1, 2, 3


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presence(clock: Clock) -> Presence:
    return Presence(clock)


def test_whoever_arrives_is_news_once(presence: Presence) -> None:
    presence.arrive(ROOM, ADA)
    presence.arrive(ROOM, BEN)
    assert presence.news() == {ROOM: {ADA, BEN}}
    assert presence.news() == {}


def test_ada_with_two_tabs_is_here_until_she_closes_both(presence: Presence) -> None:
    presence.arrive(ROOM, BEN)
    presence.arrive(ROOM, ADA)
    presence.arrive(ROOM, ADA)
    presence.news()
    presence.depart(ROOM, ADA)
    assert (presence.here(ROOM), presence.news()) == ({ADA, BEN}, {})
    presence.depart(ROOM, ADA)
    assert (presence.here(ROOM), presence.news()) == ({BEN}, {ROOM: {BEN}})


def test_coming_and_going_between_two_tellings_is_no_news(presence: Presence) -> None:
    presence.arrive(ROOM, BEN)
    presence.news()
    presence.arrive(ROOM, ADA)
    presence.depart(ROOM, ADA)
    assert presence.news() == {}


def test_an_empty_room_is_forgotten_and_told_anew_to_the_next(presence: Presence) -> None:
    presence.arrive(ROOM, ADA)
    presence.news()
    presence.depart(ROOM, ADA)
    assert (presence.local, presence.told, presence.news()) == ({}, {}, {})
    presence.arrive(ROOM, ADA)
    assert presence.news() == {ROOM: {ADA}}


def test_leaving_where_one_never_was_harms_nobody(presence: Presence) -> None:
    presence.depart(ROOM, ADA)
    assert (presence.here(ROOM), presence.changed) == (set(), set())


def test_people_at_another_process_are_here_too(presence: Presence) -> None:
    presence.arrive(ROOM, ADA)
    presence.news()
    presence.hear("other", {ROOM: [BEN], OTHER: [CLEO]})
    assert presence.here(ROOM) == {ADA, BEN}
    assert presence.news() == {ROOM: {ADA, BEN}}, "a room without listeners here is told to nobody"


def test_a_process_tells_all_its_topics_each_time(presence: Presence) -> None:
    presence.arrive(ROOM, ADA)
    presence.hear("other", {ROOM: [BEN]})
    presence.news()
    presence.hear("other", {ROOM: [BEN]})
    assert presence.changed == set()
    presence.hear("other", {})
    assert presence.news() == {ROOM: {ADA}}


def test_a_process_that_fell_silent_is_forgotten_after_its_lease(presence: Presence, clock: Clock) -> None:
    presence.arrive(ROOM, ADA)
    presence.hear("other", {ROOM: [BEN]})
    presence.news()
    clock.now += REMOTE_LEASE_S
    presence.expire()
    assert presence.here(ROOM) == {ADA, BEN}
    clock.now += 0.1
    presence.expire()
    assert presence.news() == {ROOM: {ADA}}


def test_ben_at_two_processes_is_counted_once(presence: Presence) -> None:
    presence.arrive(ROOM, BEN)
    presence.hear("other", {ROOM: [BEN]})
    assert presence.here(ROOM) == {BEN}


def test_what_is_told_to_other_processes_is_sorted_and_complete(presence: Presence) -> None:
    for member in (CLEO, ADA, ADA):
        presence.arrive(ROOM, member)
    presence.hear("other", {ROOM: [BEN]})
    assert presence.own() == {ROOM: [ADA, CLEO]}
