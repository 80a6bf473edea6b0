"""What every person of the cast may announce and vote for: more rows of the table in cells.py."""

from __future__ import annotations

from tests.access.cells import ORDERS_AUTUMN, ORDERS_COMMONS, ORDERS_SPRING, SEES_TABLE, places

ROWS = [
    *places("announce", "spaces", ORDERS_COMMONS, ORDERS_SPRING, ORDERS_AUTUMN, SEES_TABLE),
]
