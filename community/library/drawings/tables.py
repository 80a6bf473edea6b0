"""Rows of cells as an HTML table of bounded size."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

MAX_ROWS = 200
MAX_COLUMNS = 20
MAX_CELL = 500  # characters


def table(rows: Sequence[Sequence[str]], *, heading: int = 0) -> str:
    """Without the empty rows and columns at the end; the first `heading` rows are headings."""
    height = max((index for index, row in enumerate(rows, 1) if any(row)), default=0)
    width = max((index for row in rows for index, cell in enumerate(row, 1) if cell), default=0)
    lines = [line(row[:width], "th" if index < heading else "td") for index, row in enumerate(rows[:height])]
    return f"<table>{''.join(lines)}</table>" if lines else ""


def line(cells: Iterable[str], element: str) -> str:
    return f"<tr>{''.join(f'<{element}>{html.escape(cell)}</{element}>' for cell in cells)}</tr>"
