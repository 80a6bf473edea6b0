"""Quiet hours: mails wait until they end, where the member is; the inbox does not wait."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from community.members.models import Member
from community.notifications import letters
from community.notifications import queries as notices
from community.notifications.models import Letter, MailSettings, Notice
from community.notifications.quiet import Quiet
from tests.cast import World, grants
from tests.notifications.evening import burst, gather, mails, passes, to
from tests.pages import text_of
from tests.verbs import carry_out_jobs, say, signed_in

NIGHT = Quiet(time(20), time(7), weekends=True)
DENVER = "America/Denver"


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (NIGHT, "2026-11-24 19:59", None),  # a Tuesday
        (NIGHT, "2026-11-24 20:00", "2026-11-25 07:00"),
        (NIGHT, "2026-11-25 06:59", "2026-11-25 07:00"),
        (NIGHT, "2026-11-25 07:00", None),
        (NIGHT, "2026-11-27 20:30", "2026-11-30 07:00"),  # Friday evening
        (NIGHT, "2026-11-28 12:00", "2026-11-30 07:00"),
        (NIGHT, "2026-10-31 23:00", "2026-11-02 07:00"),  # the clocks change
        (Quiet(time(9), time(15)), "2026-11-28 12:00", "2026-11-28 15:00"),
        (Quiet(time(9), time(15)), "2026-11-28 15:00", None),
        (Quiet(weekends=True), "2026-11-29 23:59", "2026-11-30 00:00"),
        (Quiet(), "2026-11-28 03:00", None),
    ],
)  # fmt: skip
def test_quiet_ends_by_the_clock_of_the_place(quiet: Quiet, at: str, until: str | None) -> None:
    zone = ZoneInfo(DENVER)
    now = datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC)
    assert quiet.until(now, DENVER) == (datetime.fromisoformat(until).replace(tzinfo=zone) if until else None)


def settings_of(member: Member, **fields: Any) -> Any:
    return signed_in(member).post("/you/mail/", {"pace": "soon"} | fields)


def clock(member: Member, *, hours: int) -> str:
    """What a clock where she is shows so many hours from now."""
    Member.objects.filter(pk=member.pk).update(timezone=DENVER)
    return (timezone.now() + timedelta(hours=hours)).astimezone(ZoneInfo(DENVER)).strftime("%H:%M")


def test_ada_gets_her_mail_when_her_quiet_hours_are_over(world: World) -> None:
    settings_of(world.ada, quiet_from=clock(world.ada, hours=-2), quiet_to=clock(world.ada, hours=3))
    burst(world)
    say(world.ada, world.room, "@ben")
    assert to(mails()) == ["ben"]
    assert notices.unread_count(grants(world.ada)) == 4
    due = Notice.objects.filter(member=world.ada).values_list("due_at", flat=True).order_by("due_at")
    assert timedelta(hours=2) < due[0] - timezone.now() <= timedelta(hours=3)
    settings_of(world.ada, quiet_from=clock(world.ada, hours=4), quiet_to=clock(world.ada, hours=6))
    passes(hours=4)
    [message] = gather()
    assert (to([message]), message.subject[:12]) == (["ada"], "4 new things")


def test_a_letter_that_was_held_up_into_the_quiet_hours_waits_with_them(world: World) -> None:
    """The worker stood still between gathering and writing."""
    burst(world)
    passes(minutes=15)
    letters.gather.call()
    assert Letter.objects.count() == 1
    settings_of(world.ada, quiet_from=clock(world.ada, hours=-1), quiet_to=clock(world.ada, hours=2))
    assert mails() == []
    assert not Letter.objects.exists()
    assert Notice.objects.filter(member=world.ada, due_at__gt=timezone.now()).count() == 4
    settings_of(world.ada)
    passes(hours=3)
    assert to(gather()) == ["ada"]
    carry_out_jobs()


def test_what_cannot_be_hours_is_said_beside_them_and_nothing_is_saved(world: World) -> None:
    for fields in (
        {"quiet_from": "20:00"}, {"quiet_to": "07:00"}, {"quiet_from": "7", "quiet_to": "25:00"},
        {"quiet_from": "07:00", "quiet_to": "07:00"},
    ):  # fmt: skip
        assert settings_of(world.ada, **fields).status_code == 422, fields
    assert not MailSettings.objects.exists()
    assert settings_of(world.ada, quiet_from="20:00", quiet_to="07:00", quiet_weekends="1").status_code == 302
    page = text_of(signed_in(world.ada).get("/you/mail/"))
    assert 'value="20:00"' in page
    assert 'name="quiet_weekends" value="1" checked' in page
