"""Everything that changes a timeline, in one transaction for however many changes wait.

Each change takes the next `rev` under the lock of its room's row, so that what commits first is first for everyone.
Called by actions (one change) and by the scribe of the live wire (a batch). Nothing else writes messages.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError

from cohorts.timeline.batch import Batch
from cohorts.timeline.changes import Change, Done, Outcome
from community.db import writing

__all__ = ["Change", "Done", "Outcome", "commit"]


def commit(changes: Sequence[Change]) -> list[Outcome]:
    """Carry them out in order, in one transaction. One outcome a change; a refused one leaves nothing behind."""
    try:
        return attempt(changes)
    except IntegrityError:
        # Another process stored one of these nonces between our look and our insert. Now each can see it.
        return [outcome for change in changes for outcome in attempt([change])]


def attempt(changes: Sequence[Change]) -> list[Outcome]:
    with writing():
        return Batch(changes).run()
