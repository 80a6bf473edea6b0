"""An invented community to look around in. Never mixed into a real one."""

from __future__ import annotations
