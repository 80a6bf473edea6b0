"""What pages that are open in rooms are told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from community.live import news


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What pages that are open in rooms are told."""
    frames: list[dict[str, Any]] = []
    monkeypatch.setattr(news, "tell", lambda topic, at, frame: frames.append(json.loads(frame)))
    return frames
