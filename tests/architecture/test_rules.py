"""Roles are compared in moderation/access and nowhere else; every rule has its verb and every verb its rule."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from moderation.access.standing import Audience, Role
from moderation.access.verbs import VERBS
from tests.architecture.tree import ROOT, functions, name, parsed, python, templates, text

ACCESS = ROOT / "moderation" / "access"
ASKED_BY = {"community/middleware.py", "community/shell.py"}  # the gate, and the frame that shows what it opens
ROLE_FIELDS = {"role", "author__role", "member__role"}


def outside() -> list[Path]:
    return [path for path in python() if ACCESS not in path.parents]


def of_a_role(node: ast.AST) -> bool:
    """`x.role`, `row["role"]`, `Role.OWNER`; not `Enrollment.Role`, which is a place within one cohort."""
    if isinstance(node, ast.Attribute):
        return node.attr == "role" or (isinstance(node.value, ast.Name) and node.value.id == "Role")
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value in ROLE_FIELDS
    return False


def comparisons(path: Path) -> list[str]:
    found = []
    for node in ast.walk(parsed(path)):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("filter", "exclude", "Q", "When")):
            parts = [keyword.value for keyword in node.keywords if (keyword.arg or "").startswith("role")]
        if any(of_a_role(inner) for part in parts for inner in ast.walk(part)):
            found.append(f"{name(path)}:{getattr(node, 'lineno', 0)}")
    return found


def test_no_file_but_the_rules_compares_roles() -> None:
    assert [found for path in outside() for found in comparisons(path)] == []


def test_the_search_for_comparisons_finds_them() -> None:
    """The premise of the test above."""
    for source in (
        "if who.role == Role.OWNER: pass",
        "moderates = row['author__role'] != 'member'",
        "found = members.filter(role__in=(Role.MODERATOR,))",
        "allowed = Role.MEMBER in held",
        "theirs = Q(role=Role.OWNER)",
    ):
        tree = ast.parse(source)
        assert any(of_a_role(node) for node in ast.walk(tree)), source
    assert not any(of_a_role(node) for node in ast.walk(ast.parse("x = Enrollment.Role.FACILITATOR")))
    assert comparisons(ACCESS / "standing.py")


def test_only_the_gate_and_the_frame_ask_who_moderates() -> None:
    asking = {
        name(path)
        for path in outside()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"is_moderator", "is_owner"}
    }
    assert asking == ASKED_BY


def test_templates_know_nothing_of_what_the_reader_holds_but_who_it_is() -> None:
    """The view passes decisions; a template that compared roles would be a rule nobody tests."""
    held = {found for path in templates() for found in re.findall(r"grants\.(\w+)", text(path))}
    assert held <= {"member_id"}
    for path in templates():
        assert not re.search(r"shell\.member\.(?:role|standing)", text(path)), name(path)


def test_every_rule_has_one_verb_and_every_verb_one_rule() -> None:
    rules = {
        f"{path.stem}.{function.name}"
        for path in ACCESS.glob("*.py")
        for function in functions(path)
        if function.name.startswith("may_")
    }
    assert sorted(verb.rule for verb in VERBS) == sorted(rules)


def test_a_rule_answers_with_a_decision_and_takes_the_person_first() -> None:
    for path in ACCESS.glob("*.py"):
        for function in functions(path):
            if function.name.startswith("may_"):
                assert ast.unparse(function.returns or ast.Constant(None)) == "Decision", function.name
                assert function.args.args[0].arg == "who", function.name


def test_the_rules_import_nothing_of_ours_when_they_run() -> None:
    for path in ACCESS.glob("*.py"):
        for node in parsed(path).body:
            if isinstance(node, ast.ImportFrom):
                top = (node.module or "").partition(".")[0]
                own = (node.module or "").startswith("moderation.access")
                assert top not in {"community", "cohorts"}, name(path)
                assert top != "moderation" or own, name(path)


def test_no_rule_asks_the_database() -> None:
    for path in ACCESS.glob("*.py"):
        assert ".objects" not in text(path), name(path)


def test_the_words_of_the_rules_are_those_of_the_rows() -> None:
    assert {*Role} == {"member", "moderator", "owner"}
    assert {*Audience} == {"members", "cohort", "moderators"}
