"""Templates: short, told what they get, with nothing in them that the browser's policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import meta

from community.templating import environment
from tests.architecture.tree import TEMPLATES, length, name, templates, text

ENVIRONMENT = environment(autoescape=True)
EVERYWHERE = {"shell", "request", "csrf_input", "csrf_token"}  # what Django and the context processor give every page
COMMENT = re.compile(r"\{#(.*?)#\}", re.DOTALL)
MACRO = re.compile(r"\{% macro (\w+)\((.*?)\) %\}", re.DOTALL)
SCRIPT = re.compile(
    r"<script type=\"(?:module\" src=\"\{\{ static\('js/\w+\.js'\) \}\}\"|application/json\" data-\w+)>"
)
SAFE = {
    "m.html", "p.html", "piece.html", "attrs", "version.preview_html", "agreement.html",
    "current.html", "milestone.body_html", "session.agenda_html", "session.notes_html", "shown", "welcome", "post.html",
    "line.html", "whole.preview", "intro",
}  # fmt: skip
PARTIALS = [path for path in templates() if path.name.startswith("_")]


def test_a_template_is_short() -> None:
    assert [name(path) for path in templates("*.*") if length(path) > 120] == []


FORBIDDEN = {
    "a style of its own": r"\sstyle\s*=|<style\b",
    "a handler in an attribute": r"\son[a-z]+\s*=\s*[\"']",
    "an address outside": r"(?:href|src|action)\s*=\s*[\"']\s*(?:https?|//)",
    "an address that runs": r"(?:href|src|action)\s*=\s*[\"']\s*(?:javascript|data:(?!text/plain))",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_holds_nothing_the_policy_forbids(what: str) -> None:
    assert [name(path) for path in templates() if re.search(FORBIDDEN[what], text(path))] == []


def test_a_template_holds_no_script_but_a_file_of_ours_and_data() -> None:
    scripts = [(name(path), tag) for path in templates() for tag in re.findall(r"<script[^>]*>", text(path))]
    assert [found for found in scripts if not SCRIPT.fullmatch(found[1])] == []
    assert len(scripts) == 3


def test_only_what_was_sanitized_is_called_safe() -> None:
    """`|safe` says that somebody else cleaned it: the sanitizer of what members write, or the template itself."""
    for path in templates("*.*"):
        assert set(re.findall(r"\{\{\s*([\w.]+)\s*\|\s*safe", text(path))) <= SAFE, name(path)
        assert "autoescape" not in text(path), name(path)


def test_what_is_included_or_imported_is_a_piece_and_what_is_extended_a_frame() -> None:
    for path in templates():
        for word, other in re.findall(r"\{%-? *(include|from|import|extends) \"([^\"]+)\"", text(path)):
            assert (TEMPLATES / other).exists(), f"{name(path)} names {other}"
            frame = other == "base.html" or other.startswith("layouts/")
            assert frame if word == "extends" else Path(other).name.startswith("_"), f"{name(path)}: {word} {other}"


def test_every_piece_is_used() -> None:
    everything = "".join(text(path) for path in templates())
    code = "".join(path.read_text() for path in (TEMPLATES.parent / "community").rglob("*.py"))
    for path in PARTIALS:
        assert f'"{path.relative_to(TEMPLATES).as_posix()}"' in everything + code, name(path)


def test_a_piece_that_is_included_lists_in_its_first_comment_what_it_takes_from_the_page() -> None:
    for path in PARTIALS:
        source = text(path)
        assert source.startswith("{#"), name(path)
        if not MACRO.search(source):
            free = meta.find_undeclared_variables(ENVIRONMENT.parse(source)) - set(ENVIRONMENT.globals) - EVERYWHERE
            assert free <= set(re.findall(r"\w+", COMMENT.findall(source)[0])), name(path)


def test_a_piece_that_is_called_says_with_what() -> None:
    for path in PARTIALS:
        comments = " ".join(COMMENT.findall(text(path)))
        for macro, given in MACRO.findall(text(path)):
            told = re.search(rf"\b{macro} ?\((.*?)\)", comments, re.DOTALL)
            assert told is not None, f"{name(path)}: {macro}"
            assert names(told[1]) <= names(given), f"{name(path)}: {macro}"


def names(signature: str) -> set[str]:
    return {part.partition("=")[0].strip() for part in signature.split(",")}


def test_pages_ask_for_no_rows() -> None:
    """A template that follows a manager runs a query per line of its list."""
    for path in templates():
        assert not re.search(r"\.(?:objects|filter|exclude|count|exists)\b(?!\()", text(path)) or "objects" not in text(
            path
        )
        assert not re.search(r"\.(?:filter|exclude|exists|first|order_by)\(", text(path)), name(path)


SIGNED_BY_THEIR_ADDRESS = {"templates/notifications/mail_off.html"}  # RFC 8058: no cookie comes with that post


def test_every_form_that_posts_carries_the_token() -> None:
    for path in templates():
        for form in re.findall(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", text(path), re.DOTALL):
            carries = bool(re.search(r"csrf_input|\bcsrf\b", form))
            assert carries != (name(path) in SIGNED_BY_THEIR_ADDRESS), f"{name(path)}: {form[:80]}"
