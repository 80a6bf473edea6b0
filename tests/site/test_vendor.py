"""Copying third-party files out of a package: what is listed, with its licence and a checksum of each."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from community.management.commands import vendor
from community.management.commands.vendor import Command, sprite

ICON = b'<svg xmlns="http://www.w3.org/2000/svg" width="24"\n height="24"><path d="M1 1"/>\n  <circle r="2"/></svg>\n'


def packed(**files: bytes) -> bytes:
    """An npm package as it is packed."""
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w:gz") as archive:
        for name, content in files.items():
            about = tarfile.TarInfo("package/" + name.replace("__", "/").replace("_", "."))
            about.size = len(content)
            archive.addfile(about, io.BytesIO(content))
    return kept.getvalue()


def package(**files: bytes) -> tarfile.TarFile:
    return tarfile.open(fileobj=io.BytesIO(packed(**files)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(vendor, "STATIC", tmp_path)
    return tmp_path


def test_listed_files_are_copied_with_their_licence_and_nothing_else(folder: Path) -> None:
    fonts = package(
        package_json=b'{"license": "OFL-1.1"}', files__a_woff2=b"font", files__b_woff2=b"x", LICENSE=b"Free."
    )
    wanted = {"name": "@fonts/a-font", "version": "1.0.0", "files": {"files/a.woff2": "fonts/a.woff2"}}
    told = Command().copy(wanted, fonts)
    written = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert written == {"fonts/a.woff2": b"font", "licences/a-font.txt": b"Free."}
    assert told["licence"] == "OFL-1.1"
    assert told["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in written.items()}


def test_icons_become_one_sprite(folder: Path) -> None:
    icons = package(package_json=b"{}", icons__bell_svg=ICON, licence_md=b"ISC")
    told = Command().copy({"name": "icons", "version": "1", "sprite": "icons.svg", "icons": ["bell"]}, icons)
    drawn = (folder / "icons.svg").read_text()
    assert drawn == (
        '<svg xmlns="http://www.w3.org/2000/svg"><symbol id="i-bell" viewBox="0 0 24 24">'
        '<path d="M1 1"/> <circle r="2"/></symbol></svg>\n'
    )
    assert set(told["files"]) == {"icons.svg", "licences/icons.txt"}


def test_a_sprite_holds_its_icons_in_the_order_they_are_listed() -> None:
    drawn = sprite(["b", "a"], lambda name: f"<svg><g id='{name}'/></svg>".encode()).decode()
    assert drawn.index("i-b") < drawn.index("i-a")
    assert 'id="i-a" viewBox="0 0 24 24"><g id=\'icons/a.svg\'/></symbol>' in drawn


NPM = """#!/bin/sh
[ "$1 $2 $3 $4" = "pack icons@1.2.3 --json --pack-destination" ] || exit 1
cp "$PACKED" "$5/icons.tgz"
echo '[{"integrity": "sha512-of-the-registry"}]'
"""


def test_the_command_asks_npm_for_that_version_and_writes_down_what_it_got(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """With an npm of the test's own, which has one package."""
    (folder / "vendor.toml").write_text(
        '[[package]]\nname = "icons"\nversion = "1.2.3"\nsprite = "i.svg"\nicons = ["bell"]\n'
    )
    (folder / "icons.tgz").write_bytes(packed(package_json=b'{"license": "ISC"}', icons__bell_svg=ICON, LICENSE=b"ISC"))
    (folder / "npm").write_text(NPM)
    (folder / "npm").chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("PACKED", str(folder / "icons.tgz"))
    call_command("vendor")
    assert capsys.readouterr().out == "icons 1.2.3\n"
    manifest = json.loads((folder / "vendor.json").read_text())
    assert {k: v for k, v in manifest["icons"].items() if k != "files"} == {
        "integrity": "sha512-of-the-registry", "version": "1.2.3", "licence": "ISC",
    }  # fmt: skip
    assert manifest["icons"]["files"]["i.svg"] == hashlib.sha256((folder / "i.svg").read_bytes()).hexdigest()
