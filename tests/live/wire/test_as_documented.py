"""Every frame that the server sends has the fields that the page for authors of clients names."""

from __future__ import annotations

import re

from cohorts import actions as cohorts
from community.live.protocol import SENT
from tests.cast import World, grants
from tests.cohorts.meetings import HOUR, with_room
from tests.harness.community import Community
from tests.harness.tab import Frame, Tab
from tests.live.test_realtime_doc import names, rows
from tests.live.wire.test_refusals import PROVOKED
from tests.live.wire.test_saying import both

SOMETIMES = {"refused": {"retry_after"}, "presence": {"here"}}


def one_of_each(community: Community, people: World) -> dict[str, Frame]:
    """An evening in which Ben gets every kind of frame there is."""
    ada, ben = both(community, people)
    meeting = with_room(people, HOUR)  # the frame of a session's room says more, too
    ben.send("enter", room=meeting.pk, after=None)
    ben.hears("entered")
    found = {"welcome": ben.welcome, "ack": ada.says(people.room, f"@{people.ben.handle}")}
    ben.hears("message")
    ada.says(people.room, "Anybody?", reply_to=found["ack"]["message"])  # the frame of a reply says more
    ada.send("typing", room=people.room.pk)
    ben.send("enter", room=people.room.pk, after=10**6)
    ben.send("read", room=people.room.pk, seq=1)
    ben.send("sync", room=people.room.pk, after=0)
    ben.send("history", room=people.room.pk, before=3)
    ben.send("follow", topic="inbox")
    ben.send("edit", room=people.room.pk)
    ben.send("ping")
    ben.raw("hello")
    ben.answers()
    ada.says(people.room, f"@{people.ben.handle}")
    cancel = f"/cohorts/{people.spring.slug}/sessions/{meeting.session_id}/cancel/"
    assert community.browser(people.mona).post(cancel, reason="Snow").status == 302
    for kind in sorted(SENT - {*found, "gone"}):
        found[kind] = ben.hears(kind, within=20)
    cohorts.withdraw(grants(people.mona), people.spring, people.ben)
    return {**found, "gone": ben.hears("gone", within=20)}


def test_frames_have_the_fields_that_the_page_names(community: Community, people: World) -> None:
    documented = {row[0].strip("`"): names(row[1]) for row in rows("## Server to client")}
    for kind, frame in one_of_each(community, people).items():
        missing = documented[kind] - set(frame) - {"type"}
        assert set(frame) - {"type"} <= documented[kind], kind
        assert missing <= SOMETIMES.get(kind, set()), kind


def of_message(field: str) -> set[str]:
    """The fields of a part of a message, as the page names them."""
    [cell] = [row[1] for row in rows("### A message") if field in row[0]]
    return set(re.findall(r"`(\w+)`", cell)) - {"body", "html"}


def test_messages_have_the_fields_that_the_page_names(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    first = ada.says(people.room, "First")["message"]
    said = ben.says(people.room, "Second", reply_to=first)["message"]
    ada.does("react", people.room, message=said, emoji="👍", on=True)
    message = last(ada)
    documented = {name for row in rows("### A message") for name in re.findall(r"`(\w+)`", row[0])}
    assert set(message) == documented
    assert set(message["author"]) | set(message["author"]["avatar"]) == of_message("`author`")
    assert set(message["reply_to"]) | set(message["reply_to"]["author"]) == of_message("`reply_to`") | {"name"}
    assert set(message["reactions"][0]) == of_message("`reactions`")


def last(tab: Tab) -> Frame:
    return [tab.hears("message")["message"] for _ in range(3)][-1]


def test_every_reason_of_the_page_is_provoked_by_a_test() -> None:
    documented = {row[0].strip("`") for row in rows("## Refusal codes")}
    assert set(PROVOKED) | {"flood", "slow_mode", "unavailable"} == documented
