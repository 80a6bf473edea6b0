"""These tests read files as they lie there; nothing has to be collected or remembered for them."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def collected() -> None:
    """Instead of the one in tests/conftest.py."""


@pytest.fixture(autouse=True)
def quick_and_forgetful() -> None:
    """Instead of the one in tests/conftest.py."""
