"""Fields of Word documents: in the text, in tables, text boxes, headers, footers and notes; also where Word has cut one
into several runs. Runs apart (community/files/apart.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from community.library.filling.marks import Mark, Reader, put_in
from community.library.filling.names import Value
from community.library.filling.package import Package, keep_spaces, local

_WORD = "wordprocessingml."
_PARTS = tuple(f"{_WORD}{part}+xml" for part in ("document.main", "header", "footer", "footnotes", "endnotes"))
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_NOT_TEXT = {"pPr", "rPr", "Fallback", "delText", "instrText", "p"}  # Fallback says the same again, for old programs

Piece = tuple[Any, str]  # the element whose text it is; None for a tab or a break


def find(content: bytes, reader: Reader) -> None:
    package = Package(content)
    for name in package.of_type(*_PARTS):
        for pieces, beside in paragraphs(package.tree(name).getroot()):
            reader.marks("".join(text for _, text in pieces), beside=beside)


def fill(content: bytes, reader: Reader, values: Mapping[str, Value]) -> bytes:
    package, changed = Package(content), {}
    for name in package.of_type(*_PARTS):
        tree = package.tree(name)
        # All of them first: putting in changes what comes before.
        found = [
            (pieces, reader.marks(text_of(pieces), beside=beside)) for pieces, beside in paragraphs(tree.getroot())
        ]
        touched = [fill_paragraph(pieces, marks, values) for pieces, marks in found if marks]
        if any(touched):
            changed[name] = tree
    return package.written(changed)


def text_of(pieces: list[Piece]) -> str:
    return "".join(text for _, text in pieces)


def paragraphs(root: Any) -> Iterator[tuple[list[Piece], str]]:
    """Each paragraph with what stands in the cell beside it, in their order."""
    beside: dict[Any, str] = {}  # of a row: the words of its last cell
    for paragraph in root.iter("{*}p"):
        if next(paragraph.iterancestors("{*}Fallback"), None) is not None:
            continue
        pieces = list(pieces_of(paragraph))
        cell = paragraph.getparent()
        row = cell.getparent() if local(cell) == "tc" else None
        yield pieces, beside.get(row, "") if row is not None else ""
        if row is not None:
            beside[row] = text_of(pieces) or beside.get(row, "")


def pieces_of(paragraph: Any) -> Iterator[Piece]:
    """Its own texts, not those of a paragraph in a text box inside it. Without recursion: depth is the stranger's."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name == "t":
            yield element, element.text or ""
        elif name in _BREAKS:
            yield None, _BREAKS[name]
        elif name not in _NOT_TEXT:
            waiting.extend(reversed(element))


def fill_paragraph(pieces: list[Piece], marks: list[Mark], values: Mapping[str, Value]) -> bool:
    text = text_of(pieces)
    edits = [
        (mark.start, mark.end, values[mark.field.name].after(text[: mark.start]))
        for mark in marks
        if mark.field.name in values
    ]
    if not edits:
        return False
    for (element, before), after in zip(pieces, put_in([text for _, text in pieces], edits), strict=True):
        if element is not None and after != before:
            set_lines(element, after)
    return True


def set_lines(element: Any, text: str) -> None:
    """A new line in an answer is a line break of Word's."""
    first, *others = text.split("\n")
    element.text = first
    keep_spaces(element)
    namespace, place = element.tag.rpartition("}")[0] + "}", element
    for line in others:
        for tag, words in (("br", None), ("t", line)):
            made = element.makeelement(namespace + tag)
            made.text = words
            place.addnext(made)
            place = made
        keep_spaces(place)
