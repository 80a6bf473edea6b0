"""Fields of Word documents: in the text, in tables, text boxes, headers, footers and notes; also where Word has cut one
into several runs. Runs apart (community/files/apart.py)."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from community.library.filling.arranging import entries_of, group_of, of_entry, parts, plain
from community.library.filling.marks import Mark, Reader, put_in
from community.library.filling.names import Value
from community.library.filling.package import Package, keep_spaces, local

_WORD = "wordprocessingml."
_PARTS = tuple(f"{_WORD}{part}+xml" for part in ("document.main", "header", "footer", "footnotes", "endnotes"))
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_NOT_TEXT = {"pPr", "rPr", "Fallback", "delText", "instrText", "p"}  # Fallback says the same again, for old programs

Piece = tuple[Any, str]  # the element whose text it is; None for a tab or a break


@dataclass(frozen=True, slots=True)
class Paragraph:
    """With its fields, whose places are those of its text as it was."""

    element: Any
    pieces: list[Piece]
    marks: list[Mark]


def find(content: bytes, reader: Reader) -> None:
    package = Package(content)
    for name in package.of_type(*_PARTS):
        for _, pieces, beside in paragraphs(package.tree(name).getroot()):
            reader.marks("".join(text for _, text in pieces), beside=beside)


def fill(content: bytes, reader: Reader, values: Mapping[str, Value]) -> bytes:
    package, changed = Package(content), {}
    for name in package.of_type(*_PARTS):
        tree = package.tree(name)
        # All of them first: putting in changes what comes before.
        found = [
            Paragraph(element, pieces, reader.marks(text_of(pieces), beside=beside))
            for element, pieces, beside in paragraphs(tree.getroot())
        ]
        if any([*fill_plain(found, values), *choose(found, values), *repeat(found, values)]):
            changed[name] = tree
    return package.written(changed)


def fill_plain(found: list[Paragraph], values: Mapping[str, Value]) -> Iterator[bool]:
    """What does not stand in a row that is repeated."""
    rows = {holder for holder, *_ in repeated(found, values)}
    for one in found:
        if one.marks and holder_of(one) not in rows:
            yield put_into(one.pieces, list(plain(one.marks, values)))


def repeated(found: list[Paragraph], values: Mapping[str, Value]) -> list[tuple[Any, str, list[Paragraph]]]:
    """(row of a table or paragraph, name of the rows, its paragraphs), for those with entries."""
    held: dict[Any, list[Paragraph]] = {}
    for one in found:
        held.setdefault(holder_of(one), []).append(one)
    grouped = [(holder, group_of(marks_of(inside), values), inside) for holder, inside in held.items()]
    return [one for one in grouped if one[1]]


def marks_of(inside: list[Paragraph]) -> list[Mark]:
    return [mark for one in inside for mark in one.marks]


def repeat(found: list[Paragraph], values: Mapping[str, Value]) -> Iterator[bool]:
    """A copy for each entry, then the pattern goes."""
    for holder, group, inside in repeated(found, values):
        if holder.getparent() is None:
            continue  # it was in a part that went
        own = {one.element: one.marks for one in inside}
        originals = [element for element, *_ in paragraphs(holder)]
        for entry in entries_of(values, group):
            made = copy.deepcopy(holder)
            forget_names(made)
            holder.addprevious(made)
            for original, (_, pieces, _) in zip(originals, list(paragraphs(made)), strict=True):
                put_into(pieces, list(of_entry(own.get(original, []), values, group, entry)))
        holder.getparent().remove(holder)
        yield True


def choose(found: list[Paragraph], values: Mapping[str, Value]) -> Iterator[bool]:
    """Parts whose two ends stand beside each other: with everything between them, or without their ends."""
    beside: dict[Any, list[tuple[Any, list[Mark]]]] = {}
    for one in found:
        beside.setdefault(one.element.getparent(), []).append((one.element, one.marks))
    for lines in beside.values():
        for stays, inside in parts(lines, values):
            first, last = inside[0], inside[-1]
            for element in [first, last] if stays else [*between(first, last), last]:
                take_out(element)
            yield True


def between(first: Any, last: Any) -> list[Any]:
    """The first one and all that follows it, tables, too, up to the last."""
    found, element = [], first
    while element is not None and element is not last:
        found.append(element)
        element = element.getnext()
    return found


def take_out(element: Any) -> None:
    """A cell has a paragraph in it, always, a header, too; and the last one of a section says how its pages look."""
    parent = element.getparent()
    if element.find("{*}pPr/{*}sectPr") is not None or (local(element) == "p" and len(parent.findall("{*}p")) == 1):
        for piece in list(element):
            if local(piece) != "pPr":
                element.remove(piece)
    else:
        parent.remove(element)


def forget_names(made: Any) -> None:
    """Names that may be there once: of bookmarks and of paragraphs."""
    for element in list(made.iter("{*}bookmarkStart", "{*}bookmarkEnd")):
        element.getparent().remove(element)
    for element in made.iter("{*}p", "{*}tr"):
        for name in [name for name in element.attrib if name.endswith(("}paraId", "}textId"))]:
            del element.attrib[name]


def holder_of(one: Paragraph) -> Any:
    """The row of a table it stands in; else the paragraph itself."""
    return next(one.element.iterancestors("{*}tr"), one.element)


def text_of(pieces: list[Piece]) -> str:
    return "".join(text for _, text in pieces)


def paragraphs(root: Any) -> Iterator[tuple[Any, list[Piece], str]]:
    """Each paragraph, its texts, and what stands in the cell beside it, in their order."""
    beside: dict[Any, str] = {}  # of a row: the words of its last cell
    for paragraph in root.iter("{*}p"):
        if next(paragraph.iterancestors("{*}Fallback"), None) is not None:
            continue
        pieces = list(pieces_of(paragraph))
        cell = paragraph.getparent()
        row = cell.getparent() if local(cell) == "tc" else None
        yield paragraph, pieces, beside.get(row, "") if row is not None else ""
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


def put_into(pieces: list[Piece], given: list[tuple[Mark, Value]]) -> bool:
    if not given:
        return False
    text = text_of(pieces)
    edits = [(mark.start, mark.end, value.after(text[: mark.start])) for mark, value in given]
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
