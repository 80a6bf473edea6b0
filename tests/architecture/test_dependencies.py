"""What the project stands on: each with its reason, each pinned by its content, none by a host."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.architecture.tree import ROOT

SOURCE = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(SOURCE)
NAME = re.compile(r"[\w.-]+")
PINNED = re.compile(r"^([\w.-]+)==[\w.!+]+(?: ; [^\\]+)? \\$")


def names(requirements: list[str]) -> set[str]:
    return {plain(NAME.match(line)[0]) for line in requirements}  # type: ignore[index]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def blocks(file: str) -> list[list[str]]:
    """One a package: its line and those of its hashes."""
    found: list[list[str]] = []
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            found[-1].append(line) if line.startswith(" ") else found.append([line])
    return found


def pins(file: str) -> dict[str, str]:
    found = (re.match(r"([\w.-]+)==([\w.!+]+)", block[0]) for block in blocks(file))
    return {plain(match[1]): match[2] for match in found if match}


def test_every_dependency_says_what_would_have_to_be_written_instead() -> None:
    lines = SOURCE.partition("\ndependencies = [\n")[2].partition("\n]")[0].splitlines()
    assert len(lines) == len(PROJECT["project"]["dependencies"])
    for line in lines:
        assert re.fullmatch(r'  "[^"]+",\s+# \S.{15,}', line), line


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_to_its_content_and_comes_from_no_named_host(file: str) -> None:
    for block in blocks(file):
        assert PINNED.match(block[0]), block[0]
        assert len(block) > 1, block[0]
        for line in block[1:]:
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line), line
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.search(r"https?:|--(?:extra-)?index-url|--find-links|--trusted-host|@ (?:file|git)", text)


def test_what_is_asked_for_is_pinned_and_both_lists_agree() -> None:
    runs, tests = pins("requirements.txt"), pins("requirements-dev.txt")
    assert names(PROJECT["project"]["dependencies"]) <= set(runs)
    assert names(PROJECT["dependency-groups"]["dev"]) <= set(tests)
    assert {name: tests.get(name) for name in runs} == runs


def test_floors_that_carry_a_security_fix_are_kept() -> None:
    runs = pins("requirements.txt")
    for package, least in (("django", (5, 2, 19)), ("daphne", (4, 2, 3)), ("django-allauth", (65, 21, 1))):
        assert tuple(int(part) for part in runs[package].split(".")) >= least, package


def test_every_lint_that_is_ignored_says_why() -> None:
    inside = SOURCE.partition("\nignore = [\n")[2].partition("\n]")[0]
    for line in inside.splitlines():
        assert re.search(r"# \S.{10,}", line), line
