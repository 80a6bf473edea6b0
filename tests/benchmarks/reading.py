"""Small archives for tests, and what is read from them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.benchmarks.archives import Archive, Said, Skipped


def written(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1, ensure_ascii=False))
    return path


def said(path: Path) -> list[Said]:
    return [entry for entry in Archive(path).entries() if isinstance(entry, Said)]


def skipped(path: Path) -> list[tuple[str, str]]:
    return [(entry.reason, entry.where) for entry in Archive(path).entries() if isinstance(entry, Skipped)]


def words(path: Path) -> list[tuple[str, str]]:
    return [(one.name, one.body) for one in said(path)]


def of_zulip(number: int, name: str, content: str) -> dict[str, Any]:
    return {"id": number, "sender_full_name": name, "timestamp": 1_700_000_000 + number, "content": content}
