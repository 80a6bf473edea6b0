"""What members write: made clean on the way in, stored ready to show."""

from __future__ import annotations
