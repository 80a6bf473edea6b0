"""The chosen answer, and thanks."""

from __future__ import annotations

from django.utils import timezone

from community.db import writing
from community.forum import events
from community.forum.actions.editing import held
from community.forum.following.actions import tell_askers
from community.forum.following.levels import NONE
from community.forum.following.queries import is_asked_by_others, wishes_of
from community.forum.models import Answer, Post, PostReaction, Thread
from community.forum.notices import SAME
from community.jobs.queue import later
from community.members import epoch
from community.members.grants import those_who
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from community.text import emoji
from moderation.access import forum as rules
from moderation.access.decision import no
from moderation.access.grants import Grants

THANKS = "❤️"
MOST_REACTIONS = 24


def choose_answer(who: Grants, post: Post) -> None:
    """Another one chosen before is the answer no longer, and its author's notice of it goes."""
    now = timezone.now()
    with writing():
        post = held(post)
        rules.may_choose_answer(who, post, now).require()
        thread = post.thread
        at = epoch.hold()
        before = Answer.objects.filter(thread=thread).exclude(post=post).select_related("post").first()
        if before is not None:
            notices.withdraw(["post.answer", SAME], [str(before.post_id)])
            events.post_changed(thread, before.post, at)
        chooser = None if thread.written_by_id == who.member_id else who.member_id  # the asker's alias stays one
        Answer.objects.update_or_create(
            thread=thread, defaults={"post": post, "chosen_by_id": chooser, "chosen_at": now}
        )
        Thread.objects.filter(pk=thread.pk).update(answered=True)
        told = those_who(at, awaiting(thread, post) - {who.member_id}, lambda held: rules.may_read_thread(held, thread))
        place = events.thread_topic(thread)
        notices.notify([Wanted(pk, chooser, "post.answer", str(post.pk), place) for pk in told], at_epoch=at)
        if is_asked_by_others(thread):
            later(tell_askers, post.pk)
        events.post_changed(thread, post, at)


def awaiting(thread: Thread, post: Post) -> set[int]:
    """Who wrote it, unless they want to be left in peace."""
    writer = post.writer_id or 0
    wish = wishes_of(thread, [writer]).get(writer, NONE)
    return {writer} if wish.wants(asked=thread.writer_id == writer, addressed=True) else set()


def take_back_answer(who: Grants, post: Post) -> None:
    rules.may_choose_answer(who, post, timezone.now()).require()
    with writing():
        Answer.objects.filter(thread=post.thread, post=post).delete()
        Thread.objects.filter(pk=post.thread_id).update(answered=Answer.objects.filter(thread=post.thread).exists())
        notices.withdraw(["post.answer", SAME], [str(post.pk)])
        events.post_changed(post.thread, post, epoch.hold())


def toggle_reaction(who: Grants, post: Post, *, kind: str = THANKS) -> bool:
    """True when it is there now."""
    if not emoji.is_emoji(kind):
        no("bad_frame", "A reaction is one emoji.").require()
    with writing():
        locked = held(post)
        rules.may_react(who, locked, timezone.now()).require()
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
