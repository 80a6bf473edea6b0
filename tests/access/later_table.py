"""Addresses of messages for later and of who has read one, and whom they open to (see table.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from cohorts.models import LaterMessage
from tests.access.scene import Scene
from tests.access.ways import KINDS, MEMBERS, WRITERS, Kind, Way


def later_of(scene: Scene, _place: str) -> dict[str, Any]:
    """What Ben will say in Spring."""
    now = timezone.now()
    facts = {"member": scene.world.ben, "room": scene.rooms["spring"], "body": "Later", "made_at": now}
    facts |= {"at": now + timedelta(hours=1)}
    return {"pk": LaterMessage.objects.get_or_create(pk=UUID(int=6), defaults=facts)[0].pk}


def tomorrow() -> dict[str, str]:
    at = timezone.localtime() + timedelta(hours=24)
    return {"body": "Good morning", "day": at.date().isoformat(), "hour": f"{at:%H:%M}"}


KINDS |= {"later": Kind(("bens",), later_of, lambda: {"pk": uuid4()})}
TABLE: dict[str, Way] = {
    "send_later": Way(WRITERS, get=200, post=302, of="room", data=tomorrow),
    "seen_by": Way(MEMBERS, get=200, of="said", only="helper"),
    "later_messages": Way(MEMBERS, get=200),
    "later_message": Way(WRITERS, get=200, post=302, of="later", data={"off": "1"}),
}
