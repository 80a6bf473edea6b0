"""How threads begin; announcements: by moderators, under their name, told to all who may read them, piece by piece."""

from __future__ import annotations

from datetime import datetime

from community.db import writing
from community.forum import events
from community.forum.actions.aliases import Signature
from community.forum.actions.words import Unusable, excerpt
from community.forum.models import Space, Thread
from community.jobs.queue import job, later
from community.members import epoch
from community.members.grants import those_who
from community.members.queries import audience
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from moderation.access import forum as rules
from moderation.access.grants import Grants

ANNOUNCED = "thread.announced"
AT_ONCE = 200  # people told in one transaction
UNDER_A_NAME = "An announcement stands under your name, so that everybody knows whom to ask."


def require_kind(who: Grants, space: Space, kind: str, *, anonymous: bool, now: datetime) -> None:
    """Whether this person may begin a thread of this kind here. Raises Denied, Unusable."""
    if kind != Thread.Kind.ANNOUNCEMENT:
        rules.may_ask(who, space, now).require()
        return
    rules.may_announce(who, space, now).require()
    if anonymous:
        raise Unusable("anonymous", UNDER_A_NAME)


def new_thread(
    who: Grants,
    space: Space,
    kind: str,
    title: str,
    html: str,
    now: datetime,
    name: Signature,
    *,
    hide: bool,
    closed: bool,
) -> Thread:
    closing = {"locked_at": now, "locked_by_id": who.member_id} if closed and kind == Thread.Kind.ANNOUNCEMENT else {}
    return Thread(
        space=space, kind=kind, title=title, excerpt=excerpt(html), created_at=now, last_post_at=now,
        last_author_id=name["author_id"], hidden_from_id=who.organization_id if hide else None, **name, **closing,
    )  # fmt: skip


def announce(thread: Thread) -> None:
    """In the transaction of a new thread: its readers are told soon."""
    if thread.kind == Thread.Kind.ANNOUNCEMENT:
        later(tell_everybody, thread.pk, 0)


@job()
def tell_everybody(thread_id: int, after: int) -> None:
    """Those with a higher id than `after`. Run twice, it tells once."""
    with writing():
        thread = Thread.objects.select_related("space").filter(pk=thread_id).first()
        if thread is None:
            return
        readers = audience(thread.space.audience, thread.space.cohort_id).filter(pk__gt=after)
        found = list(readers.order_by("pk").values_list("pk", flat=True).distinct()[:AT_ONCE])
        at = epoch.hold()
        told = those_who(at, set(found) - {thread.writer_id}, lambda held: rules.may_read_thread(held, thread))
        place = events.thread_topic(thread)
        wanted = [Wanted(pk, thread.author_id, ANNOUNCED, str(thread.pk), place) for pk in sorted(told)]
        notices.notify(wanted, at_epoch=at)
        if len(found) == AT_ONCE:
            later(tell_everybody, thread_id, found[-1])
