"""Lists of people as schools really send them: read, understood, sorted into piles. Pure: nothing here writes or asks.

Nothing in a file makes a moderator or unmakes one: there is no column for it.
"""

from __future__ import annotations

from moderation.lists.columns import FIELDS, guess
from moderation.lists.piles import Entry, Known, sort
from moderation.lists.reading import MAX_BYTES, Table, read

__all__ = ["FIELDS", "MAX_BYTES", "Entry", "Known", "Table", "guess", "read", "sort"]
