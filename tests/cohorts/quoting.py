"""Making threads of a room's words in tests: choosing, asking, deciding, publishing, as browsers do it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cohorts.knowledge.models import Line, Proposal, Voice
from cohorts.models import Message
from community.forum.models import Post, Thread
from community.members.models import Member
from tests.cast import World
from tests.pages import Answer, text_of
from tests.verbs import say, signed_in

TITLE, INTRO = "How a lease is read", "What the cohort learned in March."


def place(proposal: Proposal, more: str = "") -> str:
    return f"/rooms/threads/{proposal.pk}/{more}"


def choose(by: Member, *messages: Message, **more: Any) -> Answer:
    room = messages[0].room_id
    return signed_in(by).post(f"/rooms/{room}/thread/", {"message": [str(m.pk) for m in messages]} | more)


def save(by: Member, proposal: Proposal, act: str = "save", **more: str) -> Answer:
    given = {"title": TITLE, "intro": INTRO, "space": "commons", "label": "unnamed", "act": act}
    return signed_in(by).post(place(proposal), given | more)


def act(by: Member, proposal: Proposal, wish: str, **more: str) -> Answer:
    return signed_in(by).post(place(proposal, "act/"), {"act": wish} | more)


def publish(by: Member, proposal: Proposal, **more: str) -> Answer:
    return act(by, proposal, "publish", **more)


def decide(by: Member, proposal: Proposal, choice: str, *, without: tuple[Message, ...] = ()) -> Answer:
    """As the page shows it: every line it offers, but those."""
    page = text_of(signed_in(by).get(place(proposal, "mine/")))
    offered = re.findall(r'name="line" value="(\d+:[0-9a-f]+)"', page)
    struck = {str(pk) for pk in Line.objects.filter(message__in=without).values_list("pk", flat=True)}
    lines = [value for value in offered if value.partition(":")[0] not in struck]
    return signed_in(by).post(place(proposal, "mine/"), {"choice": choice, "line": lines})


def talk(world: World) -> list[Message]:
    """Ada and Ben answer Fay."""
    said = ((world.fay, "Who reads your lease?"), (world.ada, "Our lawyer, twice"), (world.ben, "A retired **judge**"))
    return [say(who, world.room, words) for who, words in said]


def asked(world: World, *messages: Message, **more: str) -> Proposal:
    """By Fay, about these messages or a whole talk."""
    chosen = messages or tuple(talk(world))
    assert choose(world.fay, *chosen).status_code == 302
    found = Proposal.objects.get(by=world.fay, state="draft")
    assert save(world.fay, found, "ask", **more).status_code == 302
    found.refresh_from_db()
    assert found.state == "asked"
    return found


def opening(proposal: Proposal) -> str:
    """What the thread says, as it is stored."""
    proposal.refresh_from_db()
    return Post.objects.get(thread__key=proposal.thread, number=1).html


def thread_of(proposal: Proposal) -> Thread:
    proposal.refresh_from_db()
    return Thread.objects.get(key=proposal.thread)


def wait(proposal: Proposal, **how_long: float) -> None:
    """So much time passes."""
    Voice.objects.filter(proposal=proposal).update(asked_at=timezone.now() - timedelta(**how_long))
