"""Finding out who wrote something under an alias: one moderator asks, another one decides, the writer is told."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils import timezone

from community.db import writing
from community.forum.actions.words import Unusable
from community.forum.models import Post, Unmasking
from community.members import epoch
from community.members.grants import those_who
from community.members.queries import moderator_ids
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from community.text import plain
from moderation import audit
from moderation.access import aliases as rules
from moderation.access.forum import may_read_post
from moderation.access.grants import Grants

MOST_REASON = 300
ASKED, AGREED, DECLINED, TOLD = "alias.asked", "alias.agreed", "alias.declined", "alias.told"
ALREADY = "Another moderator has just asked the same: see above."


def place_of(unmasking: Unmasking) -> str:
    """Read together with its page."""
    return f"unmasking:{unmasking.pk}"


def ask_who_wrote(who: Grants, post: Post, *, reason: str) -> Unmasking:
    """All other moderators are told. Raises Denied, Unusable."""
    now = timezone.now()
    rules.may_ask_who_wrote(who, post, now).require()
    reason = plain.clean_line(reason)
    if not reason:
        raise Unusable("reason", "Say why. The other moderators, the log and the person who wrote it get to read it.")
    if len(reason) > MOST_REASON:
        raise Unusable("reason", f"Up to {MOST_REASON} characters, please.")
    try:
        with writing():
            made = Unmasking.objects.create(post=post, asked_by_id=who.member_id, reason=reason, asked_at=now)
            log(who, made, "ask_who_wrote", reason)
            at = epoch.hold()
            others = set(moderator_ids(who.member_id))
            tell(who.member_id, made, ASKED, those_who(at, others, lambda held: may_read_post(held, post)), at)
    except IntegrityError:
        raise Unusable("reason", ALREADY) from None
    return made


def decide_who_wrote(who: Grants, unmasking: Unmasking, *, agreed: bool) -> None:
    """A second moderator. When they agree, the two see who it was, and the writer is told. Raises Denied."""
    now = timezone.now()
    with writing():
        held = (
            Unmasking.objects.select_for_update(of=("self",)).select_related("post__thread__space").get(pk=unmasking.pk)
        )
        rules.may_decide_who_wrote(who, held, now).require()
        held.decided_by_id, held.decided_at, held.agreed = who.member_id, now, agreed
        held.save(update_fields=["decided_by", "decided_at", "agreed"])
        log(who, held, "agree_who_wrote" if agreed else "decline_who_wrote", held.reason)
        notices.withdraw([ASKED], [str(held.pk)])
        at = epoch.hold()
        tell(who.member_id, held, AGREED if agreed else DECLINED, {held.asked_by_id}, at)
        if agreed and held.post.written_by_id:
            tell(None, held, TOLD, {held.post.written_by_id}, at)


def tell(actor: int | None, unmasking: Unmasking, kind: str, people: set[int], at: int) -> None:
    place = place_of(unmasking)
    notices.notify([Wanted(pk, actor, kind, str(unmasking.pk), place) for pk in sorted(people)], at_epoch=at)


def log(who: Grants, unmasking: Unmasking, verb: str, reason: str) -> None:
    """The log names the alias, and never who stands behind it: all moderators read it."""
    post = unmasking.post
    label = f"{post.alias}, “{plain.shorten(post.thread.title, 60)}”"
    audit.record(who.member_id, verb, kind="post", subject=post.pk, label=label, reason=reason)
