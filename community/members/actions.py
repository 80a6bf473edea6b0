"""What people do to their own membership; what others do to it is in moderation/actions.py."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from community.db import writing
from community.live import news
from community.members import epoch
from community.members.models import Block, Member, Session
from moderation.access import members as rules
from moderation.access.grants import Grants

PROFILE = ("name", "title", "state", "about", "looking_for", "timezone")


def note_sign_in(member: Member) -> None:
    """The day, not the minute: nobody is watched."""
    today = timezone.now().date()
    Member.objects.filter(pk=member.pk).exclude(last_seen_on=today).update(last_seen_on=today)


def note_sign_out(member: Member) -> None:
    """Called after the session's row is gone: sockets it opened are found and closed."""
    with writing():
        news.tell_access_moved(epoch.move())


def end_sessions(member: Member) -> None:
    """Everywhere, at once. Runs inside the transaction of the act that ends the access."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("end_sessions belongs into the transaction of the act; open one with writing().")
    Session.objects.filter(member=member).delete()


def end_session(member: Member, key: str) -> None:
    """One of one's own. Pages and sockets of that browser end with the commit."""
    with writing():
        Session.objects.filter(member=member, session_key=key).delete()
        news.tell_access_moved(epoch.move())


def end_other_sessions(member: Member, here: str) -> None:
    with writing():
        Session.objects.filter(member=member).exclude(session_key=here).delete()
        news.tell_access_moved(epoch.move())


def note_new_password(member: Member) -> None:
    """Inside the transaction that stores it: pages and sockets of every browser end, those of a thief among them."""
    end_sessions(member)
    news.tell_access_moved(epoch.move())


def edit_profile(member: Member, *, audiences: Mapping[str, str], **fields: str) -> None:
    """One's own. `fields` are those of the form; `audiences` those chosen now, the others stay. Moves the epoch: names
    are remembered by it."""
    with writing():
        held = Member.objects.select_for_update().get(pk=member.pk)
        held.audiences = {**held.audiences, **audiences}
        for name in PROFILE:
            setattr(held, name, fields[name])
        held.save(update_fields=[*PROFILE, "audiences"])
        epoch.move()


def let_find(member: Member, *, listed: bool, shows_reading: bool) -> None:
    """By members who share nothing with this person, when they search; and whether others see what they have read."""
    with writing():
        Member.objects.filter(pk=member.pk).update(listed=listed, shows_reading=shows_reading)
        epoch.move()


def block(who: Grants, member: Member) -> None:
    """Raises Denied. The blocked person is told nothing."""
    rules.may_block(who, member, timezone.now()).require()
    with writing():
        Block.objects.get_or_create(member_id=who.member_id, blocked=member)
        epoch.move()


def unblock(who: Grants, member: Member) -> None:
    with writing():
        Block.objects.filter(member_id=who.member_id, blocked=member).delete()
        epoch.move()
