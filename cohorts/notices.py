"""What the rooms' notices say, looked up when they are shown."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from cohorts.models import Message
from community.notifications import kinds
from community.notifications.kinds import Shown
from community.text import plain
from moderation.access import rooms as rules
from moderation.access.grants import Grants

TALKS_HUE = "slate"

SENTENCES = {
    "message.mention": "mentioned you in {room}",
    "message.reply": "replied to you in {room}",
    "message.said": "wrote in {room}",
    "message.talk": "wrote to you in {room}",
}
COUNTED = {
    "message.talk": ("message in a talk", "messages in talks"),
    "message.mention": ("mention in a room", "mentions in rooms"),
    "message.reply": ("reply in a room", "replies in rooms"),
    "message.said": ("message in a room", "messages in rooms"),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        kinds.register(kind, resolver(sentence), counted=COUNTED[kind])


def resolver(sentence: str) -> kinds.Resolve:
    def resolve(who: Grants, subjects: Sequence[str]) -> dict[str, Shown]:
        messages = Message.objects.filter(pk__in=list(subjects), deleted_at=None).select_related("room__cohort")
        return {str(m.pk): shown(m, sentence) for m in messages if rules.may_read_message(who, m.room, m)}

    return resolve


def shown(message: Message, sentence: str) -> Shown:
    """What is said in a talk goes into no mail."""
    room = message.room
    return Shown(
        sentence=sentence.format(room=room.name or "a talk"),
        url=reverse("room", args=[room.pk]) + f"?message={message.pk}",
        excerpt=plain.shorten(plain.from_html(message.html), 120),
        place_name=room.place_name,
        hue=room.cohort.hue if room.cohort else TALKS_HUE,
        named=False,
        quotable=room.cohort_id is not None,
    )
