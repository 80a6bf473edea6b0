"""A search, narrowed: what its filters mean, looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Narrow:
    """Ids of what the filters name; None: not narrowed by it. `solved`: questions with an answer, or without one."""

    space_id: int | None = None
    room_id: str | None = None
    cohort_id: int | None = None
    author_id: int | None = None
    files: bool = False
    solved: bool | None = None
    after: datetime | None = None
    before: datetime | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        return (*([f"by{self.author_id}"] if self.author_id is not None else []), *(["files"] if self.files else []))
