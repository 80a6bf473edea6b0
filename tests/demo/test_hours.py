"""The demo is written relative to now: lively in the morning and at night."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cohorts.models import Message, Room
from community.demo.seed import Seeder


@pytest.mark.parametrize("clock", ["00:01", "06:30", "09:20", "12:00", "18:45", "23:59"])
def test_the_rooms_are_lively_at_any_hour(db: None, clock: str) -> None:
    hour, minute = map(int, clock.split(":"))
    now = datetime(2026, 5, 13, hour, minute, tzinfo=ZoneInfo("America/Denver"))
    seeder = Seeder(now)
    with timezone.override("America/Denver"):
        for step in (seeder.organizations, seeder.members, seeder.cohort, seeder.rooms):
            step()
    assert not Message.objects.filter(at__gt=now).exists()
    for room in Room.objects.all():
        times = list(room.messages.order_by("seq").values_list("at", flat=True))
        assert times == sorted(times), room.name
    assert Message.objects.filter(at__gt=now - timedelta(hours=26)).count() > 5
