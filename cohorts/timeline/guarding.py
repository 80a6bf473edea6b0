"""What in a message may point to a child: its writer is asked once more before it is said."""

from __future__ import annotations

from community.live.protocol import Edit, Refusal, Say
from community.text import privacy

SHOWN = 3  # of what was seen


def require_looked(frame: Say | Edit, body: str) -> None:
    """Refuses words that may tell which student is meant (34 CFR 99.3), unless their writer let them stay.

    Never for good, and nothing of what was seen is kept: the answer alone has it, for whoever wrote it.
    """
    if frame.looked:
        return
    seen = privacy.look(body)
    if seen:
        words = ", ".join(f"“{one.words}”" for one in seen[:SHOWN])
        raise Refusal(
            "points_to_child",
            f"This may point to a child: {words}. Whatever lets somebody know which student is meant is theirs and "
            "their family’s to give (FERPA, 34 CFR 99.3). Write it in other words, or send it again if it may stay.",
        )
