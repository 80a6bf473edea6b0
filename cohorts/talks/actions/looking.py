"""Looking into the talk of two: one moderator asks, another decides, the two in it are told at once."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils import timezone

from cohorts.models import TalkLook
from cohorts.talks import notices, queries
from cohorts.talks.actions.words import reason_of
from community.db import writing
from community.members import epoch
from community.members.models import Member
from community.members.queries import moderator_ids
from community.notifications import actions as bell
from community.notifications.actions import Wanted
from moderation import audit
from moderation.access import talks as rules
from moderation.access.grants import Grants
from moderation.actions import Refused

WHY = "Say why. The other moderators, the log and the two people get to read it."
SAME = "Name two different people."
ALREADY = "Another moderator has just asked the same: see below."


def place_of_look(look: TalkLook) -> str:
    """Read together with its page."""
    return f"look:{look.pk}"


def ask_look(who: Grants, one: Member, other: Member, *, reason: str) -> TalkLook:
    """All other moderators are told, except the two. Nobody learns yet whether there is such a talk.

    Raises Denied, Refused.
    """
    first, second = sorted((one, other), key=lambda member: member.pk)
    rules.may_ask_look(who, (first.pk, second.pk), timezone.now()).require()
    if first.pk == second.pk:
        raise Refused("reason", SAME)
    reason = reason_of(reason, missing=WHY)
    try:
        with writing():
            made = TalkLook.objects.create(
                one=first, other=second, asked_by_id=who.member_id, reason=reason, asked_at=timezone.now()
            )
            log(who, made, "ask_look")
            at = epoch.hold()
            others = set(moderator_ids(who.member_id, first.pk, second.pk))
            tell(who.member_id, made, notices.ASKED, others, at)
    except IntegrityError:
        raise Refused("reason", ALREADY) from None
    return made


def decide_look(who: Grants, look: TalkLook, *, agreed: bool) -> None:
    """A second moderator. When they agree, both may look for a day, and the two in the talk are told. Raises Denied."""
    now = timezone.now()
    with writing():
        held = TalkLook.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=look.pk)
        rules.may_decide_look(who, held, now).require()
        held.decided_by_id, held.decided_at, held.agreed = who.member_id, now, agreed
        held.save(update_fields=["decided_by", "decided_at", "agreed"])
        log(who, held, "agree_look" if agreed else "decline_look")
        bell.withdraw([notices.ASKED], [str(held.pk)])
        at = epoch.hold()
        tell(who.member_id, held, notices.AGREED if agreed else notices.DECLINED, {held.asked_by_id}, at)
        if agreed and queries.looked_at(held) is not None:
            tell(None, held, notices.TOLD, {held.one_id, held.other_id}, at)


def tell(actor: int | None, look: TalkLook, kind: str, people: set[int], at: int) -> None:
    wanted = [Wanted(pk, actor, kind, str(look.pk), place_of_look(look)) for pk in sorted(people)]
    bell.notify(wanted, at_epoch=at)


def log(who: Grants, look: TalkLook, verb: str) -> None:
    label = f"{look.one.name} and {look.other.name}"
    audit.record(who.member_id, verb, kind="talk", subject=look.pk, label=label, reason=look.reason)
