"""The two bundles, and the files that are served under names made of their content."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client

from community import staticfiles
from community.staticfiles import COMPONENTS, STATIC, BundleFinder

JS, CSS = STATIC / "js", STATIC / "css"


def served(name: str) -> bytes:
    answer = Client().get(static(name))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of scripts of a test's own."""
    monkeypatch.setattr(staticfiles, "STATIC", tmp_path)
    (tmp_path / "js" / "lib").mkdir(parents=True)
    return tmp_path / "js"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name.replace('__', '/')}.js").write_text(text)


# ---- the script ------------------------------------------------------------------------------


def test_every_module_that_app_reaches_is_in_the_bundle_once_and_behind_what_it_imports() -> None:
    bundle = staticfiles.script()
    scopes = re.findall(r"^const (m_\w+) = \(\(\) => \{", bundle, re.MULTILINE)
    assert len(scopes) == len(set(scopes)) > 25
    assert scopes[-1] == "m_app_js"
    seen: set[str] = set()
    parts = re.split(r"^const m_\w+ = \(\(\) => \{", bundle, flags=re.MULTILINE)[1:]
    for scope, body in zip(scopes, parts, strict=True):
        assert set(re.findall(r"\} = (m_\w+);", body)) <= seen, scope
        seen.add(scope)


def test_every_script_is_reached_by_app_or_loaded_by_name() -> None:
    """A file nobody imports is dead; what is imported when it is needed stands alone."""
    ordered: list[Path] = []
    staticfiles.visit(JS / "app.js", ordered, ())
    apart = {path for path in JS.rglob("*.js") if path not in ordered}
    loaded = set(re.findall(r'import\("\.\.?/([\w./-]+)"\)', "".join(path.read_text() for path in JS.rglob("*.js"))))
    assert {path.relative_to(JS).as_posix() for path in apart if path.parent == JS} == loaded
    assert {path.parent.name for path in apart if path.parent != JS} <= {"editor"}


def test_what_a_module_exports_is_what_another_gets(workshop: Path) -> None:
    write(
        workshop,
        lib__one='export const one = 1;\nconst hidden = 9;\nexport function two() { return 2; }\n',
        lib__three='import { one, two } from "./one.js";\nexport class Three { value = one + two(); }\n'
        'export async function later() { return 4; }\nexport let five = 5;\n',
        app='import { Three, five } from "./lib/three.js";\nimport { one } from "./lib/one.js";\n'
        'const hidden = 0;\nconsole.log(new Three().value, five, one, hidden);\n',
    )  # fmt: skip
    bundle = staticfiles.script()
    assert not re.search(r"^\s*(?:import|export)\b", bundle, re.MULTILINE)
    assert bundle.count("const one = 1;") == 1
    assert "return { one, two };" in bundle
    assert "return { Three, later, five };" in bundle
    assert "const { one, two } = m_lib_one_js;" in bundle
    assert "const { Three, five } = m_lib_three_js;" in bundle


def test_what_is_loaded_when_it_is_needed_is_found_from_the_bundles_place(workshop: Path) -> None:
    write(workshop, lib__late='export const late = () => import("../editor.js");\n',
          app='import { late } from "./lib/late.js";\nlate();\n')  # fmt: skip
    assert 'import("./editor.js")' in staticfiles.script()


def test_modules_that_import_each_other_stop_the_collecting(workshop: Path) -> None:
    write(
        workshop, app='import { a } from "./lib/a.js";\n',
        lib__a='import { b } from "./b.js";\nexport const a = 1;\n',
        lib__b='import { a } from "./a.js";\nexport const b = 1;\n',
    )  # fmt: skip
    with pytest.raises(ValueError, match=r"a\.js imports itself through \['app.js', 'a.js', 'b.js'\]"):
        staticfiles.script()


@pytest.mark.parametrize(
    "line",
    [
        'import all from "./lib/a.js";',
        'import * as all from "./lib/a.js";',
        'import { a } from "./lib/a.js"',
        'import "./lib/a.js";',
        "export default 1;",
        'export { a } from "./lib/a.js";',
    ],
)
def test_a_form_of_import_the_bundle_does_not_know_stops_the_collecting(workshop: Path, line: str) -> None:
    write(workshop, app=f"{line}\n", lib__a="export const a = 1;\n")
    with pytest.raises(ValueError, match=r"app\.js: only `import"):
        staticfiles.script()


# ---- the stylesheet --------------------------------------------------------------------------


def test_the_stylesheet_is_every_file_in_its_order() -> None:
    sheet = staticfiles.stylesheet()
    assert sheet.startswith("/* Layer order is declared once, here.")
    names = ["tokens", "base", *(f"components/{name}" for name in COMPONENTS)]
    names += [f"pages/{path.stem}" for path in sorted((CSS / "pages").glob("*.css"))]
    places = [sheet.index((CSS / f"{name}.css").read_text()) for name in names]
    assert places == sorted(places)
    assert sum(len((CSS / f"{name}.css").read_text()) + 1 for name in names) == len(sheet) + 1


def test_no_stylesheet_is_left_out() -> None:
    named = {f"components/{name}.css" for name in COMPONENTS} | {"tokens.css", "base.css"}
    there = {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")}
    assert {name for name in there if not name.startswith("pages/")} == named


# ---- as they are served ----------------------------------------------------------------------


def test_names_change_with_the_content_and_inside_scripts_too() -> None:
    manifest = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())["paths"]
    assert re.fullmatch(r"/static/js/site\.[0-9a-f]{12}\.js", static("js/site.js"))
    script = served("js/site.js").decode()
    for name in re.findall(r'import\("\./([\w.-]+)"\)', script):
        assert f"js/{name}" in manifest.values(), name
    sheet = served("css/site.css").decode()
    for name in re.findall(r'url\("?\.\./([\w./-]+)"?\)', sheet):
        assert name in manifest.values(), name
    assert "fonts/" in sheet


def test_the_bundles_are_what_is_collected_and_found_nowhere_else() -> None:
    assert [name for name, _ in BundleFinder().list(None)] == ["css/site.css", "js/site.js"]
    assert finders.find("js/site.js") is None
    assert BundleFinder().find("js/site.js", find_all=True) == []


def test_nothing_served_leads_to_a_map_of_its_source() -> None:
    root = Path(settings.STATIC_ROOT)
    ours = [path for folder in ("js", "css") for path in (root / folder).rglob(f"*.{folder}")]
    assert len(ours) > 50
    assert [path.name for path in ours if "sourceMappingURL" in path.read_text()] == []
    assert not list((root / "js").rglob("*.map"))


def test_a_compressed_copy_is_sent_to_whoever_takes_one() -> None:
    for encoding in ("br", "gzip"):
        answer = Client().get(static("js/site.js"), headers={"accept-encoding": encoding})
        assert answer["Content-Encoding"] == encoding
        assert b"".join(answer.streaming_content)
        assert "Accept-Encoding" in answer["Vary"]


def test_the_fingerprint_changes_with_any_file_and_with_nothing_else(tmp_path: Path, settings: Any) -> None:
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path]
    prints = []
    for name, text in (("a.css", "a {}"), ("a.css", "a {}"), ("a.css", "b {}"), ("b.css", "b {}")):
        (tmp_path / name).write_text(text)
        finders.get_finder.cache_clear()
        prints.append(staticfiles.fingerprint())
    finders.get_finder.cache_clear()
    assert prints[0] == prints[1]
    assert len(set(prints)) == 3
