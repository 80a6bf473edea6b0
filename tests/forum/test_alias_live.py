"""Under an alias nothing moves in step with it: not who is here, not who writes, not who was seen."""

from __future__ import annotations

from typing import Any

import pytest

from community.forum import events
from community.forum.models import Thread
from community.live import news
from community.members.models import Member
from community.notifications.queries import inbox_topic
from tests.cast import World
from tests.live.doorkeeper import ADA, ROOM, THREAD
from tests.live.test_process import door as door
from tests.live.test_process import enters
from tests.live.test_process import process as process
from tests.verbs import ask, carry_out_jobs, reply, signed_in


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Every frame that goes out, with its topic."""
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(news, "tell", lambda topic, at, frame: found.append((topic, frame)))
    return found


async def test_reading_and_writing_a_question_moves_no_list_of_who_is_here(process: Any) -> None:
    await enters(process, ADA, ROOM)
    assert process.presence.news() == {ROOM: {ADA}}  # of rooms it would be known
    who, _ = await enters(process, ADA, THREAD, tab=2)
    assert (process.presence.news(), process.presence.here(THREAD)) == ({}, set())
    process.hub.remove(who)
    assert process.presence.news() == {}


def test_the_frames_of_an_alias_are_those_of_its_place_and_name_nobody(
    world: World, told: list[tuple[str, str]]
) -> None:
    thread = ask(world.ada, world.commons, "Ada's question")
    told.clear()
    reply(world.ben, thread, anonymous=True)
    carry_out_jobs()
    place, space = events.thread_topic(thread), events.space_topic(world.commons)
    own, asker = inbox_topic(world.ben.pk), inbox_topic(world.ada.pk)  # each heard by one person alone
    assert {topic for topic, _ in told} - {own} == {place, space, asker}
    of_ben = f'"author":{world.ben.pk}'
    assert [frame for _, frame in told if of_ben in frame.replace(" ", "")] == []
    told.clear()
    reply(world.ben, thread)  # under his name the very same, but for the name
    carry_out_jobs()
    assert {topic for topic, _ in told} - {own} == {place, space, asker}
    assert [topic for topic, frame in told if of_ben in frame.replace(" ", "")] == [place]


def test_what_others_are_shown_of_ben_is_the_same_before_and_after_he_writes_under_an_alias(world: World) -> None:
    thread = ask(world.ada, world.commons, "Ada's question")
    client = signed_in(world.cleo)
    pages = ("/people/ben/", "/people/", "/search/?q=from:ben")
    before = [normal(client.get(page).content) for page in pages]
    seen = Member.objects.values_list("last_seen_on", flat=True).get(pk=world.ben.pk)
    reply(world.ben, Thread.objects.get(pk=thread.pk), anonymous=True)
    assert [normal(client.get(page).content) for page in pages] == before
    assert Member.objects.values_list("last_seen_on", flat=True).get(pk=world.ben.pk) == seen
    reply(world.ben, Thread.objects.get(pk=thread.pk))
    assert normal(client.get("/search/?q=from:ben").content) != before[2]  # under his name it would be told


def normal(page: bytes) -> list[str]:
    """Without what is drawn by lot for each answer."""
    return [line for line in page.decode().splitlines() if "csrf" not in line]
