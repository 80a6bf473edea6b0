"""Rows as people read them, and one JSON object for machines."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Row:
    """One measure. `met` compares with the first landing's target, where there is one."""

    measure: str
    ours: str
    textbook: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None


@dataclass(slots=True)
class Report:
    """What one benchmark found."""

    name: str
    rows: list[Row] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)  # the JSON object

    def row(self, measure: str, ours: str, **more: Any) -> None:
        self.rows.append(Row(measure, ours, **more))
        print(f"  … {measure}: {ours}" + (f"  ({more['ratio']})" if more.get("ratio") else ""), flush=True)

    def text(self) -> str:
        heads = ("measure", "ours", "textbook", "ratio", "target", "")
        marks = {True: "met", False: "MISSED", None: ""}
        cells = [(r.measure, r.ours, r.textbook, r.ratio, r.target, marks[r.met]) for r in self.rows]
        widths = [max(len(row[i]) for row in [heads, *cells]) for i in range(len(heads))]
        lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
                 for row in [heads, tuple("─" * width for width in widths), *cells]]  # fmt: skip
        return "\n".join([f"\n{self.name}", *lines, ""])

    def json(self) -> str:
        return json.dumps({"benchmark": self.name, **self.facts}, sort_keys=True)
