"""What people do to their own membership; what others do to it is in moderation/actions.py."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.db import writing
from community.live import news
from community.members import epoch
from community.members.models import Member, Session


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


def edit_profile(member: Member, *, name: str, title: str, about: str, timezone_name: str) -> None:
    """One's own. Moves the epoch: names are remembered by it."""
    with writing():
        member.name, member.title, member.about = name, title, about
        member.timezone = timezone_name
        member.save(update_fields=["name", "title", "about", "timezone"])
        epoch.move()
