"""Time passes for whoever is away: what waited becomes due, and mail about it goes out."""

from __future__ import annotations

from datetime import timedelta

from django.core import mail
from django.core.mail import EmailMessage
from django.db.models import F

from community.forum.models import Thread
from community.notifications import letters
from community.notifications.models import Letter, Notice
from tests.cast import World
from tests.verbs import ask, carry_out_jobs, reply, say


def burst(world: World) -> Thread:
    """Three replies and a mention for Ada."""
    thread = ask(world.ada, world.commons, "When?")
    for name in ("ben", "cleo", "fay"):
        reply(world.people[name], thread)
    say(world.fay, world.room, "@ada")
    return thread


def passes(**ago: int) -> None:
    """Everything that happened until now was so long ago."""
    by = timedelta(**ago)
    Notice.objects.update(at=F("at") - by, due_at=F("due_at") - by, read_at=F("read_at") - by)
    Letter.objects.update(made_at=F("made_at") - by)


def gather() -> list[EmailMessage]:
    """The worker looks who is to be told, and tells them; the mails of this time."""
    before = len(mail.outbox)
    letters.gather.call()
    carry_out_jobs()
    return mail.outbox[before:]


def mails() -> list[EmailMessage]:
    """A quarter of an hour later."""
    passes(minutes=15)
    return gather()


def to(found: list[EmailMessage]) -> list[str]:
    return sorted(message.to[0].partition("@")[0] for message in found)
