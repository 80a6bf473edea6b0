"""How often: sliding windows kept in memory, for what one socket may do."""

from __future__ import annotations

from collections import deque
from time import monotonic


class Window:
    """At most `most` in `seconds`. `take()` counts one; `wait()` says how long until the next is free."""

    __slots__ = ("most", "seconds", "taken")

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self.taken: deque[float] = deque(maxlen=most)

    def take(self) -> bool:
        """True when there was room for one more."""
        now = monotonic()
        if len(self.taken) == self.most and now - self.taken[0] < self.seconds:
            return False
        self.taken.append(now)
        return True

    def wait(self) -> float:
        if len(self.taken) < self.most:
            return 0.0
        return max(0.0, self.seconds - (monotonic() - self.taken[0]))
