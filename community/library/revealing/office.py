"""What Word, Excel and PowerPoint files have in common: their properties, their pictures, their links, their parts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Any

from community.files import packages
from community.library.filling.package import Package, as_bytes, local
from community.library.revealing import pictures
from community.library.revealing.traces import Found

CORE, APP, CUSTOM = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
SHARES = re.compile(
    r"(?:sharepoint\.com|onedrive\.live\.com|1drv\.ms|drive\.google\.com|docs\.google\.com|dropbox\.com|box\.com/s)/",
    re.IGNORECASE,
)
_PATH = re.compile(r"[\\/]|^[A-Za-z]:")
_OF_CORE = {"creator": "author", "lastModifiedBy": "editor"} | dict.fromkeys(
    ("description", "keywords", "subject", "category", "contentStatus"), "about"
)
_OF_APP = {"Company": "company", "Manager": "manager", "HyperlinkBase": "path"}
_TYPES, _RELATIONSHIPS = "[Content_Types].xml", "_rels/.rels"


class Opened:
    """One file whose trees are read once, and written again with what was changed and without what was dropped."""

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        self.names = [entry.filename for entry in self.package.archive.infolist() if not entry.is_dir()]
        self.trees: dict[str, Any] = {}
        self.changed: dict[str, Any] = {}
        self.blobs: dict[str, bytes] = {}
        self.dropped: set[str] = set()

    def tree(self, name: str) -> Any:
        if name not in self.trees:
            self.trees[name] = self.package.tree(name)
        return self.trees[name]

    def named(self, pattern: str) -> list[str]:
        return [name for name in self.names if re.search(pattern, name, re.IGNORECASE)]

    def change(self, name: str) -> Any:
        """The tree, which will be written."""
        self.changed[name] = self.tree(name)
        return self.changed[name]

    def bytes_of(self, name: str) -> bytes:
        return packages.unpacked(self.package.archive, self.package.archive.getinfo(name))

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            folder, _, file = name.rpartition("/")
            self.dropped |= {name, f"{folder}/_rels/{file}.rels"}

    def written(self) -> bytes:
        if self.dropped:
            self.forget_dropped()
        made = {name: as_bytes(tree) for name, tree in self.changed.items()} | self.blobs
        return self.package.rewritten(made, without=self.dropped)

    def forget_dropped(self) -> None:
        """Nothing may point to a part that is no longer there."""
        gone = {name.lower() for name in self.dropped}
        types = self.change(_TYPES)
        take([one for one in types.iter() if one.get("PartName", "").lstrip("/").lower() in gone])
        for name in self.named(r"\.rels$"):
            if name in self.dropped:
                continue
            pointing = [one for one in self.tree(name).iter() if target_of(name, one).lower() in gone]
            if pointing:
                self.change(name)
                take(pointing)


def target_of(rels: str, relationship: Any) -> str:
    """The part a relationship leads to, by its name in the archive."""
    target = relationship.get("Target", "") if local(relationship) == "Relationship" else ""
    if not target or relationship.get("TargetMode", "").lower() == "external":
        return ""
    folder = posixpath.dirname(posixpath.dirname(rels))
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def take(elements: Iterable[Any]) -> None:
    """Out of their tree, each with what is in it; what follows it stays."""
    for element in list(elements):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + element.tail
            else:
                before.tail = (before.tail or "") + element.tail
        parent.remove(element)


def look(file: Opened, found: Found) -> None:
    for name in file.named(r"^docProps/core\.xml$"):
        for element in file.tree(name).iter():
            kind = _OF_CORE.get(local(element))
            if kind:
                found.value(kind, element.text)
    for name in file.named(r"^docProps/app\.xml$"):
        look_at_app(file.tree(name), found)
    for name in file.named(r"^docProps/custom\.xml$"):
        properties = [one for one in file.tree(name).iter() if local(one) == "property"]
        found.add("custom", ", ".join(one.get("name", "") for one in properties), len(properties))
    found.add("thumbnail", count=len(file.named(r"^docProps/thumbnail\.")))
    for name in file.named(r"/media/[^/]+\.(?:jpe?g|png)$"):
        pictures.look(file.bytes_of(name), found)
    for name in file.named(r"\.rels$"):
        for one in file.tree(name).iter():
            if local(one) == "Relationship" and SHARES.search(one.get("Target", "")):
                found.add("shares", one.get("Target"))


def look_at_app(tree: Any, found: Found) -> None:
    for element in tree.iter():
        kind = _OF_APP.get(local(element))
        if kind:
            found.value(kind, element.text)
        elif local(element) == "Template" and _PATH.search(element.text or ""):
            found.add("template", element.text)


def clean(file: Opened) -> None:
    for name in file.named(r"^docProps/core\.xml$"):
        empty(file.change(name), {*_OF_CORE, "lastPrinted"})
    for name in file.named(r"^docProps/app\.xml$"):
        empty(file.change(name), {*_OF_APP, "Template", "TotalTime"})
    file.drop(file.named(r"^docProps/(?:custom\.xml|thumbnail\.[^/]+)$"))
    for name in file.named(r"/media/[^/]+\.(?:jpe?g|png)$"):
        before = file.bytes_of(name)
        after = pictures.bare(before)
        if after != before:
            file.blobs[name] = after


def empty(tree: Any, names: set[str]) -> None:
    take(element for element in list(tree.iter()) if local(element) in names)


def text_of(element: Any) -> str:
    """The words in any of the three formats' notations."""
    return " ".join(piece.text for piece in element.iter() if local(piece) == "t" and piece.text)
