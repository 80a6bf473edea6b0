"""Asking for a missing template, saying that one needs it too, answering."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from community import ratelimits
from community.db import writing
from community.library.models import Document, Voice, Wish
from community.members import epoch
from community.notifications import actions as notices
from community.notifications.actions import Wanted
from moderation import audit
from moderation.access import adapting as rules
from moderation.access.grants import Grants
from moderation.actions import Refused

ANSWERED, DECLINED = "wish.answered", "wish.declined"
PLACE = "wishes"
NOT_IN_THE_LIBRARY = "This is no template that every member can open. Copy its address from your browser."
WITHOUT_A_REASON = "Say why, so that they know."


def wish(who: Grants, *, title: str, what_for: str) -> Wish:
    """Raises Denied, ratelimits.TooOften."""
    now = timezone.now()
    rules.may_wish(who, now).require()
    ratelimits.require("post", who.member_id)
    with writing():
        twice = Wish.objects.filter(asked_by_id=who.member_id, title=title, closed_at=None).first()
        if twice is not None:
            return twice
        made = Wish.objects.create(title=title, what_for=what_for, asked_by_id=who.member_id, asked_at=now, voices=1)
        Voice.objects.create(wish=made, member_id=who.member_id, at=now)
    return made


def say_too(who: Grants, wish: Wish, *, off: bool = False) -> None:
    """Once each; `off` takes it back. Raises Denied."""
    now = timezone.now()
    with writing():
        held = Wish.objects.select_for_update().get(pk=wish.pk)
        rules.may_say_too(who, held, now).require()
        if off:
            Voice.objects.filter(wish=held, member_id=who.member_id).delete()
        else:
            Voice.objects.get_or_create(wish=held, member_id=who.member_id, defaults={"at": now})
        recount([held.pk])


def recount(wishes: Sequence[int]) -> None:
    """In a transaction."""
    for pk in wishes:
        Wish.objects.filter(pk=pk).update(voices=Voice.objects.filter(wish_id=pk).count())


def answer(who: Grants, wish: Wish, document: Document) -> None:
    """By a template every member can open. Twice is once. Raises Denied, Refused."""
    with writing():
        held = Wish.objects.select_for_update().get(pk=wish.pk)
        if held.closed_at is not None and held.answered_by_id == document.pk:
            return
        rules.may_close_wish(who, held, timezone.now()).require()
        if not is_for_all(document):
            raise Refused("link", NOT_IN_THE_LIBRARY)
        close(who, held, ANSWERED, document=document)


def is_for_all(document: Document) -> bool:
    return document.audience == "members" and document.shelf_id is None and document.offered_at is None


def answered_by(who: Grants, document: Document) -> None:
    """In the transaction in which a template came into the library that was offered as an answer."""
    if document.answers_id is None:
        return
    held = Wish.objects.select_for_update().filter(pk=document.answers_id, closed_at=None).first()
    if held is not None and document.audience == "members":
        close(who, held, ANSWERED, document=document)


def decline(who: Grants, wish: Wish, why: str) -> None:
    """Raises Denied, Refused."""
    with writing():
        held = Wish.objects.select_for_update().get(pk=wish.pk)
        rules.may_close_wish(who, held, timezone.now()).require()
        if not why.strip():
            raise Refused("why", WITHOUT_A_REASON)
        close(who, held, DECLINED, why=why.strip())


def close(who: Grants, held: Wish, kind: str, *, document: Document | None = None, why: str = "") -> None:
    """In a transaction. Whoever asked or needs it, too, hears of it."""
    Wish.objects.filter(pk=held.pk).update(closed_at=timezone.now(), answered_by=document, declined_why=why)
    verb = "answer_wish" if document is not None else "decline_wish"
    audit.record(who.member_id, verb, kind="wish", subject=held.pk, label=held.title, reason=why)
    told = set(Voice.objects.filter(wish=held).values_list("member_id", flat=True)) | {held.asked_by_id}
    wanted = [Wanted(pk, who.member_id, kind, str(held.pk), PLACE) for pk in sorted(told - {who.member_id})]
    notices.notify(wanted, at_epoch=epoch.hold())


def forget_some(member_id: int) -> bool:
    """Of somebody who leaves: that they needed it, and requests that nobody else needs and nothing came of."""
    with writing():
        needed = list(Voice.objects.filter(member_id=member_id).values_list("wish_id", flat=True))
        Voice.objects.filter(member_id=member_id).delete()
        recount(needed)
        gone = Wish.objects.filter(asked_by_id=member_id, voices=0, answered_by=None)
        keys = [str(pk) for pk in gone.values_list("pk", flat=True)]
        notices.withdraw([ANSWERED, DECLINED], keys)
        gone.delete()
        Wish.objects.filter(asked_by_id=member_id).update(what_for="")
    return False
