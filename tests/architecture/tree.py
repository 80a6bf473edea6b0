"""The files of the project, by kind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("community", "cohorts", "moderation")
STATIC = ROOT / "community" / "static"
TEMPLATES = ROOT / "templates"


@cache
def python(*folders: str) -> tuple[Path, ...]:
    """Without migrations, which Django writes."""
    found = (path for folder in folders or PRODUCT for path in sorted((ROOT / folder).rglob("*.py")))
    return tuple(
        path for path in found if "migrations" not in path.relative_to(ROOT).parts[:-1] or "tests" in path.parts
    )


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def templates(ending: str = "*.html") -> tuple[Path, ...]:
    return tuple(sorted(TEMPLATES.rglob(ending)))


def scripts() -> tuple[Path, ...]:
    return tuple(sorted((STATIC / "js").rglob("*.js")))


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def length(path: Path) -> int:
    return len(text(path).splitlines())
