"""Tests in the folders here start real server processes."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDERS = tuple(Path(__file__).parent / name for name in ("wire", "faults"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in FOLDERS):
            item.add_marker("served")
