"""What members do in the forum. Each is one transaction; what others should hear goes out after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from community import ratelimits
from community.db import writing
from community.files import actions as files
from community.forum import events, queries
from community.forum.models import Answer, Post, PostReaction, ReadMark, Space, SpaceMark, Thread
from community.members import epoch
from community.members.models import HUES, Member
from community.members.queries import by_handles
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from community.text import emoji, plain, rich
from moderation import audit
from moderation.access import desk
from moderation.access import forum as rules
from moderation.access.decision import no
from moderation.access.grants import Grants

MAX_TITLE = 160
EXCERPT = 160
THANKS = "❤️"
MOST_REACTIONS = 24
MOST_MENTIONS = 20


class Unusable(Exception):
    """What was written cannot be posted; `field` and the text say what to change."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


# ---- writing --------------------------------------------------------------------------------


def ask(
    who: Grants,
    space: Space,
    *,
    kind: str,
    title: str,
    body: str,
    nonce: UUID,
    attachments: Sequence[UUID] = (),
) -> Thread:
    """A question or a discussion. Sending the same form twice asks once. Raises Denied, Unusable, NotAttachable."""
    now = timezone.now()
    rules.may_ask(who, space, now).require()
    before = queries.post_by_nonce(who.member_id, nonce)
    if before is not None:
        return before.thread
    title = usable_title(title)
    html, named = usable_body(space, body, has_files=bool(attachments))
    pace(who)
    with writing():
        thread = Thread.objects.create(
            space=space, kind=kind, title=title, excerpt=excerpt(html), author_id=who.member_id,
            created_at=now, last_post_at=now, last_author_id=who.member_id,
        )  # fmt: skip
        post = add_post(thread, who, number=1, html=html, nonce=nonce, now=now, attachments=attachments, to=None)
        read_up_to(who.member_id, thread, 1)
        at = epoch.hold()
        notify_named(post, thread, named, at)
        events.thread_started(space, thread, at)
    return thread


def reply(
    who: Grants,
    thread: Thread,
    *,
    body: str,
    nonce: UUID,
    to: int | None = None,
    attachments: Sequence[UUID] = (),
) -> Post:
    """A reply, numbered under the lock of its thread. Sending the same form twice replies once."""
    now = timezone.now()
    rules.may_reply(who, thread, now).require()
    before = queries.post_by_nonce(who.member_id, nonce)
    if before is not None:
        return before
    html, named = usable_body(thread.space, body, has_files=bool(attachments))
    pace(who)
    try:
        with writing():
            return add_reply(who, thread, html=html, nonce=nonce, to=to, attachments=attachments, named=named, now=now)
    except IntegrityError:
        # The same form arrived twice at once; the other one won.
        stored = queries.post_by_nonce(who.member_id, nonce)
        if stored is None:
            raise
        return stored


def add_reply(
    who: Grants,
    thread: Thread,
    *,
    html: str,
    nonce: UUID,
    to: int | None,
    attachments: Sequence[UUID],
    named: dict[str, Member],
    now: datetime,
) -> Post:
    locked = Thread.objects.select_for_update().get(pk=thread.pk)
    number = locked.last_number + 1
    post = add_post(
        thread, who, number=number, html=html, nonce=nonce, now=now, attachments=attachments,
        to=to if to and 1 < to < number else None,
    )  # fmt: skip
    helps = int(locked.author_id != who.member_id)
    Thread.objects.filter(pk=thread.pk).update(
        last_number=number,
        last_post_at=now,
        last_author_id=who.member_id,
        reply_count=F("reply_count") + 1,
        helper_count=F("helper_count") + helps,
    )
    read_up_to(who.member_id, thread, number)
    at = epoch.hold()
    told = notify_named(post, thread, named, at)
    notify_answered(post, thread, told, at)
    events.post_added(thread, post, at)
    return post


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
) -> Post:
    post = Post.objects.create(
        thread=thread,
        number=number,
        author_id=who.member_id,
        nonce=nonce,
        html=html,
        reply_to=to,
        created_at=now,
    )
    uploads = files.attach(who, attachments, kind="post", subject=str(post.pk))
    if uploads:
        post.files = [files.shown(upload) for upload in uploads]
        post.save(update_fields=["files"])
    return post


def edit(who: Grants, post: Post, *, body: str, title: str | None = None) -> Post:
    """One's own words. The title belongs to the question and changes with it."""
    now = timezone.now()
    rules.may_edit_post(who, post, now).require()
    thread = post.thread
    html, _ = usable_body(thread.space, body, has_files=bool(post.files))
    with writing():
        post.html, post.edited_at = html, now
        post.save(update_fields=["html", "edited_at"])
        if post.number == 1:
            thread.excerpt = excerpt(html)
            thread.title = usable_title(title) if title is not None else thread.title
            thread.save(update_fields=["title", "excerpt"])
        events.post_changed(thread, post, epoch.hold())
    return post


def delete(who: Grants, post: Post) -> None:
    """A reply's words are gone for good; its number stays, so that links to others keep their meaning."""
    now = timezone.now()
    rules.may_delete_post(who, post, now).require()
    thread = post.thread
    with writing():
        Answer.objects.filter(post=post).delete()
        PostReaction.objects.filter(post=post).delete()
        files.discard("post", [str(post.pk)])
        notices.withdraw(["post.reply", "post.mention", "post.answer"], [str(post.pk)])
        post.html, post.files, post.reactions = "", [], {}
        post.deleted_at, post.deleted_by_id = now, who.member_id
        post.save(update_fields=["html", "files", "reactions", "deleted_at", "deleted_by"])
        helps = int(post.author_id != thread.author_id)
        Thread.objects.filter(pk=thread.pk).update(
            reply_count=F("reply_count") - 1,
            helper_count=F("helper_count") - helps,
            answered=Answer.objects.filter(thread=thread).exists(),
        )
        if post.author_id != who.member_id:
            audit.record(who.member_id, "delete_post", kind="post", subject=post.pk, label=thread.title)
        events.post_changed(thread, post, epoch.hold())


# ---- answers and thanks ---------------------------------------------------------------------


def choose_answer(who: Grants, post: Post) -> None:
    rules.may_choose_answer(who, post, timezone.now()).require()
    thread = post.thread
    with writing():
        Answer.objects.update_or_create(
            thread=thread, defaults={"post": post, "chosen_by_id": who.member_id, "chosen_at": timezone.now()}
        )
        Thread.objects.filter(pk=thread.pk).update(answered=True)
        at = epoch.hold()
        if post.author_id != who.member_id:
            wanted = Wanted(post.author_id, who.member_id, "post.answer", str(post.pk), events.thread_topic(thread))
            notices.notify([wanted], at_epoch=at)
        events.post_changed(thread, post, at)


def take_back_answer(who: Grants, post: Post) -> None:
    rules.may_choose_answer(who, post, timezone.now()).require()
    with writing():
        Answer.objects.filter(thread=post.thread, post=post).delete()
        Thread.objects.filter(pk=post.thread_id).update(answered=Answer.objects.filter(thread=post.thread).exists())
        notices.withdraw(["post.answer"], [str(post.pk)])
        events.post_changed(post.thread, post, epoch.hold())


def toggle_reaction(who: Grants, post: Post, *, kind: str = THANKS) -> bool:
    """True when it is there now."""
    rules.may_react(who, post, timezone.now()).require()
    if not emoji.is_emoji(kind):
        no("bad_frame", "A reaction is one emoji.").require()
    with writing():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        members = locked.reactions.get(kind, [])
        on = who.member_id not in members
        if on and kind not in locked.reactions and len(locked.reactions) >= MOST_REACTIONS:
            no("full", "This has all the kinds of reactions it can hold.").require()
        if on:
            PostReaction.objects.get_or_create(post=locked, member_id=who.member_id, emoji=kind)
            locked.reactions[kind] = [*members, who.member_id]
        else:
            PostReaction.objects.filter(post=locked, member_id=who.member_id, emoji=kind).delete()
            locked.reactions[kind] = [pk for pk in members if pk != who.member_id]
            if not locked.reactions[kind]:
                del locked.reactions[kind]
        locked.save(update_fields=["reactions"])
        post.reactions = locked.reactions
        events.post_changed(post.thread, post, epoch.hold())
    return on


# ---- reading --------------------------------------------------------------------------------


def read_up_to(member_id: int, thread: Thread, number: int) -> None:
    """Only ever forward. Whoever reads a place has seen what waited there."""
    number = max(0, min(number, max(thread.last_number, number)))
    with writing():
        mark, created = ReadMark.objects.get_or_create(member_id=member_id, thread=thread, defaults={"number": number})
        if not created and mark.number < number:
            ReadMark.objects.filter(pk=mark.pk, number__lt=number).update(number=number, at=timezone.now())
        notices.mark_read_at(member_id, events.thread_topic(thread))


def mark_read(who: Grants, thread: Thread, number: int) -> None:
    """From the reading browser: never past the end."""
    rules.may_read_thread(who, thread).require_sight()
    read_up_to(who.member_id, thread, min(number, thread.last_number))


def mark_unread_from(who: Grants, thread: Thread, number: int) -> None:
    """By the member's own hand, the one way a mark moves back. Before the question means never opened."""
    rules.may_read_thread(who, thread).require_sight()
    with writing():
        ReadMark.objects.filter(member_id=who.member_id, thread=thread).update(number=max(number - 1, 0))


def mark_space_read(who: Grants, space: Space) -> None:
    """Everything in it, up to now: two statements however many threads, and a baseline that spares later looks."""
    rules.may_read_space(who, space).require_sight()
    now = timezone.now()
    with writing(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_readmark SET number = (SELECT t.last_number FROM forum_thread t WHERE t.id = thread_id)"
            " WHERE member_id = %s AND thread_id IN (SELECT id FROM forum_thread WHERE space_id = %s)",
            [who.member_id, space.pk],
        )
        cursor.execute(
            "INSERT INTO forum_readmark (member_id, thread_id, number, at)"
            " SELECT %s, t.id, t.last_number, %s FROM forum_thread t WHERE t.space_id = %s AND NOT EXISTS"
            " (SELECT 1 FROM forum_readmark m WHERE m.member_id = %s AND m.thread_id = t.id)",
            [who.member_id, now, space.pk, who.member_id],
        )
        SpaceMark.objects.update_or_create(member_id=who.member_id, space=space, defaults={"before": now})


# ---- arranging ------------------------------------------------------------------------------


def create_space(
    actor: Grants, *, name: str, purpose: str, audience: str, cohort_id: int | None, hue: str = ""
) -> Space:
    desk.may_arrange(actor, timezone.now()).require()
    with writing():
        position = Space.objects.count()
        space = Space.objects.create(
            slug=free_slug(name), name=name, purpose=purpose, audience=audience, cohort_id=cohort_id,
            hue=hue or HUES[position % len(HUES)], position=position,
        )  # fmt: skip
        audit.record(actor.member_id, "create_space", kind="space", subject=space.pk, label=name)
    return space


def free_slug(name: str) -> str:
    base = slugify(name)[:50] or "space"
    taken = set(Space.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


# ---- shared ---------------------------------------------------------------------------------


def usable_title(title: str) -> str:
    title = plain.clean_line(title)
    if plain.is_blank(title):
        raise Unusable("title", "Please write your question in one line.")
    if len(title) > MAX_TITLE:
        raise Unusable("title", f"Please keep it to {MAX_TITLE} characters; this has {len(title)}.")
    return title


def usable_body(space: Space, body: str, *, has_files: bool) -> tuple[str, dict[str, Member]]:
    """Sanitized HTML with its mentions resolved to people who can read the space, and those people."""
    if len(body) > rich.MAX_HTML:
        raise Unusable("body", f"This is too long to post: {len(body):,} of at most {rich.MAX_HTML:,} characters.")
    html = rich.sanitize(body)
    if rich.is_empty(html) and not has_files:
        raise Unusable("body", "Please write something first.")
    named = by_handles(rich.mentioned(html), space.audience, space.cohort_id)
    return rich.link_mentions(html, {handle: member.name for handle, member in named.items()}), named


def excerpt(html: str) -> str:
    return plain.shorten(plain.from_html(html), EXCERPT)


def pace(who: Grants) -> None:
    if ratelimits.take("post", who.member_id):
        raise Unusable("body", ratelimits.sentence("post"))


def notify_named(post: Post, thread: Thread, named: dict[str, Member], at: int) -> set[int]:
    """Up to twenty people a post, never the writer. Returns whom."""
    told = [member.pk for member in named.values() if member.pk != post.author_id][:MOST_MENTIONS]
    place = events.thread_topic(thread)
    notices.notify([Wanted(pk, post.author_id, "post.mention", str(post.pk), place) for pk in told], at_epoch=at)
    return set(told)


def notify_answered(post: Post, thread: Thread, told: set[int], at: int) -> None:
    """The asker, and whoever is answered, unless they were named anyway."""
    people = {thread.author_id}
    if post.reply_to:
        people |= set(Post.objects.filter(thread=thread, number=post.reply_to).values_list("author_id", flat=True))
    wanted = [
        Wanted(pk, post.author_id, "post.reply", str(post.pk), events.thread_topic(thread))
        for pk in people - told - {post.author_id}
    ]
    notices.notify(wanted, at_epoch=at)
