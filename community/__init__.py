"""Members-only community for microschool founders."""

from __future__ import annotations

BUILD = "0.1.0"
