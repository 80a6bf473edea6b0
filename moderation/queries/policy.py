"""What the owners have decided about second steps."""

from __future__ import annotations

from community.members.second_step import Demand
from moderation.models import Policy


def second_step_demand() -> Demand:
    """Nothing is demanded while nobody has decided."""
    found = Policy.objects.filter(id=1).values_list("second_step_for", "second_step_days").first()
    return Demand(frozenset(found[0]), found[1]) if found else Demand()
