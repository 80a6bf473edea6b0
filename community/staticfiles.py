"""Static files: content in their names, and two bundles put together when they are collected.

A page needs one stylesheet and one script. Both are plain concatenations of the files people edit: CSS in a listed
order, ES modules in the order of their imports. There is no other build.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STATIC = Path(__file__).resolve().parent / "static"
# Within one layer the later file wins: what phones change comes after what they change.
COMPONENTS = (
    "shell",
    "buttons",
    "people",
    "fields",
    "cards",
    "rows",
    "conversation",
    "editor",
    "menus",
    "folds",
    "phone",
)
STYLES = ("tokens", "base", *(f"components/{name}" for name in COMPONENTS), "pages/*")
SCRIPT = "app.js"

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[\w./-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) (\w+))", re.MULTILINE)


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names hashed inside ES modules too, so that an import is as fresh as the page that names it."""

    support_js_module_import_aggregation = True
    manifest_strict = True


class BundleFinder(BaseFinder):
    """Finds css/site.css and js/site.js, which no one wrote by hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made: Storage | None = None

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        return []  # only collected, never served from where it is found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage = InMemoryStorage()
        storage.save("css/site.css", ContentFile(stylesheet().encode()))
        storage.save("js/site.js", ContentFile(script().encode()))
        for name in ("css/site.css", "js/site.js"):
            yield name, storage


def stylesheet() -> str:
    """All stylesheets; the layers they name decide who wins, not this order."""
    folder = STATIC / "css"
    return "\n".join(
        path.read_text(encoding="utf-8") for pattern in STYLES for path in sorted(folder.glob(f"{pattern}.css"))
    )


def script() -> str:
    """The modules `app.js` reaches, each once, what is imported before what imports it, each in a scope of its own."""
    ordered: list[Path] = []
    visit(STATIC / "js" / SCRIPT, ordered, ())
    return "\n".join(scoped(path) for path in ordered)


def visit(path: Path, ordered: list[Path], above: tuple[Path, ...]) -> None:
    if path in above:
        raise ValueError(f"{path.name} imports itself through {[p.name for p in above]}; modules form no cycle here.")
    if path in ordered:
        return
    for _, name in _IMPORT.findall(path.read_text(encoding="utf-8")):
        visit((path.parent / name).resolve(), ordered, (*above, path))
    ordered.append(path)


def scoped(path: Path) -> str:
    """One module as a function that returns its exports; its imports are taken from the functions before it."""
    text = path.read_text(encoding="utf-8")
    exported = ", ".join(_EXPORT.findall(text))
    body = _IMPORT.sub(lambda m: f"const {{{m[1]}}} = {scope_name((path.parent / m[2]).resolve())};\n", text)
    body = _EXPORT.sub("", body)
    if re.search(r"^(?:import|export)\b(?!\()", body, re.MULTILINE):
        raise ValueError(f'{path.name}: only `import {{ … }} from "./x.js";` and exported declarations can be bundled.')
    if path.parent != STATIC / "js":
        body = body.replace('import("../', 'import("./')  # the bundle lies beside app.js
    return f"const {scope_name(path)} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


def scope_name(path: Path) -> str:
    return "m_" + re.sub(r"\W", "_", path.relative_to(STATIC / "js").as_posix())


def fingerprint() -> str:
    """Changes when any file that is collected changes, ours or a package's."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(path.encode())
            with storage.open(path) as file:
                digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()
