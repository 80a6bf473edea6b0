"""Fields in the cells of workbooks, and in the headers and footers of their sheets. Runs apart (files/apart.py).

The XML itself is changed, so charts, pictures and formats stay as they are. An answer is a text whatever it looks like:
`=1+1` stays five letters. Only a number that fills its cell becomes one, so that the formulas calculate with it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from community.files.findings import Refused
from community.files.parts import DAMAGED
from community.library.filling.marks import Mark, Reader, put_in
from community.library.filling.names import Value
from community.library.filling.package import Package, keep_spaces, local

_SHEET = "spreadsheetml.worksheet+xml"
_STRINGS = "spreadsheetml.sharedstrings+xml"
_TABLE = "spreadsheetml.table+xml"
_BOOK = "spreadsheetml.sheet.main+xml"
_BEFORE_CALCULATION = {
    "fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "workbookProtection", "bookViews",
    "sheets", "functionGroups", "externalReferences", "definedNames",
}  # fmt: skip
_LONGEST_CELL = 32_767  # characters: Excel's own bound


@dataclass(slots=True)
class Place:
    """A text of a sheet. `cell` is None in a header or footer; `source` holds its text elements."""

    source: Any
    cell: Any = None
    beside: str = ""

    def texts(self) -> list[Any]:
        """Without the readings that Japanese texts carry."""
        return texts_of(self.source) if self.cell is not None else [self.source]


def find(content: bytes, reader: Reader) -> None:
    package = Package(content)
    strings, heads = shared(package), table_heads(package)
    for name in package.of_type(_SHEET):
        for place in places(package.tree(name).getroot(), strings, heads):
            reader.marks(joined(place.texts()), beside=place.beside)


def fill(content: bytes, reader: Reader, values: Mapping[str, Value]) -> bytes:
    package, changed = Package(content), {}
    strings, heads = shared(package), table_heads(package)
    sheets = {name: package.tree(name) for name in package.of_type(_SHEET)}
    numbers = False
    for name, tree in sheets.items():
        for place in list(places(tree.getroot(), strings, heads)):
            marks = reader.marks(joined(place.texts()), beside=place.beside)
            marks = [mark for mark in marks if mark.field.name in values]
            if marks:
                changed[name] = tree
                numbers = fill_place(place, marks, values) or numbers
    if changed:
        forget_results(package, sheets, changed, numbers=numbers)
    return package.written(changed)


def shared(package: Package) -> list[Any]:
    """The texts that cells name by their number."""
    return [item for name in package.of_type(_STRINGS) for item in package.tree(name).getroot().iterchildren("{*}si")]


def table_heads(package: Package) -> set[str]:
    """Excel wants the head of a table to say what the table says of itself: these are no fields."""
    trees = [package.tree(name) for name in package.of_type(_TABLE)]
    return {column.get("name", "") for tree in trees for column in tree.iter("{*}tableColumn")}


def places(sheet: Any, strings: list[Any], heads: set[str]) -> Iterator[Place]:
    for row in sheet.iter("{*}row"):
        beside = ""
        for cell in row.iterchildren("{*}c"):
            source = source_of(cell, strings)
            if source is None:
                continue
            words = joined(texts_of(source))
            if words not in heads:
                yield Place(source, cell, beside)
            beside = words.strip() or beside
    for group in sheet.iter("{*}headerFooter"):
        for line in group:
            if local(line) and line.text:
                yield Place(line)


def source_of(cell: Any, strings: list[Any]) -> Any:
    """What holds the text of this cell, if a text is what it has and no formula makes it."""
    if cell.find("{*}f") is not None:
        return None
    if cell.get("t") == "inlineStr":
        return cell.find("{*}is")
    value = cell.find("{*}v") if cell.get("t") == "s" else None
    if value is None:
        return None
    try:
        return strings[int(value.text or "")]
    except (ValueError, IndexError) as error:
        raise Refused(DAMAGED) from error


def texts_of(source: Any) -> list[Any]:
    found = []
    for child in source:
        if local(child) == "t":
            found.append(child)
        elif local(child) == "r":
            found.extend(child.iterchildren("{*}t"))
    return found


def joined(texts: list[Any]) -> str:
    return "".join(text.text or "" for text in texts)


def fill_place(place: Place, marks: list[Mark], values: Mapping[str, Value]) -> bool:
    """Whether a number came into a cell."""
    text = joined(place.texts())
    first = values[marks[0].field.name]
    alone = text.strip() == text[marks[0].start : marks[0].end]
    if place.cell is not None and alone and first.number is not None:
        set_number(place.cell, first.number)
        return True
    words = [values[mark.field.name].after(text[: mark.start]) for mark in marks]
    if place.cell is None:
        words = [word.replace("&", "&&").replace("\n", " ") for word in words]  # & begins a code there
    else:
        make_own(place)
    texts = place.texts()
    edits = [(mark.start, mark.end, word) for mark, word in zip(marks, words, strict=True)]
    for element, after in zip(texts, put_in([one.text or "" for one in texts], edits), strict=True):
        element.text = after[:_LONGEST_CELL]
        keep_spaces(element)
    return False


def make_own(place: Place) -> None:
    """Its text moves into the cell: other cells may share it."""
    cell = place.cell
    namespace = cell.tag.rpartition("}")[0] + "}"
    own = cell.makeelement(f"{namespace}is")
    own.extend(copy.deepcopy(child) for child in place.source if local(child) in ("t", "r"))
    empty(cell)
    cell.set("t", "inlineStr")
    cell.insert(0, own)
    place.source = own


def set_number(cell: Any, number: float) -> None:
    empty(cell)
    cell.attrib.pop("t", None)
    value = cell.makeelement(cell.tag.rpartition("}")[0] + "}v")
    value.text = repr(int(number) if number == int(number) else number)
    cell.insert(0, value)


def empty(cell: Any) -> None:
    for child in list(cell):
        if local(child) in ("v", "is"):
            cell.remove(child)


def forget_results(package: Package, sheets: Mapping[str, Any], changed: dict[str, Any], *, numbers: bool) -> None:
    """A workbook keeps what its formulas came to, which is not true any more: they are calculated when it is opened."""
    for name, tree in sheets.items():
        for formula in list(tree.getroot().iter("{*}f")):
            cell = formula.getparent()
            value = cell.find("{*}v")
            if value is not None and (numbers or cell.get("t") == "str"):
                cell.remove(value)
                cell.attrib.pop("t", None)
                changed[name] = tree
    for name in package.of_type(_BOOK):
        tree = package.tree(name)
        book = tree.getroot()
        calculation = book.find("{*}calcPr")
        if calculation is None:
            calculation = book.makeelement(book.tag.rpartition("}")[0] + "}calcPr")
            book.insert(sum(local(child) in _BEFORE_CALCULATION for child in book), calculation)
        calculation.set("fullCalcOnLoad", "1")
        changed[name] = tree
