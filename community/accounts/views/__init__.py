"""Pages of signing in, and of what belongs to it."""

from __future__ import annotations
