"""What an operator sees when a community is started on a server: nothing wrong, or one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from community.checks import production_is_safe

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "0123456789" * 5


def manage(folder: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """manage.py in a process of its own, with this environment and nothing of the run's."""
    plain = {
        k: v for k, v in os.environ.items() if not k.startswith("COMMUNITY_") and k not in {"DATABASE_URL", "REDIS_URL"}
    }
    environment = plain | {"COMMUNITY_DATA": str(folder)} | given
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_community_on_https_passes_every_check_for_deployment(tmp_path: Path) -> None:
    given = {"COMMUNITY_URL": "https://community.example.org", "COMMUNITY_SECRET_KEY": f"{KEY}abcdefghij"}
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **given)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_a_community_on_http_does_not(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy")
    assert done.returncode == 1
    assert "COMMUNITY_URL is not https." in done.stderr


def test_a_missing_secret_stops_the_start_with_one_sentence(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", COMMUNITY_URL="https://community.example.org")
    assert done.returncode == 1
    sentence = "COMMUNITY_SECRET_KEY (or COMMUNITY_SECRET_KEY_FILE) must be set for a community on https.\n"
    assert (done.stdout, done.stderr) == ("", sentence)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"COMMUNITY_URL": "http://community.example.org"}, ["community.E001"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["community.E002"]),
        ({"REDIS_URL": "redis://127.0.0.1"}, ["community.E003"]),
        ({"REDIS_URL": "redis://127.0.0.1", "DATABASE_URL": "postgres://db/x"}, []),
    ],
)
def test_what_would_make_a_community_unsafe_is_named(settings: Any, changed: dict[str, Any], found: list[str]) -> None:
    safe = {"COMMUNITY_URL": "https://community.example.org", "REDIS_URL": "", "DATABASE_URL": ""}
    for name, value in (safe | {"ALLOWED_HOSTS": ["community.example.org"]} | changed).items():
        setattr(settings, name, value)
    assert [error.id for error in production_is_safe()] == found
