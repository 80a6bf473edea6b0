"""Rows as people read them, and one JSON object for machines."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

LEVELS = ("first", "final", "stretch")


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: for the first landing, for the final, and as a stretch. Each level may name several values."""

    first: tuple[float, ...]
    final: tuple[float, ...]
    stretch: tuple[float, ...]
    sign: str = "≤"
    unit: str = ""

    @property
    def words(self) -> str:
        levels = ("; ".join(f"{value:,g}" for value in level) for level in (self.first, self.final, self.stretch))
        return f"{self.sign} {' · '.join(levels)}{self.unit}"

    def reached(self, *values: float) -> str:
        """The highest level that all values reach; nan reaches none."""
        found = "MISSED"
        for name, level in zip(LEVELS, (self.first, self.final, self.stretch), strict=True):
            pairs = zip(values, level, strict=True)
            if all(value >= aim if self.sign == "≥" else value <= aim for value, aim in pairs):
                found = name
        return found


@dataclass(slots=True)
class Row:
    """One measure. `reached` is a level of its aim, or whether a promise was kept."""

    measure: str
    ours: str
    textbook: str = ""
    ratio: str = ""
    target: str = ""
    reached: str = ""


@dataclass(slots=True)
class Report:
    """What one benchmark found."""

    name: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)  # the JSON object
    broken: bool = False  # a promise was broken, not only a target missed: the program ends with 1

    def row(self, measure: str, ours: str, **more: Any) -> None:
        """`aim` with the `values` it is held against, or a `target` with whether it was `met`."""
        aim, values, met = more.pop("aim", None), more.pop("values", ()), more.pop("met", None)
        if aim is not None:
            more |= {"target": aim.words, "reached": aim.reached(*values)}
        elif met is not None:
            more["reached"] = "met" if met else "MISSED"
        self.rows.append(Row(measure, ours, **more))
        print(f"  … {measure}: {ours}" + (f"  ({more['ratio']})" if more.get("ratio") else ""), flush=True)

    def note(self, sentence: str) -> None:
        self.notes.append(sentence)

    def text(self) -> str:
        heads = ("measure", "ours", "textbook", "ratio", "target: first · final · stretch", "")
        cells = [(r.measure, r.ours, r.textbook, r.ratio, r.target, r.reached) for r in self.rows]
        widths = [max(len(row[i]) for row in [heads, *cells]) for i in range(len(heads))]
        lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
                 for row in [heads, tuple("─" * width for width in widths), *cells]]  # fmt: skip
        return "\n".join([f"\n{self.name}", *lines, *self.notes, ""])

    def json(self) -> str:
        return json.dumps({"benchmark": self.name, **self.facts}, sort_keys=True)
