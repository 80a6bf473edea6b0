"""The documents are true: what they name exists, what exists is named, and their tables are those of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from community import middleware
from community.notifications import kinds
from moderation.access.standing import Standing
from moderation.access.verbs import VERBS
from tests.architecture import tables
from tests.architecture.tree import PRODUCT, ROOT, parsed, python, scripts, templates, text

DOCS = ROOT / "community" / "docs"
README, CHANGELOG = ROOT / "README.md", ROOT / "CHANGELOG.md"
WRITTEN = (README, CHANGELOG, *sorted(DOCS.rglob("*.md")))
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"`((?:community|cohorts|moderation|templates|static|tests)/[\w./-]*|[\w-]+\.(?:toml|py|txt))`")
COMMAND = re.compile(r"manage\.py (\w+)")
FIRST_SCREEN = 40  # lines
REAL_TABLES = {"permissions.md": {"verbs", "standings", "cells"}, "security.md": {"budgets", "sign_in", "limits"}}


def doc(name: str) -> str:
    return text(DOCS / name)


def rows(document: str, heading: str) -> dict[str, list[str]]:
    """The table below a heading: what stands first in each line, by itself or in backticks, and its other cells."""
    found = {}
    section = document.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.split(" | ")]
        name = re.match(r"\| `([^`]+)`$", cells[0])
        if name:
            found[name[1]] = cells[1:]
    assert found, f"no table below {heading!r}"
    return found


# ---- settings --------------------------------------------------------------------------------


def calls_that_read_the_environment() -> Iterator[ast.Call]:
    for path in (*python(), ROOT / "manage.py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                function = ast.unparse(node.func)
                if re.fullmatch(r"env\.\w+|os\.(environ\.\w+|getenv)", function):
                    yield node


def name_read(call: ast.Call) -> str:
    assert isinstance(call.args[0], ast.Constant)
    return str(call.args[0].value)


def test_an_operator_finds_every_setting_in_one_table_and_nothing_else() -> None:
    read = {name_read(call) for call in calls_that_read_the_environment()}
    assert len(read) > 15
    assert set(rows(doc("operations.md"), "Settings")) == read


def test_the_table_of_settings_names_each_default_and_each_bound() -> None:
    documented, numbers = rows(doc("operations.md"), "Settings"), 0
    for call in calls_that_read_the_environment():
        if ast.unparse(call.func) != "env.whole_number":
            continue
        numbers += 1
        default, meaning = documented[name_read(call)][:2]
        bounds = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
        for constant in ast.walk(call.args[1]):
            if isinstance(constant, ast.Constant):
                assert f"`{constant.value}`" in default, name_read(call)
        assert f"from {bounds['least']} to {bounds['most']}" in meaning, name_read(call)
    assert numbers > 5


def test_readme_names_no_setting_that_is_none() -> None:
    named = set(re.findall(r"\b(COMMUNITY_[A-Z0-9_]+|[A-Z]+_URL)\b", text(README)))
    known = set(rows(doc("operations.md"), "Settings"))
    assert named
    assert {name.removesuffix("_FILE") for name in named} <= known


def test_every_system_check_of_ours_is_explained() -> None:
    checks = set(re.findall(r'id="(community\.E\d+)"', text(ROOT / "community" / "checks.py")))
    assert checks == set(re.findall(r"`(community\.E\d+)`", doc("operations.md")))


# ---- commands --------------------------------------------------------------------------------


def own_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app == "community"}


def test_every_command_is_in_the_table_with_all_it_can_be_told() -> None:
    documented = {name.split()[0]: " ".join(cells) for name, cells in rows(doc("operations.md"), "Commands").items()}
    assert set(documented) == own_commands() | {"test"}
    everywhere = {option for action in BaseCommand().create_parser("", "")._actions for option in action.option_strings}
    for name in own_commands():
        parser = load_command_class("community", name).create_parser("manage.py", name)
        told = {option for action in parser._actions for option in action.option_strings} - everywhere
        assert {option for option in told if option not in documented[name]} == set(), name


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_no_document_tells_to_run_a_command_that_is_none(path: Path) -> None:
    assert set(COMMAND.findall(text(path))) <= {*get_commands(), "test"}


def test_readme_begins_with_two_commands_each_alone_in_its_block() -> None:
    beginning = "\n".join(text(README).splitlines()[:FIRST_SCREEN])
    blocks = [block.strip() for block in FENCED.findall(beginning)]
    assert blocks[:2] == ["python3 manage.py quickstart", "python3 manage.py test"]


def test_readme_names_every_benchmark_there_is() -> None:
    """A name without a module behind it would end in an error; a module nobody names is not found."""
    folder = ROOT / "tests" / "benchmarks"
    programs = {
        path.parent.name if path.stem == "__init__" else path.stem
        for path in (*folder.glob("*.py"), *folder.glob("*/__init__.py"))
        if re.search(r"^def run\(", text(path), re.MULTILINE)
    }
    assert programs == set(rows(text(README), "Speed"))


# ---- words and tables ------------------------------------------------------------------------


@pytest.mark.parametrize("path", tables.documents(), ids=lambda path: path.name)
def test_the_tables_of_a_document_are_those_of_the_code(path: Path) -> None:
    """Renew them: python3 manage.py shell -c "from tests.architecture import tables; tables.write()"."""
    assert text(path) == tables.filled(text(path))
    assert {name for _, name, _ in tables.BLOCK.findall(text(path))} == REAL_TABLES.get(path.name, set())


def test_every_verb_is_there_with_its_sentence() -> None:
    documented = rows(doc("permissions.md"), "Every verb")
    assert {name: cells[0] for name, cells in documented.items()} == {verb.name: verb.sentence for verb in VERBS}


def test_every_kind_of_notice_and_every_standing_has_its_words() -> None:
    words = doc("words.md")
    assert set(rows(words, "Notices")) == kinds.registered()
    assert set(rows(words, "Standing")) == set(Standing)


def test_every_header_we_send_is_in_the_table_of_headers() -> None:
    documented = set(rows(doc("security.md"), "Headers"))
    assert set(middleware.HEADERS) | {"Cache-Control"} <= documented


# ---- what is named exists --------------------------------------------------------------------


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_link_and_picture_of_a_document_is_found(path: Path) -> None:
    lost = [link for link in LINK.findall(text(path)) if not leads_somewhere(path, link)]
    assert lost == []


def leads_somewhere(path: Path, link: str) -> bool:
    """Inside the project, to a heading that is there. Links to other hosts are none of ours."""
    place, _, anchor = link.partition("#")
    target = (path.parent / place).resolve() if place else path
    if ":" in link or not target.is_relative_to(ROOT) or not target.exists():
        return False
    return not anchor or anchor in {slug(heading) for heading in re.findall(r"^#+ (.*)$", text(target), re.MULTILINE)}


def slug(heading: str) -> str:
    """As the usual hosts make an anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_file_a_document_names_is_there(path: Path) -> None:
    lost = []
    for name in PLACE.findall(text(path)):
        near = (ROOT, ROOT / "community", ROOT / "community" / "static", *(ROOT / folder for folder in PRODUCT))
        if not any((folder / name).exists() for folder in near) and not list((ROOT / "community").rglob(name)):
            lost.append(name)
    assert lost == []


def test_every_promise_names_the_tests_that_prove_it() -> None:
    section = doc("security.md").partition("\n## What is promised")[2].partition("\n## ")[0]
    promises = [
        line for line in section.splitlines() if line.startswith("| ") and not line.startswith(("| Promise", "| ---"))
    ]
    assert len(promises) > 15
    for promise in promises:
        proofs = re.findall(r"`(tests/[\w/]+\.py)`", promise)
        assert proofs, promise
        assert [proof for proof in proofs if "\ndef test_" not in read_or_empty(proof)] == [], promise


def read_or_empty(name: str) -> str:
    path = ROOT / name
    return text(path).replace("async def", "def") if path.is_file() else ""


def test_documents_that_the_code_refers_to_are_there() -> None:
    named: set[Any] = set()
    for path in (*python(*PRODUCT, "tests"), *scripts(), *templates(), ROOT / "pyproject.toml", ROOT / "manage.py"):
        named |= set(re.findall(r"\bdocs/([\w/-]+\.md)", text(path)))
    assert len(named) > 3
    assert [name for name in sorted(named) if not (DOCS / name).is_file()] == []


def test_every_decision_says_why_what_else_and_what_follows() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        parts = re.findall(r"^\*\*(\w+)\.\*\*", text(path), re.MULTILINE)
        assert parts == ["Context", "Decision", "Alternatives", "Consequences"], path.name
        assert f"](decisions/{path.name})" in doc("architecture.md"), path.name


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_no_document_names_a_machine_or_a_registry(path: Path) -> None:
    forbidden = ("/wo" + "rk/", "/t" + "mp/", "pypi" + ".org", "npmjs" + ".org", "pythonhosted" + ".org", "TO" + "DO")
    assert [word for word in forbidden if word in text(path)] == []
    assert text(path).startswith("# ")


def test_what_is_new_stands_on_top_of_the_changelog() -> None:
    assert re.findall(r"^## (.*)$", text(CHANGELOG), re.MULTILINE)[0] == "Unreleased"
