"""Polls, as verbs of tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from community.forum import actions
from community.forum.actions.polling import Wanted
from community.forum.models import Poll, Space, Thread
from community.forum.polls import queries
from community.members.models import Member
from tests.cast import grants
from tests.forum.forms import place
from tests.pages import Answer
from tests.verbs import ask

COLORS = ("Red", "Green", "Blue")


def poll(member: Member, space: Space, *, kind: str = "single", choices: Any = COLORS, **more: Any) -> Poll:
    """A thread with a poll; `more` of the poll, or of the thread where it takes it."""
    of_thread = {name: more.pop(name) for name in ("anonymous_asker", "hide", "title", "body") if name in more}
    thread = ask(
        member, space, of_thread.get("title", "Which color?"), of_thread.get("body", "<p>Tell me.</p>"), kind="poll",
        hide=of_thread.get("hide", False),
        anonymous=of_thread.get("anonymous_asker", False),
        poll=Wanted(kind=kind, choices=list(choices), most=more.pop("most", 20), **more),
    )  # fmt: skip
    return Poll.objects.select_related("thread__space").get(thread=thread)


def votes(member: Member, on: Poll, *picks: int) -> None:
    actions.vote(grants(member), queries.poll_for(grants(member), on.thread.key), picks)


def send_vote(client: Client, thread: Thread, **fields: Any) -> Answer:
    return client.post(f"{place(thread)}poll/vote/", fields)


def send_poll(client: Client, space: Space, **fields: Any) -> Answer:
    given = {
        "space": space.slug, "kind": "poll", "title": "Which color?", "body": "<p>For the door.</p>", "nonce": uuid4(),
        "choices": "Red\nGreen\n\n Blue ", "poll_kind": "single",
    }  # fmt: skip
    return client.post("/forum/ask/", given | fields)


def box(on: Poll) -> dict[str, int]:
    found: dict[str, int] = Poll.objects.get(pk=on.pk).box
    return found
