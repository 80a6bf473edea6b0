"""Rules of the forum: reading, asking, replying, editing, choosing an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moderation.access.audience import SEALED, is_kept_from, is_sealed, not_kept_from, reach, within
from moderation.access.decision import ABSENT, YES, Decision, no
from moderation.access.standing import is_moderator, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from community.forum.models import Post, Space, Thread
    from moderation.access.grants import Grants

WRITERS = ("author_id", "written_by_id")  # the second of what is written under an alias
NOT_YOURS = no("not_yours", "Only the person who wrote this can change it.")
NOT_A_QUESTION = no("not_a_question", "A discussion has no answer to choose.")
A_DISCUSSION = no("not_a_question", "This is a discussion, not a question.")
OWN_QUESTION = no("own_question", "You asked this yourself.")
OWN_OPENING = no("own_opening", "The question itself cannot be its answer.")
ASKER_CHOOSES = no("not_yours", "Only the person who asked, or a moderator, chooses the answer.")
ASKER_SAYS = no("not_yours", "Only the person who asked says whether it is still open.")
ASKED_IT = no("asked_it", "You asked this yourself.")
NOT_FOR_ALL = no("not_for_all", "This reply is kept from some of the readers, so it cannot be the answer for all.")
DELETED = no("gone", "This reply was deleted.")
CLOSED = no("closed", "This is closed: it can be read, but not added to. Moderators can open it again.")
STAYS_TOGETHER = no(
    "stays_together", "What somebody keeps from their organization is not split or merged: so it stays kept."
)
ITSELF = no("itself", "This is the question itself. Choose another one.")
MODERATORS_ANNOUNCE = no("moderators_only", "Announcements are made by moderators. Start a discussion instead.")
MODERATORS_KEEP_ORDER = no("moderators_only", "Moderators close, pin and move questions.")


def may_read_space(who: Grants, space: Space) -> Decision:
    return within(who, space.audience, space.cohort_id)


def visible_spaces(who: Grants, spaces: QuerySet[Space]) -> QuerySet[Space]:
    return spaces.filter(reach(who))


def may_read_thread(who: Grants, thread: Thread) -> Decision:
    if is_kept_from(who, thread.hidden_from_id, thread.writer_id):
        return ABSENT
    return may_read_space(who, thread.space)


def visible_threads(who: Grants, threads: QuerySet[Thread]) -> QuerySet[Thread]:
    return threads.filter(reach(who, "space__"), not_kept_from(who, *WRITERS))


def threads_of_visible_space(who: Grants, threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """For a list of spaces that are visible anyway."""
    return threads.filter(not_kept_from(who, *WRITERS))


def may_read_post(who: Grants, post: Post) -> Decision:
    if is_kept_from(who, post.hidden_from_id, post.writer_id):
        return ABSENT
    return may_read_thread(who, post.thread)


def visible_posts(who: Grants, posts: QuerySet[Post]) -> QuerySet[Post]:
    """Of threads that are visible."""
    return posts.filter(not_kept_from(who, *WRITERS))


def may_ask(who: Grants, space: Space, now: datetime) -> Decision:
    seeing = may_read_space(who, space)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    return SEALED if is_sealed(who, space.audience, space.cohort_id) else YES


def may_announce(who: Grants, space: Space, now: datetime) -> Decision:
    """Everybody who reads the space is told of it, so it is for moderators."""
    asking = may_ask(who, space, now)
    if not asking:
        return asking
    if not is_moderator(who):
        return MODERATORS_ANNOUNCE
    return YES


def may_reply(who: Grants, thread: Thread, now: datetime) -> Decision:
    seeing = may_read_thread(who, thread)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    if is_sealed(who, thread.space.audience, thread.space.cohort_id):
        return SEALED
    if thread.locked_at is not None and not is_moderator(who):
        return CLOSED
    return YES


def may_be_asked(who: Grants, thread: Thread, asker: Grants, now: datetime) -> Decision:
    """Whether one knows the answer: whoever could reply, and neither blocked the asker nor is blocked by them."""
    replying = may_reply(who, thread, now)
    if not replying:
        return replying
    if who.member_id == asker.member_id:
        return ASKED_IT
    if asker.member_id in who.blocked_ids or who.member_id in asker.blocked_ids:
        return ABSENT
    return YES


def may_say_open(who: Grants, thread: Thread, now: datetime) -> Decision:
    """That no reply answered it yet."""
    replying = may_reply(who, thread, now)
    if not replying:
        return replying
    if not thread.is_question:
        return NOT_A_QUESTION
    if thread.writer_id != who.member_id:
        return ASKER_SAYS
    return YES


def may_keep_order(who: Grants, thread: Thread, now: datetime) -> Decision:
    """Close, pin."""
    seeing = may_read_thread(who, thread)
    if not seeing:
        return seeing
    writing = may_write(who, now)
    if not writing:
        return writing
    if not is_moderator(who):
        return MODERATORS_KEEP_ORDER
    return YES


def may_move(who: Grants, thread: Thread, space: Space, now: datetime) -> Decision:
    """Into another space, and so to its audience."""
    keeping = may_keep_order(who, thread, now)
    if not keeping:
        return keeping
    return may_read_space(who, space)


def may_split(who: Grants, thread: Thread, space: Space, now: datetime) -> Decision:
    """Make a question of some of its replies."""
    moving = may_move(who, thread, space, now)
    if not moving:
        return moving
    if thread.hidden_from_id is not None:
        return STAYS_TOGETHER
    return YES


def may_merge(who: Grants, thread: Thread, other: Thread, now: datetime) -> Decision:
    """Put all of it at the end of another one."""
    for one in (thread, other):
        keeping = may_keep_order(who, one, now)
        if not keeping:
            return keeping
    if thread.pk == other.pk:
        return ITSELF
    if thread.hidden_from_id is not None or other.hidden_from_id is not None:
        return STAYS_TOGETHER
    return YES


def acting_on(who: Grants, post: Post, now: datetime) -> Decision:
    """Before anything is done with a post: see it, and be allowed to write here."""
    reading = may_read_post(who, post)
    return may_reply(who, post.thread, now) if reading else reading


def may_edit_post(who: Grants, post: Post, now: datetime) -> Decision:
    """Having written it never replaces being allowed in today (Zulip CVE-2023-32678)."""
    replying = acting_on(who, post, now)
    if not replying:
        return replying
    if post.deleted_at is not None:
        return DELETED
    if post.writer_id != who.member_id and post.wiki_at is None:
        return NOT_YOURS
    return YES


def may_open_post(who: Grants, post: Post, now: datetime) -> Decision:
    """Let whoever may reply edit it, or end that."""
    return may_forget_versions(who, post, now)


def may_see_history(who: Grants, post: Post) -> Decision:
    """What it said before: as open as what it says now."""
    reading = may_read_post(who, post)
    if not reading:
        return reading
    if post.deleted_at is not None:
        return ABSENT
    return YES


def may_forget_versions(who: Grants, post: Post, now: datetime) -> Decision:
    """Drop what it said before, for example a name that should not have stood there."""
    replying = acting_on(who, post, now)
    if not replying:
        return replying
    if post.deleted_at is not None:
        return DELETED
    if post.writer_id != who.member_id and not is_moderator(who):
        return NOT_YOURS
    return YES


def may_delete_post(who: Grants, post: Post, now: datetime) -> Decision:
    replying = acting_on(who, post, now)
    if not replying:
        return replying
    if post.deleted_at is not None:
        return DELETED
    if post.number == 1:
        return no("opening", "The first post stays as long as its replies do. You can still edit it.")
    if post.writer_id != who.member_id and not is_moderator(who):
        return NOT_YOURS
    return YES


def may_react(who: Grants, post: Post, now: datetime) -> Decision:
    replying = acting_on(who, post, now)
    if not replying:
        return replying
    if post.deleted_at is not None:
        return DELETED
    return YES


def may_ask_too(who: Grants, thread: Thread, now: datetime) -> Decision:
    """Say that one has the same question."""
    replying = may_reply(who, thread, now)
    if not replying:
        return replying
    if not thread.is_question:
        return A_DISCUSSION
    if thread.writer_id == who.member_id:
        return OWN_QUESTION
    return YES


def may_choose_answer(who: Grants, post: Post, now: datetime) -> Decision:
    replying = acting_on(who, post, now)
    if not replying:
        return replying
    if not post.thread.is_question:
        return NOT_A_QUESTION
    if post.number == 1:
        return OWN_OPENING
    if post.deleted_at is not None:
        return DELETED
    if post.hidden_from_id is not None:
        return NOT_FOR_ALL
    if post.thread.writer_id != who.member_id and not is_moderator(who):
        return ASKER_CHOOSES
    return YES
