"""Editing, forgetting, deleting what stands there already."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from community.db import writing
from community.drafts import actions as drafts
from community.files import actions as files
from community.forum import drafting, events, indexing
from community.forum.actions.posts import helps
from community.forum.actions.words import ChangedMeanwhile, excerpt, usable_body, usable_title
from community.forum.bookmarks import actions as bookmarks
from community.forum.models import Answer, Post, PostReaction, Revision, Thread
from community.forum.notices import OF_POSTS
from community.jobs.queue import later
from community.members import epoch
from community.notifications import actions as notices
from moderation import audit
from moderation.access import forum as rules
from moderation.access.grants import Grants


def held(post: Post) -> Post:
    """The post as it is now, until the transaction ends: its author and a moderator may act on it at once."""
    return Post.objects.select_for_update(of=("self",)).select_related("thread__space").get(pk=post.pk)


CHANGED_MEANWHILE = (
    "This was changed on another page after you opened this one. Compare with it, then save yours again."
)


def edit(
    who: Grants, post: Post, *, body: str, title: str | None = None, revision: int | None = None, forget: bool = False
) -> Post:
    """One's own words, or those that everybody edits. The title belongs to the question and its asker. What it said
    before is kept, unless it is to be forgotten. `revision`: of the words that were edited; Unusable when they are not
    the newest."""
    now = timezone.now()
    rules.may_edit_post(who, post, now).require()
    html, _ = usable_body(
        who, post.thread.space, body, has_files=bool(post.files), anonymous=bool(post.alias), before=post.html
    )
    with writing():
        post = held(post)
        rules.may_edit_post(who, post, now).require()
        if forget:
            rules.may_forget_versions(who, post, now).require()
        if revision is not None and revision != post.revision:
            raise ChangedMeanwhile("body", CHANGED_MEANWHILE)
        thread = post.thread
        own = post.writer_id == who.member_id
        heading = usable_title(title) if title is not None and post.number == 1 and own else thread.title
        keep_version(post, forget=forget, changed=(html, heading) != (post.html, thread.title))
        post.html, post.edited_at, post.edited_by_id = html, now, None if own else who.member_id
        post.save(update_fields=["html", "edited_at", "edited_by", "revision"])
        if post.number == 1:
            thread.excerpt = excerpt(html)
            before, thread.title = thread.title, heading
            thread.save(update_fields=["title", "excerpt"])
            if thread.title != before:
                later(indexing.retitle, thread.pk)
        indexing.index(post, thread)
        drafts.forget(who.member_id, drafting.edit_place(thread.key, post.number))
        events.post_changed(thread, post, epoch.hold())
    return post


def keep_version(post: Post, *, forget: bool, changed: bool) -> None:
    """In the transaction of an edit, before it."""
    if forget:
        Revision.objects.filter(post=post).delete()
    elif changed:
        Revision.objects.create(
            post=post, number=post.revision, html=post.html, title=post.thread.title if post.number == 1 else "",
            at=post.edited_at or post.created_at, by_id=post.edited_by_id,
        )  # fmt: skip
    if changed:
        post.revision += 1


def forget_versions(who: Grants, post: Post) -> None:
    """What it said before is gone for good; that it was edited stays to be seen."""
    with writing():
        post = held(post)
        rules.may_forget_versions(who, post, timezone.now()).require()
        dropped, _ = Revision.objects.filter(post=post).delete()
        if dropped and post.writer_id != who.member_id:
            audit.record(who.member_id, "forget_versions", kind="post", subject=post.pk, label=post.thread.title)


def delete(who: Grants, post: Post) -> None:
    """A reply's words are gone for good; its number stays, so that links to others keep their meaning."""
    now = timezone.now()
    with writing():
        post = held(post)
        rules.may_delete_post(who, post, now).require()
        thread = post.thread
        Answer.objects.filter(post=post).delete()
        PostReaction.objects.filter(post=post).delete()
        Revision.objects.filter(post=post).delete()
        files.discard("post", [str(post.pk)])
        notices.withdraw(OF_POSTS, [str(post.pk)])
        bookmarks.forget_of([post])
        post.html, post.files, post.reactions = "", [], {}
        post.deleted_at, post.deleted_by_id = now, who.member_id
        post.save(update_fields=["html", "files", "reactions", "deleted_at", "deleted_by"])
        indexing.forget(post)
        if not post.is_quiet():
            Thread.objects.filter(pk=thread.pk).update(
                reply_count=F("reply_count") - 1,
                helper_count=F("helper_count") - int(helps(thread, post)),
                answered=Answer.objects.filter(thread=thread).exists(),
            )
        if post.writer_id != who.member_id:
            audit.record(who.member_id, "delete_post", kind="post", subject=post.pk, label=thread.title)
        events.post_changed(thread, post, epoch.hold())
