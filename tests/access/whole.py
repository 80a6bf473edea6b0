"""All cells there are, in the order in which the documents show them."""

from __future__ import annotations

from tests.access import aliases, applications, cells, desk, kept, labels, meeting

TABLE = [*cells.TABLE, *kept.ROWS, *aliases.ROWS, *labels.ROWS, *meeting.ROWS, *desk.ROWS, *applications.ROWS]
