"""What a room can be, and how each kind is shown. Who may write in which: moderation/access/rooms.py."""

from __future__ import annotations

from dataclasses import dataclass

PLAIN, ANNOUNCEMENTS, HOURS = "plain", "announcements", "hours"


@dataclass(frozen=True, slots=True)
class Shown:
    """`name` is empty for what needs no word."""

    icon: str
    name: str
    means: str


KINDS = {
    PLAIN: Shown("messages-square", "", "Everyone of the cohort reads and writes."),
    ANNOUNCEMENTS: Shown(
        "megaphone",
        "Announcements",
        "Everyone of the cohort reads and reacts. Only facilitators and moderators write.",
    ),
    HOURS: Shown("calendar-clock", "Office hours", "Everyone reads and writes, and sees when somebody is there."),
}
VALUES = [(kind, kind) for kind in KINDS]  # as they are kept
