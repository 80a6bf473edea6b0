"""Migrations in tests, in two thirds of the time: fields of historical models are copied.

Django takes each field apart and makes it anew for every model it renders, which is often: nearly everything here is
related to people. A copy is the same field. What a newcomer's own command does (`tests/server`) is left alone.
"""

from __future__ import annotations

import copy
from typing import Any

from django.db.models import Field

made_anew = Field.clone


def copied(field: Field[Any, Any]) -> Field[Any, Any]:
    """Of no model yet, and the newest of all, since a model keeps its fields in that order."""
    if hasattr(field, "model"):  # one of a real model
        return made_anew(field)
    made = copy.deepcopy(field)
    if made.auto_created:
        made.creation_counter = Field.auto_creation_counter
        Field.auto_creation_counter -= 1
    else:
        made.creation_counter = Field.creation_counter
        Field.creation_counter += 1
    return made


def copy_fields() -> None:
    Field.clone = copied  # type: ignore[method-assign]
