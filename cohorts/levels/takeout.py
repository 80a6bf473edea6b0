"""How much a member wants to hear of their rooms, for their archive. It goes with them when they leave."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import format_html

from cohorts.levels import queries
from cohorts.levels.actions import forget_levels
from community.takeout.sources import Source, Words


def read(member_id: int) -> Iterator[Words]:
    for row in queries.levels_of(member_id):
        where, level = f"{row['cohort']}, {row['name']}", row["level"]
        yield Words(
            id=where, at=None, where=where, title="What you want to hear", html=format_html("<p>{}</p>", level),
            text=level, facts={"level": level},
        )  # fmt: skip


SOURCE = Source("room_levels", "What you want to hear of your rooms", read, drop=forget_levels)
