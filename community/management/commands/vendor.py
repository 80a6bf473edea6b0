"""Copy third-party front-end files out of npm packages, as static/vendor.toml lists them. For developers; needs npm."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
SYMBOL = '<symbol id="i-{name}" viewBox="0 0 24 24">{body}</symbol>'


class Command(BaseCommand):
    help = "Fetch the packages of static/vendor.toml and write their files, licences and checksums."

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = tomllib.loads((STATIC / "vendor.toml").read_text(encoding="utf-8"))["package"]
        manifest = {package["name"]: self.fetch(package) for package in wanted}
        text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
        (STATIC / "vendor.json").write_text(text, encoding="utf-8")

    def fetch(self, package: dict[str, Any]) -> dict[str, Any]:
        self.stdout.write(f"{package['name']} {package['version']}")
        with tempfile.TemporaryDirectory() as folder:
            spec = f"{package['name']}@{package['version']}"
            done = subprocess.run(
                ["npm", "pack", spec, "--json", "--pack-destination", folder],
                check=True,
                capture_output=True,
                text=True,
            )
            packed = json.loads(done.stdout)[0]
            with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
                return {
                    "integrity": packed["integrity"],
                    "version": package["version"],
                    **self.copy(package, archive),
                }

    def copy(self, package: dict[str, Any], archive: tarfile.TarFile) -> dict[str, Any]:
        def read(name: str) -> bytes:
            found = archive.extractfile(f"package/{name}")
            assert found is not None
            return found.read()

        files = {target: read(source) for source, target in package.get("files", {}).items()}
        if "sprite" in package:
            files[package["sprite"]] = sprite(package["icons"], read)
        licence = next(n for n in archive.getnames() if re.fullmatch(r"package/licen[cs]e(\.\w+)?", n, re.I))
        name = package["name"].rsplit("/", 1)[-1]
        files[f"licences/{name}.txt"] = read(licence.removeprefix("package/"))
        for target, data in files.items():
            place = STATIC / target
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        return {
            "files": {target: hashlib.sha256(data).hexdigest() for target, data in sorted(files.items())},
            "licence": json.loads(read("package.json")).get("license"),
        }


def sprite(icons: list[str], read: Any) -> bytes:
    """One file for all icons; size, stroke and colour come from the stylesheet."""
    symbols = []
    for name in icons:
        drawn = re.search(r"<svg[^>]*>(.*)</svg>", read(f"icons/{name}.svg").decode(), re.DOTALL)
        assert drawn is not None
        symbols.append(SYMBOL.format(name=name, body=" ".join(drawn[1].split())))
    return ('<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n").encode()
