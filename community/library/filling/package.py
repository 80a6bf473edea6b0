"""The parts of a Word or Excel file as trees of XML, and the file written again with some of them changed.

What a file may be at all is checked by community/files/packages.py, here once more: bytes on a disk may be any bytes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Collection, Mapping
from typing import Any

from lxml import etree

from community.files import packages, parts
from community.files.findings import Refused

MOST_XML = 30 * 2**20  # of the parts that are read: a document of some thousand pages
TOO_LONG = "This document is too long to be filled in here. Download it and fill it in on your computer."
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, etree.XMLSyntaxError)


class Package:
    """One file that was checked. Raises Refused."""

    def __init__(self, content: bytes) -> None:
        try:
            self.archive = packages.opened(content)
            packages.check_entries(self.archive.infolist())
            self.types = packages.ContentTypes(
                packages.part(self.archive, "[Content_Types].xml", missing=parts.DAMAGED)
            )
        except BROKEN as error:
            raise Refused(parts.DAMAGED) from error
        self.read = 0

    def of_type(self, *endings: str) -> list[str]:
        """Parts whose declared type ends so: in the order of the endings, then of their numbers."""
        names = [entry.filename for entry in self.archive.infolist() if not entry.is_dir()]
        typed = [(self.types.of(name), name) for name in names]
        return [
            name
            for ending in endings
            for _, name in sorted((len(name), name) for kind, name in typed if kind.endswith(ending))
        ]

    def tree(self, name: str) -> Any:
        entry = self.archive.getinfo(name)
        self.read += entry.file_size
        if self.read > MOST_XML:
            raise Refused(TOO_LONG)
        try:
            content = packages.unpacked(self.archive, entry)
            tree = etree.fromstring(content, parser()).getroottree()
        except BROKEN as error:
            raise Refused(parts.DAMAGED) from error
        if tree.docinfo.doctype:
            raise Refused(parts.ODD_XML)
        return tree

    def written(self, changed: Mapping[str, Any]) -> bytes:
        """The same file, entry by entry, with these trees in place of what was there."""
        return self.rewritten({name: as_bytes(tree) for name, tree in changed.items()})

    def rewritten(self, changed: Mapping[str, bytes], without: Collection[str] = ()) -> bytes:
        """The same with other bytes in some parts, and without some."""
        target = io.BytesIO()
        try:
            with zipfile.ZipFile(target, "w") as made:
                for entry in self.archive.infolist():
                    if entry.filename in without:
                        continue
                    new = changed.get(entry.filename)
                    content = packages.unpacked(self.archive, entry) if new is None else new
                    kept = zipfile.ZipInfo(entry.filename, entry.date_time)
                    kept.external_attr = entry.external_attr
                    made.writestr(kept, content, entry.compress_type, compresslevel=1 if new is None else 6)
        except BROKEN as error:
            raise Refused(parts.DAMAGED) from error
        return target.getvalue()


def parser() -> Any:
    """Fetches nothing, replaces no entities, and refuses trees of absurd depth and texts of absurd length."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def as_bytes(tree: Any) -> bytes:
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def local(element: Any) -> str:
    """The name of an element without its namespace; of a comment or an instruction, nothing."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def keep_spaces(element: Any) -> None:
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
