"""Asking and replying."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone

from community.db import writing
from community.drafts import actions as drafts
from community.files import actions as files
from community.forum import drafting, events, indexing, queries
from community.forum.actions.aliases import Signature, signed
from community.forum.actions.announcing import announce, new_thread, require_kind
from community.forum.actions.polling import Wanted, add_poll
from community.forum.actions.reading import held_thread, read_own, read_own_question
from community.forum.actions.tagging import begin_with
from community.forum.actions.telling import tell_of_question, tell_of_reply
from community.forum.actions.words import pace, usable_body, usable_title
from community.forum.models import Post, Space, Thread
from community.forum.naming import Named
from community.members import epoch
from moderation.access import forum as rules
from moderation.access.grants import Grants
from moderation.access.labels import Label, stricter


def ask(
    who: Grants,
    space: Space,
    *,
    kind: str,
    title: str,
    body: str,
    nonce: UUID,
    attachments: Sequence[UUID] = (),
    hide: bool = False,
    anonymous: bool = False,
    label: Label | None = None,
    tags: Sequence[str] = (),
    closed: bool = False,
    poll: Wanted | None = None,
) -> Thread:
    """A new thread. Sending the same form twice asks once. `hide`: keep it from one's own organization. `anonymous`:
    under an alias. `label`: as the space's, or a stricter one. `closed`: an announcement without replies.
    Raises Denied, Unusable, NotAttachable."""
    now = timezone.now()
    require_kind(who, space, kind, anonymous=anonymous, now=now)
    before = queries.post_by_nonce(who.member_id, nonce)
    if before is not None:
        return before.thread
    title = usable_title(title)
    html, named = usable_body(who, space, body, has_files=bool(attachments), anonymous=anonymous)
    pace(who)
    thread = new_thread(who, space, kind, title, html, now, signed(who, anonymous=anonymous), hide=hide, closed=closed)
    thread.label = stricter(space.label, label or space.label)
    try:
        with writing():
            add_thread(who, thread, html=html, nonce=nonce, attachments=attachments, named=named, tags=tags)
            add_poll(thread, poll)
            return thread
    except IntegrityError:
        # The same form arrived twice at once; the other one won.
        before = queries.post_by_nonce(who.member_id, nonce)
        if before is None:
            raise
        return before.thread


def add_thread(
    who: Grants,
    thread: Thread,
    *,
    html: str,
    nonce: UUID,
    attachments: Sequence[UUID],
    named: Named,
    tags: Sequence[str],
) -> Thread:
    begin_with(thread, tags)
    now = thread.created_at
    post = add_post(
        thread, who, number=1, html=html, nonce=nonce, now=now, attachments=attachments, to=None,
        hidden_from=thread.hidden_from_id,
        name={"author_id": thread.author_id, "alias": thread.alias, "written_by_id": thread.written_by_id},
    )  # fmt: skip
    drafts.forget(who.member_id, drafting.ASK)
    read_own_question(who.member_id, thread)
    at = epoch.hold()
    tell_of_question(post, thread, named, at)
    events.thread_started(thread.space, thread, at)
    announce(thread)
    return thread


def reply(
    who: Grants,
    thread: Thread,
    *,
    body: str,
    nonce: UUID,
    to: int | None = None,
    attachments: Sequence[UUID] = (),
    hide: bool = False,
    anonymous: bool = False,
) -> Post:
    """A reply, numbered under the lock of its thread. Sending the same form twice replies once. `hide`: keep it from
    one's own organization. `anonymous`: under an alias, the same in all the thread."""
    now = timezone.now()
    rules.may_reply(who, thread, now).require()
    html, named = usable_body(who, thread.space, body, has_files=bool(attachments), anonymous=anonymous)
    pace(who)
    try:
        with writing():
            return add_reply(
                who, thread, html=html, nonce=nonce, to=to, attachments=attachments, named=named, now=now,
                hidden_from=who.organization_id if hide else None, anonymous=anonymous,
            )  # fmt: skip
    except IntegrityError:
        # The same form arrived twice; the first one stands.
        before = queries.post_by_nonce(who.member_id, nonce)
        if before is None:
            raise
        return before


def add_reply(
    who: Grants,
    thread: Thread,
    *,
    html: str,
    nonce: UUID,
    to: int | None,
    attachments: Sequence[UUID],
    named: Named,
    now: datetime,
    hidden_from: int | None,
    anonymous: bool,
) -> Post:
    locked = held_thread(thread)
    number = locked.numbered_to + 1
    post = add_post(
        thread, who, number=number, html=html, nonce=nonce, now=now, attachments=attachments,
        to=to if to and 1 < to < number else None, hidden_from=hidden_from,
        name=signed(who, anonymous=anonymous, thread=locked),
    )  # fmt: skip
    quiet = post.is_quiet()
    Thread.objects.filter(pk=thread.pk).update(**({"quiet_number": number} if quiet else counted(locked, post)))
    drafts.forget(who.member_id, drafting.reply_place(thread.key))
    read_own(who.member_id, thread, locked.last_number if quiet else number)
    at = epoch.hold()
    tell_of_reply(post, thread, named, at, followed=locked.followed)
    events.post_added(thread, post, at)
    return post


def counted(locked: Thread, post: Post) -> dict[str, Any]:
    """What the lists keep of one reply more."""
    return {
        "last_number": post.number,
        "last_post_at": post.created_at,
        "last_author_id": post.author_id,
        "reply_count": F("reply_count") + 1,
        "helper_count": F("helper_count") + int(helps(locked, post)),
    }


def helps(thread: Thread, post: Post) -> bool:
    """A reply by somebody else, as far as readers can tell: the count must not say who stands behind an alias."""
    return (thread.author_id, thread.alias) != (post.author_id, post.alias)


def add_post(
    thread: Thread,
    who: Grants,
    *,
    number: int,
    html: str,
    nonce: UUID,
    now: datetime,
    attachments: Sequence[UUID],
    to: int | None,
    hidden_from: int | None,
    name: Signature,
) -> Post:
    post = Post.objects.create(
        thread=thread,
        number=number,
        **name,
        nonce=nonce,
        html=html,
        reply_to=to,
        hidden_from_id=hidden_from,
        created_at=now,
    )
    uploads = files.attach(who, attachments, kind="post", subject=str(post.pk))
    if uploads:
        post.files = [files.shown(upload) for upload in uploads]
        post.save(update_fields=["files"])
    indexing.index(post, thread)
    return post
