"""Addresses of messages for later, of who has read one and of its replies, and whom they open to (see table.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from cohorts.models import LaterMessage, Message
from tests.access.scene import Scene
from tests.access.ways import HELPERS, KINDS, LED, MEMBERS, WRITERS, Kind, Way
from tests.access.ways_of_talks import ROOMS_OF_TALKS, room_at
from tests.verbs import say


def later_of(scene: Scene, _place: str) -> dict[str, Any]:
    """What Ben will say in Spring."""
    now = timezone.now()
    facts = {"member": scene.world.ben, "room": scene.rooms["spring"], "body": "Later", "made_at": now}
    facts |= {"at": now + timedelta(hours=1)}
    return {"pk": LaterMessage.objects.get_or_create(pk=UUID(int=6), defaults=facts)[0].pk}


def helpers_of(scene: Scene, place: str) -> dict[str, Any]:
    """What the helper of that place said first, in a room of a cohort or a talk."""
    room, helper = room_at(scene, place), scene.person(HELPERS[place])
    found = Message.objects.filter(room=room["room_id"], author=helper).order_by("seq").first()
    return room | {"message_id": (found or say(helper, scene.rooms[place], "Who has the keys?")).pk}


def tomorrow() -> dict[str, str]:
    at = timezone.localtime() + timedelta(hours=24)
    return {"body": "Good morning", "day": at.date().isoformat(), "hour": f"{at:%H:%M}"}


KINDS |= {
    "later": Kind(("bens",), later_of, lambda: {"pk": uuid4()}),
    "anything said": Kind((*LED, *ROOMS_OF_TALKS), helpers_of, lambda: {"room_id": uuid4(), "message_id": uuid4()}),
}
TABLE: dict[str, Way] = {
    "send_later": Way(WRITERS, get=200, post=302, of="room", data=tomorrow),
    "seen_by": Way(MEMBERS, get=200, of="anything said", only="helper"),
    "room_replies": Way(MEMBERS, get=200, of="anything said"),
    "later_messages": Way(MEMBERS, get=200),
    "later_message": Way(MEMBERS, get=200, post=302, of="later", data={"off": "1"}),
}
