"""Word, Excel and PowerPoint files: zip archives of XML parts. Runs apart (see apart.py).

Sizes are checked before anything is unpacked, and unpacking stops where a size turns out to be a lie.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass

from community.files import endings, parts
from community.files.apart import Answer
from community.files.findings import Refused

MAX_UNPACKED = 100 * 2**20
MAX_RATIO = 100
RATIO_COUNTS_FROM = 10 * 2**20
MAX_ENTRIES = 2_000

SWOLLEN = "This file unpacks to far more than a document holds. Open it, save it under a new name and try again."
OTHER_FLAVOUR = (
    "This is a special kind of Office file, such as a template or a show. "
    "Save it as .docx, .xlsx or .pptx and try again."
)

_ENTRY = b"PK\x01\x02"  # begins each line of a zip's table of contents
_ODD_NAME = re.compile(r"^/|\\|:|[\x00-\x1f]|(?:^|/)\.\.?(?:/|$)|//")
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Flavour:
    kind: str
    ending: str
    media_type: str
    root: str


FLAVOURS = {
    f"{_OFFICE}{middle}.main+xml": Flavour(kind, ending, f"{_OFFICE}{middle}", root)
    for middle, kind, ending, root in (
        ("wordprocessingml.document", "word", ".docx", "document"),
        ("spreadsheetml.sheet", "excel", ".xlsx", "workbook"),
        ("presentationml.presentation", "slides", ".pptx", "presentation"),
    )
}


def examine(content: bytes) -> Answer:
    """Facts: kind, ending, media type. The bytes stay as they are."""
    try:
        archive = opened(content)
        check_entries(archive.infolist())
        flavour = checked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Refused(parts.DAMAGED) from error
    return {"kind": flavour.kind, "ending": flavour.ending, "media_type": flavour.media_type}, []


def opened(content: bytes) -> zipfile.ZipFile:
    """Entries are counted before the archive is opened: Python would read half a million of them first."""
    if content.count(_ENTRY) > MAX_ENTRIES:
        raise Refused(SWOLLEN)
    return zipfile.ZipFile(io.BytesIO(content))


def check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise Refused(parts.DAMAGED)  # two readers of it would see two different files
    for entry in entries:
        check_entry(entry)
    check_size(sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries))


def check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise Refused(endings.LOCKED)
    if _ODD_NAME.search(entry.orig_filename) or stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(parts.DAMAGED)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(parts.DAMAGED)  # Office knows no other, and some of them take gigabytes to unpack
    check_size(entry.file_size, entry.compress_size)


def check_size(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * packed):
        raise Refused(SWOLLEN)


def checked(archive: zipfile.ZipFile) -> Flavour:
    types = ContentTypes(part(archive, "[Content_Types].xml", missing=endings.NOT_OFFICE))
    main = main_part(part(archive, "_rels/.rels", missing=endings.NOT_OFFICE))
    flavour = flavour_of(types.of(main))
    for entry in archive.infolist():
        if not entry.is_dir():
            parts.check(entry.filename, types.of(entry.filename), unpacked(archive, entry))
    if parts.root(part(archive, main, missing=endings.NOT_OFFICE)) != flavour.root:
        raise Refused(endings.NOT_OFFICE)
    return flavour


def part(archive: zipfile.ZipFile, name: str, *, missing: str) -> bytes:
    entry = next((entry for entry in archive.infolist() if entry.filename.lower() == name.lower()), None)
    if entry is None:
        raise Refused(missing)
    return unpacked(archive, entry)


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Asks for one byte more than announced, so that an entry which lies about its size shows it."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise Refused(parts.DAMAGED)
    return content


class ContentTypes:
    """What [Content_Types].xml says each part is."""

    def __init__(self, content: bytes) -> None:
        self.by_ending: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        for name, attributes in parts.elements(content):
            media_type = attributes.get("ContentType", "").strip().lower()
            if name == "Default":
                self.by_ending[attributes.get("Extension", "").lower()] = media_type
            elif name == "Override":
                self.by_name[attributes.get("PartName", "").lower().lstrip("/")] = media_type

    def of(self, name: str) -> str:
        name = name.lower().lstrip("/")
        return self.by_name.get(name) or self.by_ending.get(posixpath.splitext(name)[1].lstrip("."), "")


def main_part(package_relationships: bytes) -> str:
    for relationship in parts.relationships(package_relationships):
        if relationship.get("Type", "").lower().endswith("/officedocument"):
            return posixpath.normpath(relationship.get("Target", "").lstrip("/"))
    raise Refused(endings.NOT_OFFICE)


def flavour_of(media_type: str) -> Flavour:
    if "macroenabled" in media_type:
        raise Refused(endings.MACROS)
    if media_type not in FLAVOURS:
        raise Refused(OTHER_FLAVOUR if ".main" in media_type else endings.NOT_OFFICE)
    return FLAVOURS[media_type]
