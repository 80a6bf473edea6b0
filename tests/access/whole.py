"""All cells there are, in the order in which the documents show them."""

from __future__ import annotations

from tests.access import aliases, applications, cells, desk, kept, labels, meeting, noting

PARTS = (cells.TABLE, kept.ROWS, aliases.ROWS, labels.ROWS, noting.ROWS, meeting.ROWS, desk.ROWS, applications.ROWS)
TABLE = [row for part in PARTS for row in part]
