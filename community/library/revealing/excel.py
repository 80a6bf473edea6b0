"""Comments, hidden sheets and old paths of Excel files."""

from __future__ import annotations

from community.library.filling.package import local
from community.library.revealing import office
from community.library.revealing.office import Opened, take, target_of
from community.library.revealing.traces import TRACKED, Found

COMMENTS = r"^xl/(?:threadedComments/[^/]+|comments/?[^/]*)\.xml$"
PEOPLE = r"^xl/persons/[^/]+\.xml$"
REVISIONS = r"^xl/revisions/[^/]+\.xml$"
BOOK, SHEETS = r"^xl/workbook\.xml$", r"^xl/worksheets/[^/]+\.xml$"


def look(file: Opened, found: Found) -> None:
    for name in file.named(COMMENTS):
        for one in file.tree(name).iter():
            if local(one) == "comment":
                found.add("comments", office.text_of(one))
            elif local(one) == "threadedComment":
                found.add("comments", " ".join(piece.text or "" for piece in one if local(piece) == "text"))
    for name in file.named(BOOK):
        for element in file.tree(name).iter():
            if local(element) == "absPath":
                found.value("path", element.get("url"))
            elif local(element) == "sheet" and element.get("state") in ("hidden", "veryHidden"):
                found.add("hidden_sheets", element.get("name"))
    for name in file.named(SHEETS):
        rows = [
            one for one in file.tree(name).iter() if local(one) in ("row", "col") and one.get("hidden") in ("1", "true")
        ]
        found.add("hidden_rows", count=len(rows))
    found.add(TRACKED, count=len(file.named(REVISIONS)))


def clean(file: Opened, *, final: bool) -> None:
    for name in file.named(BOOK):
        take([one.getparent().getparent() if local(one.getparent()) == "Choice" else one
              for one in file.change(name).iter() if local(one) == "absPath"])  # fmt: skip
    commented = [name for name in file.named(r"^xl/worksheets/_rels/[^/]+\.rels$") if has_comments(file, name)]
    for rels in commented:
        sheet = rels.replace("_rels/", "").removesuffix(".rels")
        if sheet in file.names:
            office.empty(file.change(sheet), {"legacyDrawing"})
        drawings = [
            target_of(rels, one) for one in file.tree(rels).iter() if one.get("Type", "").endswith("/vmlDrawing")
        ]
        file.drop(name for name in drawings if name in file.names and "headerfooter" not in name.lower())
    file.drop(file.named(COMMENTS) + file.named(PEOPLE))
    if final:
        file.drop([*file.named(REVISIONS), *file.named(r"^xl/userNames\.xml$")])


def has_comments(file: Opened, rels: str) -> bool:
    return any(one.get("Type", "").endswith("/comments") for one in file.tree(rels).iter())
