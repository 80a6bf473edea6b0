"""Who is here, who writes, how far they read, what is news elsewhere; and what heals a frame that was lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import uuid4

import pytest

from cohorts.models import Enrollment
from cohorts.queries import read_mark
from tests import cast
from tests.cast import World
from tests.harness.community import Community
from tests.harness.tab import Tab
from tests.live.wire.past import fill, until
from tests.live.wire.test_saying import both
from tests.verbs import ask


def sees_here(tab: Tab, *names: int) -> None:
    """Until this tab is told that exactly these people are in the room."""
    told = tab.hears("presence", here=sorted(names))
    assert (set(told), told["count"]) == ({"type", "room", "count", "here"}, len(names))


# ---- presence -----------------------------------------------------------------------------------------


def test_everybody_learns_who_comes_and_who_goes(community: Community, people: World) -> None:
    ada = community.tab(people.ada)
    ada.enter(people.room)
    sees_here(ada, people.ada.pk)
    ben = community.tab(people.ben, at=community.processes - 1)
    ben.enter(people.room)
    sees_here(ada, people.ada.pk, people.ben.pk)
    sees_here(ben, people.ada.pk, people.ben.pk)
    again = community.tab(people.ben).enter(people.room)
    assert again["members"] == sorted([people.ada.pk, people.ben.pk])
    community.tabs.pop().close()  # his other tab is still there
    ada.hears_nothing("presence", during=2.5)
    ben.close()
    sees_here(ada, people.ada.pk)


def test_who_leaves_a_room_is_not_in_it_any_more(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    sees_here(ada, people.ada.pk, people.ben.pk)
    ben.send("leave", room=people.room.pk)
    sees_here(ada, people.ada.pk)
    ben.hears_nothing("presence", during=0.1, here=[people.ada.pk])


# ---- typing -------------------------------------------------------------------------------------------


def test_who_writes_is_told_at_most_every_three_seconds(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    began = time.monotonic()
    told = [until(lambda: types(ada, ben, people), within=8) for _ in range(2)]
    assert told == [{"type": "typing", "room": str(people.room.pk), "member": people.ada.pk}] * 2
    assert time.monotonic() - began >= 2.9


def types(ada: Tab, ben: Tab, people: World) -> object:
    ada.send("typing", room=people.room.pk)
    ben.listen(0.05)
    for frame in ben.all("typing"):
        ben.kept.remove(frame)
        return frame
    return None


# ---- reading ------------------------------------------------------------------------------------------


def test_how_far_somebody_read_is_told_in_a_small_room(community: Community, people: World) -> None:
    fill(people.fay, people.room, 5)
    ada, ben = both(community, people)
    ada.send("read", room=people.room.pk, seq=2)
    ada.send("read", room=people.room.pk, seq=3)
    ada.send("read", room=people.room.pk, seq=1)
    told = {"type": "read", "room": str(people.room.pk), "member": people.ada.pk, "seq": 3}
    assert [tab.hears("read") for tab in (ben, ada)] == [told] * 2
    assert read_mark(people.ada.pk, people.room.pk) == 3
    assert community.tab(people.ada).enter(people.room)["read"] == 3


def test_a_read_mark_never_goes_back_and_never_past_the_newest_words(community: Community, people: World) -> None:
    fill(people.fay, people.room, 5)
    ada, ben = both(community, people)
    ada.send("read", room=people.room.pk, seq=10**6)
    assert ben.hears("read")["seq"] == 5
    for seq in (5, 4, 0):
        ada.send("read", room=people.room.pk, seq=seq)
    ben.hears_nothing("read", during=2.5)
    assert read_mark(people.ada.pk, people.room.pk) == 5


def test_in_a_large_room_only_ones_own_tabs_hear_it(community: Community, people: World) -> None:
    fill(people.fay, people.room, 2)
    crowd = [cast.person(f"seat{n}-{people.ada.pk}", people.cedar) for n in range(50)]
    Enrollment.objects.bulk_create(Enrollment(cohort=people.spring, member=member) for member in crowd)
    ada, ben = both(community, people)
    other = community.tab(people.ada)
    other.enter(people.room)
    ada.send("read", room=people.room.pk, seq=2)
    assert [tab.hears("read")["seq"] for tab in (ada, other)] == [2, 2]
    ben.hears_nothing("read", during=0.3)


# ---- the beat -----------------------------------------------------------------------------------------


def test_a_frame_that_was_lost_is_missed_at_the_next_beat(community: Community, people: World) -> None:
    """Stored, and told to nobody: as when the messenger lost it."""
    ada, ben = both(community, people)
    fill(people.fay, people.room, 3)
    for tab in (ada, ben):
        heads = tab.hears("heads", rooms={str(people.room.pk): 3}, within=20)
        assert set(heads) == {"type", "rooms"}
        assert [m["seq"] for m in tab.syncs(people.room, 0)["messages"]] == [1, 2, 3]
    ada.hears_nothing("message", during=0.1)


def test_the_beat_names_the_rooms_one_is_in_and_no_other(community: Community, people: World) -> None:
    mona, ada = community.tab(people.mona), community.tab(people.ada)
    mona.enter(people.room)
    mona.enter(people.other_room)
    ada.enter(people.room)
    both_rooms = {str(people.room.pk): 0, str(people.other_room.pk): 0}
    assert mona.hears("heads", rooms=both_rooms)
    assert ada.hears("heads")["rooms"] == {str(people.room.pk): 0}


# ---- elsewhere ----------------------------------------------------------------------------------------


def thread_news(community: Community, people: World) -> tuple[str, str, Callable[[], object]]:
    thread = ask(people.ada, people.commons)
    page = community.browser(people.ada)
    reply = {"body": "<p>Like this.</p>", "nonce": str(uuid4())}
    return f"thread:{thread.key}", "reply", lambda: page.post(f"/forum/t/{thread.key}/reply/", **reply)


def space_news(community: Community, people: World) -> tuple[str, str, Callable[[], object]]:
    page, slug = community.browser(people.ada), people.commons.slug
    words = {"kind": "question", "space": slug, "title": "How?", "body": "<p>Tell me.</p>", "nonce": str(uuid4())}
    return f"space:{slug}", "thread", lambda: page.post("/forum/ask/", **words)


def inbox_news(community: Community, people: World) -> tuple[str, str, Callable[[], object]]:
    ada = community.tab(people.ada)
    return "inbox", "new", lambda: ada.says(people.room, f"@{people.ben.handle}")


@pytest.mark.parametrize("news", [thread_news, space_news, inbox_news])
def test_who_follows_hears_that_there_is_news_until_he_stops(
    community: Community, people: World, news: Callable[..., tuple[str, str, Callable[[], object]]]
) -> None:
    topic, kind, happens = news(community, people)
    ben = community.tab(people.ben, at=community.processes - 1)
    ben.send("follow", topic=topic)
    assert ben.hears("followed") == {"type": "followed", "topic": topic}
    happens()
    told = ben.hears("update")
    assert (set(told), told["topic"], told["kind"]) == ({"type", "topic", "kind", "data"}, topic, kind)
    ben.send("unfollow", topic=topic)
    ben.answers()
    _, _, happens_again = news(community, people)
    happens_again()
    ben.hears_nothing("update", during=0.3)


def test_following_twice_is_following_once(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    for _ in range(3):
        ben.send("follow", topic="inbox")
        ben.hears("followed")
    ada.says(people.room, f"@{people.ben.handle}")
    ben.hears("update")
    ben.hears_nothing("update", during=0.2)


def test_one_socket_carries_fifty_topics(community: Community, people: World) -> None:
    threads = [ask(people.people[name], people.commons).key for name in ("ada", "fay", "mona") for _ in range(17)]
    ben = community.tab(people.ben)
    for key in threads:
        ben.send("follow", topic=f"thread:{key}")
    answers = [ben.hears("followed", "refused")["type"] for _ in threads]
    assert answers == ["followed"] * 50 + ["refused"]


@pytest.mark.parametrize("at", [None, 0, 7, -1.5, "a", "x" * 64, 2**60])
def test_a_ping_comes_back_as_it_was_sent(community: Community, people: World, at: object) -> None:
    tab = community.tab(people.ada)
    tab.send("ping", at=at)
    assert tab.hears("pong") == {"type": "pong", "at": at}
