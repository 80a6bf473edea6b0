"""The cells of what is kept from Cedar, where Ada, Ben and Ron are; Mona of Cedar moderates (see cells.py)."""

from __future__ import annotations

from tests.access.cells import SEES_SPRING, Cells, but

ROWS = [
    Cells("read_post", "Ben's reply", SEES_SPRING, lambda s: (s.replies["spring"],)),
    Cells(
        "read_post", "Ben's reply, kept from Cedar", "- yes - yes yes yes - - - - -",
        lambda s: (but(s.replies["spring"], hidden_from_id=s.world.cedar.pk),),
    ),
    Cells(
        "read_thread", "Ada's question, kept from Cedar", "yes - - yes yes yes - - - - -",
        lambda s: (but(s.threads["spring"], hidden_from_id=s.world.cedar.pk),),
    ),
    Cells(
        "reply", "to Ada's question, kept from Cedar", "yes - - yes yes yes - - - - -",
        lambda s: (but(s.threads["spring"], hidden_from_id=s.world.cedar.pk),),
    ),
    Cells(
        "react", "to Ben's reply, kept from Cedar", "- yes - yes yes yes - - - - -",
        lambda s: (but(s.replies["spring"], hidden_from_id=s.world.cedar.pk),),
    ),
    Cells(
        "choose_answer", "Ben's reply, kept from Cedar", f"- not_for_all -{' not_for_all' * 3}{' -' * 5}",
        lambda s: (but(s.replies["spring"], hidden_from_id=s.world.cedar.pk),),
    ),
    Cells(
        "read_document", "Mona's, kept from Cedar", "- - yes yes yes yes - - - - -",
        lambda s: (but(s.documents["commons"], hidden_from_id=s.world.cedar.pk),),
    ),
]  # fmt: skip
