"""The cells of splitting and merging questions (see cells.py)."""

from __future__ import annotations

from tests.access.cells import ORDERS_COMMONS, ORDERS_SPRING, SEES_TABLE, Cells, but

OFF = "- - - - -"
KEPT = f"moderators_only - - moderators_only stays_together stays_together {OFF}"

ROWS = [
    Cells("split_thread", "Spring's into Autumn", ORDERS_SPRING, lambda s: (s.threads["spring"], s.spaces["autumn"])),
    Cells("split_thread", "the commons' into Spring", ORDERS_COMMONS,
          lambda s: (s.threads["commons"], s.spaces["spring"])),
    Cells(
        "split_thread", "what Ada keeps from Cedar", KEPT,
        lambda s: (but(s.threads["spring"], hidden_from_id=s.world.cedar.pk), s.spaces["spring"]),
    ),
    Cells("merge_thread", "the commons' into Spring's", ORDERS_COMMONS,
          lambda s: (s.threads["commons"], s.threads["spring"])),
    Cells("merge_thread", "the table's into the commons'", SEES_TABLE,
          lambda s: (s.threads["table"], s.threads["commons"])),
    Cells(
        "merge_thread", "what Ada keeps from Cedar", KEPT,
        lambda s: (but(s.threads["spring"], hidden_from_id=s.world.cedar.pk), s.threads["commons"]),
    ),
    Cells(
        "merge_thread", "one into itself", ORDERS_SPRING.replace("yes yes", "itself itself"),
        lambda s: (s.threads["spring"], s.threads["spring"]),
    ),
]  # fmt: skip
