"""All cells there are, in the order in which the documents show them."""

from __future__ import annotations

from tests.access import (
    adapting,
    aliases,
    applications,
    asking,
    cells,
    desk,
    giving,
    hours,
    kept,
    labels,
    leading,
    meeting,
    moving,
    naming,
    noting,
    offering,
    polls,
    quoting,
    seeing,
    tagging,
    talking,
    wiki,
    yearly,
)

IN_THE_FORUM = (
    kept.ROWS,
    aliases.ROWS,
    asking.ROWS,
    labels.ROWS,
    moving.ROWS,
    naming.ROWS,
    tagging.ROWS,
    wiki.ROWS,
    polls.ROWS,
)
ELSEWHERE = (
    noting.ROWS,
    offering.ROWS,
    adapting.ROWS,
    giving.ROWS,
    meeting.ROWS,
    talking.ROWS,
    leading.ROWS,
    yearly.ROWS,
    quoting.ROWS,
    seeing.ROWS,
    hours.ROWS,
    desk.ROWS,
    applications.ROWS,
)
TABLE = [row for part in (cells.TABLE, *IN_THE_FORUM, *ELSEWHERE) for row in part]
