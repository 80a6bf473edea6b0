"""Ids of what lies in talks, for the table of addresses (see ways.py)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cohorts.models import Message, TalkLook, TalkReport
from tests.access.scene import TALKING_TO, Scene

PAIR, SEVERAL = TALKING_TO.values()
HEARD = {"pair": PAIR, "several": SEVERAL, "reports": ("mona", "olga")}
ROOMS_OF_TALKS = ("pair", "several")


def room_at(scene: Scene, place: str) -> dict[str, Any]:
    talks = {"pair": scene.talk, "several": scene.table, "helm": scene.helm}
    return {"room_id": (talks.get(place) or scene.rooms[place]).pk}


def said_at(scene: Scene, place: str) -> dict[str, Any]:
    """What the helper of that place said: Ben to Ada, Fay to the others."""
    room = {"pair": scene.talk, "several": scene.table}[place]
    return {"room_id": room.pk, "message_id": Message.objects.filter(room=room).earliest("seq").pk}


def message_at(scene: Scene, place: str) -> dict[str, Any]:
    """What was said first there."""
    return {"message_id": Message.objects.filter(room=room_at(scene, place)["room_id"]).earliest("seq").pk}


def report_in(scene: Scene) -> dict[str, Any]:
    facts = {"room": scene.talk, "reason": "Unkind", "at": timezone.now()}
    made, _ = TalkReport.objects.get_or_create(message=scene.told, by=scene.world.ada, defaults=facts)
    return {"pk": made.pk}


def look_in(scene: Scene) -> dict[str, Any]:
    """Asked by Mona: Olga decides."""
    people = {"one": scene.world.ada, "other": scene.world.ben, "asked_by": scene.world.mona}
    made, _ = TalkLook.objects.get_or_create(**people, defaults={"reason": "Harm", "asked_at": timezone.now()})
    return {"pk": made.pk}
