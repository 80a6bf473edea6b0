"""What is done in rooms without scripts, and long timelines written as rows, where nobody's pace matters."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from cohorts.models import Message, ReadMark, Room
from community.members.models import Member
from tests.pages import Answer, text_of

STATE = re.compile(r'<script type="application/json" data-state>(.*?)</script>', re.DOTALL)


def place(room: Room) -> str:
    return f"/rooms/{room.pk}/"


def look(client: Client, room: Room, **query: object) -> Answer:
    return client.get(place(room), query)


def send(client: Client, room: Room, body: str = "Hello", **fields: Any) -> Answer:
    return client.post(f"{place(room)}say/", {"body": body, "nonce": uuid4()} | fields)


def state(answer: Answer) -> dict[str, Any]:
    """What the page tells its script: the same as the wire would."""
    found: dict[str, Any] = json.loads(STATE.findall(text_of(answer))[0])
    return found


def bodies(answer: Answer) -> list[str]:
    """What was said, as the page shows it, in its order."""
    log = text_of(answer).partition("data-log>")[2].partition("</ol>")[0]
    return [re.sub(r"<[^>]*>", "", words) for words in re.findall(r'<div class="words">(.*?)</div>', log)]


def fill(room: Room, authors: list[Member], count: int, *, start: datetime | None = None) -> list[Message]:
    """So many messages, a minute apart: "Words 1", "Words 2" …, and each a rev of its own."""
    room.refresh_from_db()
    start = start or timezone.now() - timedelta(minutes=count)
    rows = [
        Message(
            room=room, seq=room.rev + n, rev=room.rev + n, ordinal=room.message_count + n, nonce=uuid4(),
            author=authors[n % len(authors)], body=f"Words {n}", html=f"<p>Words {n}</p>", fingerprint="",
            at=start + timedelta(minutes=n),
        )
        for n in range(1, count + 1)
    ]  # fmt: skip
    made = Message.objects.bulk_create(rows)
    room.rev, room.last_seq, room.message_count = room.rev + count, room.rev + count, room.message_count + count
    room.save(update_fields=["rev", "last_seq", "message_count"])
    return made


def mark(member: Member, room: Room) -> tuple[int, int] | None:
    """How far this person has read: seq and ordinal."""
    return ReadMark.objects.filter(member=member, room=room).values_list("seq", "ordinal").first()
