"""The parts inside a Word, Excel or PowerPoint file: what none of them may be or hold.

XML is read by expat, so that we see it as Office would, in whatever encoding; expat never fetches anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from community.files import endings
from community.files.findings import Refused

Start = Callable[[str, dict[str, str]], None]
Element = tuple[str, dict[str, str]]  # local name, attributes

DAMAGED = "This file cannot be opened: it is damaged. Open it on your computer, save it under a new name and try again."
EMBEDDED = (
    "This file has another file tucked inside it, such as a spreadsheet behind a chart. "
    "Paste it as a picture instead, save and try again."
)
LINKED = (
    "This file loads something from outside itself, such as a picture on the web or another workbook, "
    "which would tell others who opens it. Paste that in directly, or save the file as a PDF, and try again."
)
ODD_LINK = (
    "One of the links in this file leads to a place on somebody's computer, not to a web page. "
    "Remove that link and try again."
)
COMMAND = (
    "This file has a command in it that starts another program or asks another computer as soon as it is opened "
    "(a DDE field, or a formula such as WEBSERVICE). Take it out, save and try again."
)
TEMPLATE = (
    "This file takes its template from another computer each time it is opened, which can bring in anything. "
    "In Word, detach it (Developer, Document Template, Normal), save and try again."
)
ODD_XML = (
    "This file is built in a way that Word, Excel and PowerPoint never build theirs. "
    "Open it there, save it under a new name and try again."
)

# Looked for in part names, content types and relationship types, all in small letters.
_FORBIDDEN = (
    (re.compile(r"/embeddings/|oleobject|activex|relationships/(?:package|control|afchunk)$"), EMBEDDED),
    (re.compile(r"vbaproject|vbadata|macroenabled|macrosheet|attachedtoolbars"), endings.MACROS),
    (re.compile(r"externallink|/connections(?:\.xml|\+xml)?$"), LINKED),
)
# A zip or an OLE container inside, whatever its name says.
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_XML_NAME = re.compile(r"(?:\.(?:xml|rels|vml)|[/+]xml)$")
_XML_START = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SAFE_LINK = re.compile(r"(?:https?|mailto|tel|sms|ftp):|(?![a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_HAS_FIELDS = re.compile(rb"instrText|fldSimple")
# Fields that run a program, or fetch a picture or text as soon as the document is opened.
_FIELD = re.compile(
    r'^\s*(?:LINK\b|(?:INCLUDE(?:PICTURE|TEXT)|IMPORT|RD)\s*"?\s*(?:[a-z]{2,}:|[\\/]{2}))',
    re.IGNORECASE | re.MULTILINE,
)
_COMMAND_FIELD = re.compile(r"^\s*DDE(?:AUTO)?\b", re.IGNORECASE | re.MULTILINE)
# Formulas that do the same. Excel writes each into an `f`, newer ones with `_xlfn.` before their name.
_HAS_FORMULAS = re.compile(rb"[:<\s]f[\s>/]")
_COMMAND_FORMULA = re.compile(
    r"(?:^|[^\w.])(?:_xlfn\.)?(?:_xlws\.)?(?:WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|IMAGE|STOCKHISTORY)\s*\("
    r"|\|\s*'[^']*'\s*!",
    re.IGNORECASE,
)


class Malformed(Exception):
    """Not well-formed XML."""


def refuse_by_label(*labels: str) -> None:
    for label in labels:
        for pattern, sentence in _FORBIDDEN:
            if pattern.search(label.lower()):
                raise Refused(sentence)


def check(name: str, media_type: str, content: bytes) -> None:
    """One part, by its name, its declared type and its content. Raises Refused."""
    refuse_by_label(f"/{name}", media_type)
    if content.startswith(_CONTAINERS):
        raise Refused(EMBEDDED)
    label = f"{name.lower()} {media_type.lower()}"
    if name.lower().endswith(".rels") or media_type.endswith("relationships+xml"):
        check_relationships(content)
    elif any(_XML_NAME.search(word) for word in label.split()) or _XML_START.match(content):
        strict = name.lower().endswith(".xml") or media_type.endswith("+xml")
        check_xml(content, strict=strict, sheet=name.lower().startswith("xl/") or "spreadsheetml" in media_type)


def check_xml(content: bytes, *, strict: bool, sheet: bool) -> None:
    """Old drawing notations are often broken, and Office does not mind; a DOCTYPE is wrong anywhere."""
    try:
        check_fields(content, sheet=sheet)
    except Malformed as error:
        if strict:
            raise Refused(DAMAGED) from error
        if _DOCTYPE.search(content.replace(b"\0", b"")):
            raise Refused(ODD_XML) from error


def check_fields(content: bytes, *, sheet: bool = False) -> None:
    instructions: list[str] = []
    if sheet:
        check_formulas(content)
    if not _HAS_FIELDS.search(content.replace(b"\0", b"")):  # also as UTF-16
        parse(content)
        return
    gather = FieldGatherer(instructions)
    parse(content, start=gather.start, text=gather.text)
    if _COMMAND_FIELD.search("".join(instructions)):
        raise Refused(COMMAND)
    if _FIELD.search("".join(instructions)):
        raise Refused(LINKED)


def check_formulas(content: bytes) -> None:
    if not _HAS_FORMULAS.search(content.replace(b"\0", b"")):
        return
    formulas: list[str] = []
    gather = FieldGatherer(formulas, ("f", "formula", "formula1", "formula2", "definedName"))
    parse(content, start=gather.start, text=gather.text)
    if _COMMAND_FORMULA.search("".join(formulas)):
        raise Refused(COMMAND)


class FieldGatherer:
    """Word lets an instruction be cut into pieces (`DD`, `EAUTO`); joined they show what they are."""

    def __init__(self, instructions: list[str], named: tuple[str, ...] = ("instrText",)) -> None:
        self.instructions = instructions
        self.named = named
        self.listening = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        self.listening = name in self.named
        if name == "fldChar" or (self.listening and self.named != ("instrText",)):
            self.instructions.append("\n")
        if name == "fldSimple":
            found = [value for key, value in attributes.items() if local(key) == "instr"]
            self.instructions.extend(f"\n{value}\n" for value in found)

    def text(self, text: str) -> None:
        if self.listening:
            self.instructions.append(text)


def check_relationships(content: bytes) -> None:
    """Links a person clicks may lead to the web; nothing else may lead outside the file."""
    for attributes in relationships(content):
        kind, target = attributes.get("Type", ""), attributes.get("Target", "").strip()
        outside = attributes.get("TargetMode", "").lower() == "external"
        refuse_by_label(kind)
        if outside and kind.lower().endswith("/attachedtemplate"):
            raise Refused(TEMPLATE)
        if outside and not kind.lower().endswith("/hyperlink"):
            raise Refused(LINKED)
        if not _SAFE_LINK.match(target):
            raise Refused(ODD_LINK)


def relationships(content: bytes) -> Iterator[dict[str, str]]:
    return (attributes for name, attributes in elements(content) if name == "Relationship")


def elements(content: bytes) -> list[Element]:
    """All elements of a small part. Raises Refused."""
    found: list[Element] = []
    try:
        parse(content, start=lambda name, attributes: found.append((local(name), attributes)))
    except Malformed as error:
        raise Refused(DAMAGED) from error
    return found


def root(content: bytes) -> str:
    """The local name of the outermost element, of a part that was checked."""
    found: list[str] = []

    def first(name: str, attributes: dict[str, str]) -> None:
        if not found:
            found.append(local(name))

    parse(content, start=first)
    return found[0]


def parse(content: bytes, *, start: Start | None = None, text: Callable[[str], None] | None = None) -> None:
    """In one go: this expat takes quadratic time over a long attribute that arrives in pieces."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse_doctype
    if start:
        parser.StartElementHandler = start
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two: encodings nobody has
        raise Malformed from error


def refuse_doctype(*_declared: object) -> None:
    """The door of external entities and of texts that swell to gigabytes; Office files have none."""
    raise Refused(ODD_XML)


def local(name: str) -> str:
    return name.rpartition(" ")[2]
