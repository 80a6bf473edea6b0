"""Blocks of a Word document (paragraphs, tables, whatever stands in a row in its body), and a document made of blocks
of two. Runs apart (community/files/apart.py)."""

from __future__ import annotations

import posixpath
from copy import deepcopy
from typing import Any

from community.files import parts
from community.files.findings import Refused
from community.library.filling.package import Package, local
from community.library.filling.word import paragraphs, text_of

_MAIN = "wordprocessingml.document.main+xml"
_RELATION = "/relationships}"  # how the namespace of attributes ends that name another part
_STAYS_BEHIND = {"drawing", "pict", "object", "AlternateContent", "footnoteReference", "endnoteReference"}
_NOT_COPIED = {  # marks that point somewhere, or must stand in a document once
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "sectPr", "proofErr",
}  # fmt: skip


class Paper:
    """One file that was checked. Raises Refused."""

    def __init__(self, content: bytes) -> None:
        self.package = Package(content)
        names = self.package.of_type(_MAIN)
        if not names:
            raise Refused(parts.DAMAGED)
        self.name = names[0]
        self.tree = self.package.tree(self.name)
        self.body: Any = next((child for child in self.tree.getroot() if local(child) == "body"), None)
        if self.body is None:
            raise Refused(parts.DAMAGED)
        self.elements = [child for child in self.body if local(child) not in {"", "sectPr"}]
        self.blocks = ["\n".join(filter(None, map(str.strip, lines(element)))) for element in self.elements]

    def links(self) -> dict[str, tuple[str, str]]:
        """What its body names in other parts: by its id there, (what it is, where it leads)."""
        folder, name = posixpath.split(self.name)
        try:
            tree = self.package.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        except KeyError:
            return {}
        return {row.get("Id", ""): (row.get("Type", ""), row.get("Target", "")) for row in tree.getroot()}

    def of(self, elements: list[Any]) -> bytes:
        """The same document with these in its body."""
        for element in self.elements:
            self.body.remove(element)
        for place, element in enumerate(elements):
            self.body.insert(place, element)
        return self.package.written({self.name: self.tree})


def lines(element: Any) -> list[str]:
    return [text_of(pieces) for _, pieces, _ in paragraphs(element)]


def loses(elements: list[Any]) -> bool:
    """Is there something in them that cannot come into another document?"""
    return any(local(part) in _STAYS_BEHIND for element in elements for part in element.iter())


def may_stand_alone(element: Any) -> bool:
    return local(element) not in _STAYS_BEHIND | _NOT_COPIED


def carried(element: Any, theirs: dict[str, tuple[str, str]], ours: dict[str, tuple[str, str]]) -> Any:
    """A copy for the other document: words, shape and style; without what lies in other parts of its own."""
    made = deepcopy(element)
    made.tail = None
    same = {id_: next((own for own, leads in ours.items() if leads == there), None) for id_, there in theirs.items()}
    for part in list(made.iter()):
        if local(part) in _STAYS_BEHIND | _NOT_COPIED or is_of_its_maker(part.tag):
            out(part)
            continue
        for name, value in list(part.attrib.items()):
            if is_of_its_maker(name):
                del part.attrib[name]
            elif _RELATION in name and same.get(value):
                part.set(name, same[value])
            elif _RELATION in name:
                unlink(part)
                break
    return made


def is_of_its_maker(name: object) -> bool:
    """Microsoft's own additions: a document must declare them at its head."""
    return isinstance(name, str) and name.startswith("{http://schemas.microsoft.com/")


def out(part: Any) -> None:
    if part.getparent() is not None:
        part.getparent().remove(part)


def unlink(part: Any) -> None:
    """A link that the other document does not have: its words stay."""
    parent = part.getparent()
    if parent is None:
        return
    if local(part) == "hyperlink":
        for child in list(part):
            part.addprevious(child)
    parent.remove(part)
