"""The live wire: one socket a tab, one integer a room (docs/realtime.md). Knows no app; apps register with it."""

from __future__ import annotations
