"""The addresses of a room's settings (see table.py)."""

from __future__ import annotations

from tests.access.ways import WRITERS, Way

LEADERS = "facilitators and moderators"
TABLE: dict[str, Way] = {
    "room_settings": Way(
        WRITERS, get=200, post=302, of="cohort room", only=LEADERS, data={"kind": "hours", "hours": "Tuesdays at four"}
    ),
    "room_since": Way(WRITERS, post=302, of="led room", only=LEADERS, data={"since": "joining"}),
    "room_keeping": Way(WRITERS, post=302, of="led room", only=LEADERS, data={"keeps": "90", "sure": "1"}),
}
