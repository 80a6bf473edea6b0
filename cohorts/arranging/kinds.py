"""What a room can be, and how each kind is shown. Who may write in which: moderation/access/rooms.py."""

from __future__ import annotations

from dataclasses import dataclass

PLAIN, ANNOUNCEMENTS, HOURS, LEADERS, SESSION = "plain", "announcements", "hours", "leaders", "session"


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
    LEADERS: Shown(
        "shield",
        "Facilitators and moderators",
        "Only the cohort’s facilitators and the moderators read and write. Nobody else sees that it is there. "
        "It stays such a room.",
    ),
    SESSION: Shown("video", "Live session", "Opens 15 minutes before its session, and closes an hour after it."),
}
OFFERED = {kind: shown for kind, shown in KINDS.items() if kind != SESSION}  # that one is made with its session
CHANGING = {kind: shown for kind, shown in OFFERED.items() if kind != LEADERS}  # into one another
VALUES = [(kind, kind) for kind in KINDS]  # as they are kept
