"""Scripts, styles and what was copied from elsewhere: what collecting, the policy and the reader's eyes rely on."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

from django.contrib.staticfiles import finders

from moderation.words import VERBS
from tests.architecture.tree import PRODUCT, STATIC, name, python, scripts, templates, text

JS = STATIC / "js"
IMPORT = re.compile(r"^import .*$", re.MULTILINE)
FROM = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[\w./-]+\.js)";$')
SERVER_HTML_IN = {
    "quick-search.js",
    "session-questions.js",
    "thread-posts.js",
    "message-view.js",
    "thread-page.js",
    "ask-form.js",
    "poll-results.js",
}  # drawn by the server, or sanitized
SHEETS = tuple(sorted((STATIC / "css").rglob("*.css")))
MANIFEST = json.loads((STATIC / "vendor.json").read_text(encoding="utf-8"))
WANTED = tomllib.loads((STATIC / "vendor.toml").read_text(encoding="utf-8"))["package"]

# ---- scripts ---------------------------------------------------------------------------------


def test_a_script_is_short_and_imports_in_the_one_way_that_is_bundled() -> None:
    commented = r"^\s*//.*\b(?:import|export)\b.*from"  # what rewrites names reads comments, too
    for path in scripts():
        assert len(text(path).splitlines()) <= 150, name(path)
        assert [line for line in IMPORT.findall(text(path)) if not FROM.match(line)] == [], name(path)
        assert not re.search(commented, text(path), re.MULTILINE), name(path)


def imports(path: Path) -> list[Path]:
    found = (FROM.match(line) for line in IMPORT.findall(text(path)))
    return [(path.parent / match[1]).resolve() for match in found if match]


def test_what_is_imported_is_there_and_nothing_imports_itself() -> None:
    done: set[Path] = set()

    def walk(path: Path, above: tuple[Path, ...]) -> None:
        if JS not in path.parents:
            assert finders.find(path.relative_to(STATIC).as_posix()), f"{path.name} is in no package"
            return
        assert path.exists(), f"{path.name} is imported by {above[-1].name}"
        assert path not in above, f"{path.name} imports itself"
        if path not in done:
            for other in imports(path):
                walk(other, (*above, path))
            done.add(path)

    for path in scripts():
        walk(path, ())
    assert len(done) == len(scripts())


def test_what_is_below_knows_nothing_of_what_is_above() -> None:
    above = {"lib": {"elements", "live", "editor"}, "live": {"elements", "editor"}, "editor": {"elements", "live"}}
    for path in scripts():
        for other in imports(path):
            assert other.parent.name not in above.get(path.parent.name, set()), f"{name(path)} → {other.name}"


def test_html_is_set_in_one_place_and_comes_from_the_server() -> None:
    for path in scripts():
        source = text(path)
        setting = re.findall(r"\.(?:innerHTML|outerHTML)\s*\+?=(?!=)", source)
        assert len(setting) == (1 if path.name == "dom.js" else 0), name(path)
        for word in (
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "srcdoc",
            "createContextualFragment",
        ):
            assert word not in source, f"{name(path)}: {word}"
        assert ("insertServerHtml" in source) == (path.name in SERVER_HTML_IN | {"dom.js"}), name(path)


def test_no_script_or_style_names_a_host() -> None:
    """Nobody else learns that a member is here."""
    for path in (*scripts(), *SHEETS, STATIC / "icons.svg", STATIC / "mark.svg"):
        hosts = set(re.findall(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)", text(path), re.IGNORECASE))
        assert hosts <= {"www.w3.org"}, f"{name(path)}: {hosts}"  # the name of a language, which nothing fetches


def test_no_script_is_run_by_a_string() -> None:
    for path in scripts():
        assert not re.search(r"set(?:Timeout|Interval)\(\s*[\"'`]", text(path)), name(path)


# ---- styles ----------------------------------------------------------------------------------


def test_a_stylesheet_stands_in_a_layer_and_takes_colors_from_the_tokens() -> None:
    for path in SHEETS:
        source = re.sub(r"/\*.*?\*/", "", text(path), flags=re.DOTALL)
        assert re.search(r"@layer \w+", source) or path.name == "base.css", name(path)
        if path.name != "tokens.css":
            drawn = re.sub(r"url\([^)]*\)", "", source)
            assert re.findall(r"(?<![\w&-])#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", drawn) == [], name(path)


def test_every_token_that_is_used_is_defined() -> None:
    everything = "".join(text(path) for path in SHEETS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", everything))
    set_by_scripts = {"--vvh", *re.findall(r'setProperty\("(--[\w-]+)"', "".join(text(path) for path in scripts()))}
    used = set(re.findall(r"var\((--[\w-]+)\s*\)", everything))  # with a fallback it may be missing
    assert used - defined - set_by_scripts == set()


# ---- copied from elsewhere -------------------------------------------------------------------


def test_every_copied_file_is_the_one_that_was_copied() -> None:
    for package in MANIFEST.values():
        for place, digest in package["files"].items():
            assert hashlib.sha256((STATIC / place).read_bytes()).hexdigest() == digest, place


def test_the_list_and_what_was_copied_are_of_the_same_versions() -> None:
    assert {package["name"]: package["version"] for package in WANTED} == {
        package: facts["version"] for package, facts in MANIFEST.items()
    }
    for package in WANTED:
        facts = MANIFEST[package["name"]]
        wanted = set(package.get("files", {}).values()) | ({package["sprite"]} if "sprite" in package else set())
        licences = {place for place in facts["files"] if place.startswith("licences/")}
        assert set(facts["files"]) == wanted | licences
        assert len(licences) == 1
        assert facts["licence"]
        assert facts["integrity"].startswith("sha512-")


def test_nothing_lies_among_copied_files_that_was_not_copied() -> None:
    copied = {place for package in MANIFEST.values() for place in package["files"]}
    there = {
        path.relative_to(STATIC).as_posix() for folder in ("fonts", "licences") for path in (STATIC / folder).iterdir()
    }
    assert there == {place for place in copied if "/" in place}


def test_the_sprite_holds_every_icon_that_is_drawn() -> None:
    held = set(re.findall(r'<symbol id="i-([\w-]+)"', text(STATIC / "icons.svg")))
    [listed] = [set(package["icons"]) for package in WANTED if "icons" in package]
    drawn: set[str] = set()
    for path in templates():
        drawn |= set(re.findall(r'icon\("([\w-]+)"', text(path)))
        drawn |= set(re.findall(r"#i-([\w-]+)", text(path)))
    for path in scripts():
        drawn |= set(re.findall(r"#i-([\w-]+)", text(path)))
    assert held == listed
    assert drawn <= held, drawn - held


def test_every_icon_of_the_log_is_in_the_sprite() -> None:
    held = set(re.findall(r'<symbol id="i-([\w-]+)"', text(STATIC / "icons.svg")))
    assert {symbol for symbol, _ in VERBS.values()} <= held


def test_no_file_of_the_project_names_a_place_of_one_machine() -> None:
    words = ("/wo" + "rk/", "pypi" + ".org", "npmjs" + ".org", "pythonhosted" + ".org")
    for path in (*python(*PRODUCT, "tests"), *scripts(), *SHEETS, *templates("*.*")):
        assert not [word for word in words if word in text(path)], name(path)
