"""Who was at a session: marked by who leads, by the code word, minute by minute; and how hours are arranged."""

from __future__ import annotations

from cohorts.attendance.actions.arranging import (
    add_category,
    count_under,
    put_loose_under,
    remove_category,
    rename_category,
    set_share,
)
from cohorts.attendance.actions.being import count_minute, make_word, type_word
from cohorts.attendance.actions.marking import keep_after, mark

__all__ = [
    "add_category",
    "count_minute",
    "count_under",
    "keep_after",
    "make_word",
    "mark",
    "put_loose_under",
    "remove_category",
    "rename_category",
    "set_share",
    "type_word",
]
