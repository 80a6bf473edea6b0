"""What people do in tests, as verbs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from cohorts import actions as rooms
from cohorts.models import Message, Room
from cohorts.timeline import Change, Done
from community.forum import actions as forum
from community.forum.models import Post, Space, Thread
from community.jobs.worker import Worker
from community.live.protocol import Refusal, Say
from community.members.models import Member
from community.members.sessions import SessionStore
from tests.cast import grants

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def session_of(member: Member) -> SessionStore:
    """A session as signing in would leave it, whatever the member's standing."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return session


def signed_in(member: Member | None) -> Client:
    """A browser with this member's session; without one for Vera."""
    client = Client()
    if member is not None:
        client.cookies["sessionid"] = session_of(member).session_key or ""
    return client


def ask(
    member: Member, space: Space, title: str = "How do you do it?", body: str = "<p>Tell me.</p>", **more: Any
) -> Thread:
    return forum.ask(
        grants(member),
        space,
        kind=more.pop("kind", "question"),
        title=title,
        body=body,
        nonce=uuid4(),
        **more,
    )


def reply(member: Member, thread: Thread, body: str = "<p>Like this.</p>", **more: Any) -> Post:
    return forum.reply(
        grants(member), Thread.objects.get(pk=thread.pk), body=body, nonce=more.pop("nonce", uuid4()), **more
    )


def say(member: Member, room: Room, body: str = "Hello", **more: Any) -> Message:
    """One message through the scribe's own door; raises Refusal."""
    frame = Say(room.pk, more.pop("nonce", uuid4()), body, more.pop("reply_to", None), more.pop("attachments", ()))
    done = do(member, frame)
    return Message.objects.get(pk=done.message_id)


def do(member: Member, frame: Any) -> Done:
    """One change to a timeline; raises Refusal."""
    [outcome] = rooms.commit_paced([Change(member.pk, frame)])
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def uuid(text: object) -> UUID:
    return UUID(str(text))


def carry_out_jobs() -> int:
    """Everything that was put off and is due; returns how many jobs that were."""
    worker = Worker()
    done = 0
    while worker.one():
        done += 1
    return done


def until(check: Callable[[], bool], *, within: float = 10, missing: str = "It did not happen.") -> None:
    """Ask again and again, up to a deadline."""
    end = time.monotonic() + within
    while not check():
        if time.monotonic() > end:
            raise AssertionError(missing)
        time.sleep(0.02)
