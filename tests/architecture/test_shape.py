"""The shape of files and functions: what no linter says. Each exception has its reason, and none may be stale."""

from __future__ import annotations

import ast

from tests.architecture.tree import PRODUCT, functions, length, name, parsed, python

LONG_FILES = {
    "community/server.py": "Daphne's request, socket and server share what draining means, and little else has a name",
    "tests/live/test_process.py": "one process from its start to its end, told in one place",
    "tests/live/test_socket.py": "every road a socket can go, one after the other",
}
LONG_FUNCTIONS = {
    "tests/benchmarks/textbook/prepare.py: forum": "the textbook is written as textbooks write it",
}
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "services", "service", "base", "misc", "lib", "core"}
NAMED_AFTER_WHAT_THEY_START = {"tests/services.py"}  # a Redis and a PostgreSQL: services in the word's own sense
SKIPPED = {
    "tests/browser/test_hostile_words.py": "its corpus is not in the project",
    "tests/files/test_hostile_corpus.py": "the corpus is not ours to ship; where it lies beside us, it is run",
    "tests/library/test_data_set.py": "as above: the documents are not ours to ship",
    "tests/moderation/test_messy_lists.py": "nor are these",
}
WRITES = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ONLY_READING = {"views", "door", "topics", "queries", "lists", "shown", "forms", "notices", "events", "urls"}


def test_a_file_fits_in_three_hundred_lines() -> None:
    long = {name(path) for path in python(*PRODUCT, "tests") if length(path) > 300}
    assert long == set(LONG_FILES)


def test_a_function_fits_in_forty_lines() -> None:
    long = {
        f"{name(path)}: {function.name}"
        for path in python(*PRODUCT, "tests")
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= 40
    }
    assert long == set(LONG_FUNCTIONS)


def test_modules_are_named_after_what_they_are() -> None:
    """A drawer called "utils" is where things go to be forgotten."""
    found = {name(path) for path in python(*PRODUCT, "tests") if FORBIDDEN & {path.stem, path.parent.name}}
    assert found == NAMED_AFTER_WHAT_THEY_START


def test_every_module_says_in_a_few_lines_what_it_is_for() -> None:
    silent = []
    for path in python():
        doc = ast.get_docstring(parsed(path))
        if parsed(path).body and (not doc or len(doc.splitlines()) > 5 or not doc.rstrip().endswith(".")):
            silent.append(name(path))
    assert silent == []


def test_rows_are_reached_through_queries_and_actions_only() -> None:
    """A view or a topic with `.objects` in it asks no rule."""
    reaching = [
        f"{name(path)}:{node.lineno}"
        for path in python()
        if path.stem in {"views", "door", "topics", "forms", "urls", "routing", "home", "search", "shell", "middleware"}
        or path.parent.name == "views"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert reaching == []


def test_only_actions_write() -> None:
    writing = [
        f"{name(path)}:{node.lineno} {node.func.attr}"
        for path in python()
        if {path.stem, path.parent.name} & ONLY_READING
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if ast.unparse(node.func.value) != "actions"  # whose verb may well be called "delete"
    ]
    assert writing == []


def test_whoever_acts_comes_first() -> None:
    """In an action the actor is the first argument, and what could be confused is named by whoever calls."""
    wrong = []
    for path in python():
        if path.stem == "actions" or path.parent.name == "actions":
            for function in functions(path):
                names = [argument.arg for argument in function.args.args]
                if "actor" in names and names[0] != "actor":
                    wrong.append(f"{name(path)}: {function.name}")
    assert wrong == []


def test_nothing_waits_to_be_done() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "X" + "XX:", "HA" + "CK:")
    found = [
        f"{name(path)}: {mark}" for path in python(*PRODUCT, "tests") for mark in marks if mark in path.read_text()
    ]
    assert found == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    words = ("pytest.mark." + "skip", "pytest." + "skip(", "mark." + "xfail", "pytest." + "xfail(", "importor" + "skip")
    found = {name(path) for path in python("tests") for word in words if word in path.read_text()}
    assert found == set(SKIPPED)


def test_every_test_can_fail() -> None:
    """By an assert, by an error it waits for, or by a verb that has one of these in it, however deep."""
    calls, judging = {}, {"raises", "fail", "django_assert_num_queries"}
    for path in python("tests"):
        for function in functions(path):
            calls[f"{name(path)}: {function.name}"] = called(function)
            if any(isinstance(node, ast.Assert | ast.Raise) for node in ast.walk(function)):
                judging.add(function.name)
    for _ in range(5):
        judging |= {where.partition(": ")[2] for where, names in calls.items() if names & judging}
    silent = [where for where, names in calls.items() if is_a_test(where) and where.partition(": ")[2] not in judging]
    assert len([where for where in calls if is_a_test(where)]) > 500
    assert silent == []


def called(function: ast.AST) -> set[str]:
    found = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {part.attr if isinstance(part, ast.Attribute) else getattr(part, "id", "") for part in found}


def is_a_test(where: str) -> bool:
    file, _, function = where.partition(": ")
    return function.startswith("test_") and file.rpartition("/")[2].startswith("test_")
