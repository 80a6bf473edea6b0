"""What a page asks of the database, and a community of any size to ask it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.models import Cohort, Room, Rsvp, Session
from community.forum import actions as forum
from community.forum.following.actions import follow_tag
from community.forum.following.levels import Level
from community.forum.models import Post, Space, Tag, Thread
from community.notifications.models import Notice
from moderation import audit
from tests.cast import World, grants, person
from tests.cohorts import meetings
from tests.cohorts.meetings import session
from tests.cohorts.talking import fill
from tests.conftest import forget
from tests.forum.filling import replies, threads
from tests.library.shelving import shelve
from tests.moderation.desk import invite
from tests.verbs import ask


def settle(world: World, size: int) -> dict[str, str]:
    """So many of everything; returns where the pages are."""
    long = replies(ask(world.ada, world.commons, "How long is it?"), [world.ben, world.fay], size)
    threads(world.ben, world.commons, size)
    fill(world.room, [world.ben, world.fay], size)
    for n in range(size):
        tag = Tag.objects.create(slug=f"tag-{n}", name=f"Tag {n}", meaning="One of many.")
        follow_tag(grants(world.ada), tag, Level.FIRST)
    for thread in Thread.objects.all():
        forum.set_tags(grants(world.mona), thread, ["tag-1", "tag-2", "tag-3"])
    documents = [shelve(world.mona, f"Handbook {n}") for n in range(size)]
    for n in range(size):
        colleague = person(f"col{n}", world.cedar)
        world.spring.enrollments.create(member=colleague)
        Room.objects.create(cohort=world.spring, slug=f"room-{n}", name=f"Room {n}", position=n + 1)
        Space.objects.create(slug=f"space-{n}", name=f"Space {n}", audience="members", position=n)
        Cohort.objects.create(slug=f"cohort-{n}", name=f"Cohort {n}")
        invite(world.olga, world.cedar, f"invited{n}@school.test") if n < 30 else None
        meets = session(world, title=f"Session {n}", within=timedelta(days=n + 1))
        Rsvp.objects.create(session=meets, member=colleague, state="going", at=timezone.now())
        audit.record(world.mona.pk, "enroll", kind="member", subject=colleague.pk, label=colleague.name)
    wait_for(world, long.pk, size)
    coming = Session.objects.order_by("starts_at")[0]
    return {
        "home": "/", "latest": "/forum/", "unanswered": "/forum/?show=unanswered",
        "unread": "/forum/?show=unread", "following": "/forum/?show=following", "mine": "/forum/?show=mine",
        "bookmarks": "/bookmarks/", "spaces": "/forum/spaces/",
        "hears of": "/forum/following/", "tags": "/forum/tags/", "tag": "/forum/tags/tag-1/",
        "thread tags": f"/forum/t/{long.key}/tags/",
        "space": "/forum/in/commons/", "thread": f"/forum/t/{long.key}/", "ask": "/forum/ask/",
        "rooms": "/rooms/", "room": f"/rooms/{world.room.pk}/", "cohort": "/cohorts/spring/",
        "live sessions": meetings.SESSIONS, "live session": meetings.place(coming),
        "library": "/library/", "document": f"/library/{documents[0].pk}/", "people": "/people/",
        "person": "/people/ben/", "you": "/you/", "inbox": "/notices/", "bell": "/notices/unread/",
        "search": "/search/?q=words", "help": "/help/",
        "desk": "/moderation/", "desk person": "/moderation/people/ben/", "invitations": "/moderation/invitations/",
        "organizations": "/moderation/organizations/", "log": "/moderation/log/",
    }  # fmt: skip


def wait_for(world: World, thread_pk: int, size: int) -> None:
    """Unread notices for Ada, of replies and mentions."""
    posts = Post.objects.filter(thread=thread_pk, number__gt=1).values_list("pk", flat=True)[:size]
    Notice.objects.bulk_create(
        Notice(member=world.ada, actor=world.ben, kind=kind, subject=str(pk), place=f"thread:{uuid4()}"[:60])
        for kind in ("post.reply", "post.mention")
        for pk in posts
    )


@contextmanager
def gone_again(settle: Callable[[World, int], dict[str, str]], world: World, size: int) -> Iterator[dict[str, str]]:
    """What `settle` made of this size: one world serves both sizes."""
    with transaction.atomic():
        yield settle(world, size)
        transaction.set_rollback(True)
    forget()


def keeps(budget: Mapping[str, int], few: Mapping[str, list[str]], many: Mapping[str, list[str]]) -> None:
    """No page asks more than it may, nor more where there is more."""
    assert set(few) == set(budget)
    for page, most in budget.items():
        assert len(many[page]) <= most, f"{page} asks {told(many[page])}"
        assert len(many[page]) <= len(few[page]), f"{page} asks more when there is more: {told(many[page])}"


def asked(client: Client, path: str) -> list[str]:
    """The statements of one look at a page that was looked at before, beside the one about the session."""
    for _ in range(2):
        assert client.get(path).status_code == 200, path
    return statements(lambda: client.get(path))


def statements(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    found = [" ".join(query["sql"].split()) for query in captured.captured_queries]
    return [
        sql for sql in found if sql.split()[0] not in {"SAVEPOINT", "RELEASE"} and "FROM members_session" not in sql
    ]


def told(sqls: list[str]) -> str:
    return f"{len(sqls)} statements:\n" + "\n".join(f"  {n}. {sql[:400]}" for n, sql in enumerate(sqls, start=1))
