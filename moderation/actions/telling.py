"""Telling moderators that something waits: in the app at once, by mail once for a burst. Rights are asked each time."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from community import mail
from community.db import writing
from community.jobs.queue import job, later
from community.members import epoch
from community.members import queries as members
from community.members.grants import grants_for
from community.members.models import Member
from community.notifications import actions as notifications
from community.notifications.actions import Wanted
from moderation.access.applications import may_see_applications
from moderation.access.standing import may_enter
from moderation.models import Application
from moderation.queries.deciding import last_told_at, waiting_now, waiting_untold

WAITING, ANSWERED = "application.waiting", "application.answered"
GATHERS = timedelta(minutes=5)  # who applies together is told of together
PAUSE = timedelta(hours=1)  # before the next mail about new ones


def place_of(application: Application) -> str:
    """Read together with the application's page."""
    return f"application:{application.pk}"


def note_waiting(application: Application) -> None:
    """In the transaction in which it came to the queue."""
    note(application, WAITING)


def note_answered(application: Application) -> None:
    """In the transaction of the answer. A second answer is news again."""
    notifications.withdraw([ANSWERED], [str(application.pk)])
    note(application, ANSWERED)


def note(application: Application, kind: str) -> None:
    at_epoch = epoch.hold()
    wanted = [Wanted(pk, None, kind, str(application.pk), place_of(application)) for pk in members.moderator_ids()]
    notifications.notify(wanted, at_epoch=at_epoch)


def nothing_waits(application: Application) -> None:
    """Somebody decided, or the applicant withdrew."""
    notifications.withdraw([WAITING, ANSWERED], [str(application.pk)])


@job(every=GATHERS)
def tell_moderators() -> None:
    """One mail for everything that came since the last one."""
    now = timezone.now()
    last = last_told_at()
    if last is not None and last > now - PAUSE:
        return
    with writing():
        # The condition is in the statement: of two workers one finds something untold.
        if not waiting_untold().filter(submitted_at__lte=now - GATHERS).exists():
            return
        if waiting_untold().update(told_at=now):
            for member_id in members.moderator_ids():
                later(write_to_moderator, member_id)


@job()
def write_to_moderator(member_id: int) -> None:
    """Who moderates and may come in at this moment; no name and no word of an application is in the mail."""
    held = grants_for(member_id)
    waiting = waiting_now()
    if held is None or not waiting or not may_enter(held, timezone.now()) or not may_see_applications(held):
        return
    found = Member.objects.get(pk=member_id)
    link = f"{settings.COMMUNITY_URL}/moderation/applications/"
    mail.send("applications_waiting", found.email, name=found.name, waiting=waiting, link=link)
