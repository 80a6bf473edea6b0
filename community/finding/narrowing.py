"""A search, narrowed: what its filters mean, looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Narrow:
    """Ids of what the filters name; None: not narrowed by it. `solved`: questions with an answer, or without one."""

    space_id: int | None = None
    room_id: str | None = None
    cohort_id: int | None = None
    tag_id: int | None = None
    author_id: int | None = None
    files: bool = False
    solved: bool | None = None
    after: datetime | None = None
    before: datetime | None = None

    @property
    def threads_only(self) -> bool:
        """Nothing but questions has what is asked for."""
        return self.solved is not None or self.tag_id is not None

    @property
    def marks(self) -> tuple[str, ...]:
        return (*([f"by{self.author_id}"] if self.author_id is not None else []), *(["files"] if self.files else []))

    def dated(self, rows: QuerySet[Any], field: str) -> QuerySet[Any]:
        """Those of the asked time."""
        if self.after is not None:
            rows = rows.filter(**{f"{field}__gte": self.after})
        if self.before is not None:
            rows = rows.filter(**{f"{field}__lt": self.before})
        return rows
