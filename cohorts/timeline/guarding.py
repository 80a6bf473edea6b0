"""What in a message may point to a child: its writer is asked once more before it is said."""

from __future__ import annotations

from community.live.protocol import Edit, Refusal, Say
from community.text import privacy

ONCE_MORE = "Write it in other words, or send it again if it may stay."


def require_looked(frame: Say | Edit, body: str) -> None:
    """Refuses words that may tell which student is meant (34 CFR 99.3), unless their writer let them stay.

    Never for good, and nothing of what was seen is kept: the answer alone has it, for whoever wrote it.
    """
    if frame.looked:
        return
    seen = privacy.look(body)
    if seen:
        raise Refusal("points_to_child", f"{privacy.told(seen)} {ONCE_MORE}")
