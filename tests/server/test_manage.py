"""`manage.py` on a fresh machine: it makes its own environment, once, and says what is missing."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.harness.community import ROOT

PLAIN, TESTING = "django==5.2.19\nredis==8.1\n", "django==5.2.19\nredis==8.1\npytest==9.2\n"


@pytest.fixture
def manage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The file itself, in a folder of its own with two lists of packages and no environment yet."""
    shutil.copy(ROOT / "manage.py", tmp_path / "manage.py")
    (tmp_path / "requirements.txt").write_text(PLAIN)
    (tmp_path / "requirements-dev.txt").write_text(TESTING)
    spec = importlib.util.spec_from_file_location("manage_on_a_fresh_machine", tmp_path / "manage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def script(place: Path, *lines: str) -> Path:
    """A program that notes how it was called, and does this."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("\n".join(["#!/bin/sh", f'echo "$@" >> "{place}.calls"', *lines, ""]))
    place.chmod(0o700)
    return place


def calls(place: Path) -> list[str]:
    noted = Path(f"{place}.calls")
    return noted.read_text().splitlines() if noted.exists() else []


def stamped(manage: ModuleType, name: str = "requirements.txt") -> Path:
    """An environment that was made from this list; returns its Python."""
    python = script(manage.VENV / "bin" / "python", 'echo "carried on: $@"')
    manage.STAMP.write_text(manage.fingerprint(manage.HERE / name))
    return python


# ---- is everything there? -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "plainly", "for_tests"), [("requirements.txt", True, False), ("requirements-dev.txt", True, True)]
)
def test_its_own_environment_serves_what_it_was_made_for(
    manage: ModuleType, monkeypatch: pytest.MonkeyPatch, name: str, plainly: bool, for_tests: bool
) -> None:
    monkeypatch.setattr(sys, "prefix", str(manage.VENV))
    stamped(manage, name)
    assert manage.environment_is_ready(testing=False) is plainly
    assert manage.environment_is_ready(testing=True) is for_tests


def test_its_own_environment_is_old_when_the_list_has_changed(
    manage: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(manage.VENV))
    stamped(manage)
    assert manage.environment_is_ready(testing=False)
    (manage.HERE / "requirements.txt").write_text(PLAIN.replace("8.1", "8.2"))
    assert not manage.environment_is_ready(testing=False)


def test_an_environment_that_was_never_finished_is_not_ready(
    manage: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(manage.VENV))
    manage.VENV.mkdir()
    assert not manage.environment_is_ready(testing=False)


@pytest.mark.parametrize(
    ("missing", "plainly"), [("", True), ("pytest", True), ("playwright", True), ("daphne", False)]
)
def test_another_environment_is_ready_when_it_has_what_is_needed(
    manage: ModuleType, monkeypatch: pytest.MonkeyPatch, missing: str, plainly: bool
) -> None:
    if missing:
        monkeypatch.setitem(sys.modules, missing, None)  # what Python keeps for a module that is not there
    assert manage.environment_is_ready(testing=False) is plainly
    assert manage.environment_is_ready(testing=True) is not bool(missing)


# ---- making it ----------------------------------------------------------------------------------------


def test_a_ready_environment_is_taken_as_it_is(manage: ModuleType) -> None:
    python = stamped(manage)
    assert manage.prepared_environment(testing=False) == python
    assert calls(python) == []


def test_on_a_fresh_machine_it_is_made_and_filled_once(
    manage: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = manage.VENV / "bin" / "python"
    system = script(tmp_path / "python3", f'mkdir -p "{ours.parent}"', f'[ -e "{ours}" ] || cp "$0" "{ours}"')
    monkeypatch.setattr(sys, "executable", str(system))
    assert manage.prepared_environment(testing=False) == ours
    making, installing = calls(system)  # the copy notes its calls where its original does
    assert making == f"-m venv {manage.VENV}"
    assert installing.endswith(f"--require-hashes --no-deps --requirement {manage.HERE / 'requirements.txt'}")
    assert manage.STAMP.read_text() == manage.fingerprint(manage.HERE / "requirements.txt")
    said = capsys.readouterr().err
    assert "step 1 of 2: making .venv" in said
    assert "step 2 of 2: installing 2 pinned packages" in said


@pytest.mark.parametrize(("testing", "tools", "name"), [
    (False, False, "requirements.txt"), (True, False, "requirements-dev.txt"), (False, True, "requirements-dev.txt"),
])  # fmt: skip
def test_an_old_environment_is_refreshed_and_keeps_its_tools(
    manage: ModuleType, testing: bool, tools: bool, name: str
) -> None:
    python = script(manage.VENV / "bin" / "python")
    manage.STAMP.write_text("of an older list")
    if tools:
        script(manage.VENV / "bin" / "pytest")
    assert manage.prepared_environment(testing=testing) == python
    assert [call.rpartition("/")[2] for call in calls(python)] == [name]
    assert manage.STAMP.read_text() == manage.fingerprint(manage.HERE / name)


def test_a_step_that_fails_is_said_so_and_tried_again_next_time(
    manage: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    python = script(manage.VENV / "bin" / "python", "echo no network >&2", "exit 3")
    with pytest.raises(SystemExit, match=r"This step failed:\nno network\nNothing is half done: the same command"):
        manage.prepared_environment(testing=False)
    assert not manage.STAMP.exists()
    assert "done" not in capsys.readouterr().err
    with pytest.raises(SystemExit):
        manage.prepared_environment(testing=False)
    assert len(calls(python)) == 2


def test_a_python_without_venv_is_told_where_to_get_it(manage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    with pytest.raises(SystemExit, match=f"On Debian or Ubuntu: apt install python{version}-venv"):
        manage.prepared_environment(testing=False)


def test_an_older_python_understands_enough_to_say_that_it_is_too_old(
    manage: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ast.parse((ROOT / "manage.py").read_text(), feature_version=(3, 7))
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    with pytest.raises(SystemExit, match=r"The community needs Python 3\.11 or newer; this is \d"):
        manage.main()


def test_a_long_step_is_seen_to_live(manage: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with manage.Progress("Working") as _:
        pass
    assert capsys.readouterr().err == "Working  done\n"
    progress = manage.Progress("Working")
    with progress:
        progress.done.wait(1.2)
    assert capsys.readouterr().err == "Working . done\n"


def test_a_step_that_breaks_is_not_called_done(manage: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LookupError), manage.Progress("Working"):
        raise LookupError
    assert capsys.readouterr().err == "Working \n"


# ---- from the outside ---------------------------------------------------------------------------------


def outside(manage: ModuleType, *words: str, **environment: str) -> Any:
    """As a newcomer runs it: with a Python that has no packages."""
    return subprocess.run(
        [sys.executable, "-S", "-E", str(manage.HERE / "manage.py"), *words], capture_output=True, text=True,
        check=False, env={**os.environ, **environment}, timeout=60,
    )  # fmt: skip


def test_it_carries_on_inside_with_the_same_words(manage: ModuleType) -> None:
    stamped(manage)
    done = outside(manage, "quickstart", "--port", "8001")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"carried on: {manage.HERE / 'manage.py'} quickstart --port 8001\n"


def test_for_the_tests_it_wants_their_environment(manage: ModuleType) -> None:
    python = stamped(manage)
    assert outside(manage, "test").returncode == 0
    assert calls(python)[0].endswith("requirements-dev.txt")
    assert calls(python)[1].endswith("manage.py test")


def test_inside_it_is_the_ordinary_file() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "version"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.startswith("5.2")
