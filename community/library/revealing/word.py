"""Comments, tracked changes and hidden text of Word files."""

from __future__ import annotations

from typing import Any

from community.library.filling.package import local
from community.library.revealing import office
from community.library.revealing.office import Opened, take
from community.library.revealing.traces import TRACKED, Found

TEXTS = r"^word/(?:document|header\d*|footer\d*|footnotes|endnotes)\d*\.xml$"
COMMENTS = r"^word/comments(?:Extended|Ids|Extensible)?\d*\.xml$"
PEOPLE = r"^word/people\d*\.xml$"
KEPT_DATA = r"^customXml/"
IN, OUT = {"ins", "moveTo"}, {"del", "moveFrom"}
MARKS = {f"{move}Range{end}" for move in ("moveFrom", "moveTo") for end in ("Start", "End")}
FORMER = {
    f"{what}Change" for what in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "numbering")
}
CELLS = {"cellIns", "cellDel", "cellMerge"}
ANCHORS = {"commentRangeStart", "commentRangeEnd"}


def look(file: Opened, found: Found) -> None:
    for name in file.named(r"^word/comments\d*\.xml$"):
        comments = [one for one in file.tree(name).iter() if local(one) == "comment"]
        for one in comments:
            found.add("comments", said(attribute(one, "author"), office.text_of(one)))
    for name in file.named(TEXTS):
        for element in file.tree(name).iter():
            kind = local(element)
            if kind in IN | OUT | FORMER | CELLS:
                found.add(TRACKED, said(attribute(element, "author"), words_of(element)))
            elif kind == "r" and is_hidden(element) and words_of(element):
                found.add("hidden_text", words_of(element))
    if not bound(file):
        found.add("kept_data", count=len(file.named(r"^customXml/item\d+\.xml$")))
    for name in file.named(r"^word/settings\.xml$"):
        variables = [one for one in file.tree(name).iter() if local(one) == "docVar"]
        found.add("kept_data", ", ".join(attribute(one, "name") for one in variables), len(variables))


def clean(file: Opened, *, final: bool) -> None:
    """`final`: tracked changes become what the text says with all of them. Otherwise they stay as they are."""
    for name in file.named(TEXTS):
        tree = file.change(name)
        drop_anchors(tree)
        take([run for run in tree.iter() if local(run) == "r" and is_hidden(run) and words_of(run)])
        if final:
            settle(tree)
    file.drop(file.named(COMMENTS) + file.named(PEOPLE))
    if not bound(file):
        file.drop(file.named(KEPT_DATA))
    for name in file.named(r"^word/settings\.xml$"):
        office.empty(file.change(name), {"docVars", "rsids", "trackRevisions"} if final else {"docVars", "rsids"})


def drop_anchors(tree: Any) -> None:
    """Where comments hung."""
    take([one for one in tree.iter() if local(one) in ANCHORS])
    for reference in [one for one in tree.iter() if local(one) == "commentReference"]:
        run = reference.getparent()
        take([reference])
        if run is not None and not [one for one in run if local(one) not in ("rPr", "annotationRef")]:
            take([run])


def settle(tree: Any) -> None:
    """What the text says once every change is made: taken out what was struck, kept what was added."""
    rows = [one.getparent() for one in tree.iter() if local(one) == "del" and local(one.getparent()) == "trPr"]
    take([row.getparent() for row in rows if row.getparent() is not None])
    take([one.getparent().getparent() for one in tree.iter() if local(one) == "cellDel"])
    joined = [one for one in tree.iter() if local(one) in OUT and is_of_a_paragraphs_end(one)]
    for mark in reversed(joined):
        join_next(mark.getparent().getparent().getparent())
    take([one for one in tree.iter() if local(one) in OUT])
    for added in [one for one in tree.iter() if local(one) in IN]:
        unwrap(added)
    take([one for one in tree.iter() if local(one) in MARKS | FORMER | CELLS])


def is_of_a_paragraphs_end(mark: Any) -> bool:
    inner = mark.getparent()
    return local(inner) == "rPr" and local(inner.getparent()) == "pPr"


def join_next(paragraph: Any) -> None:
    """The end of this paragraph was struck: it goes on with the next one."""
    following = paragraph.getnext()
    if following is None or local(following) != "p":
        return
    for piece in [one for one in following if local(one) != "pPr"]:
        paragraph.append(piece)
    take([following])


def unwrap(element: Any) -> None:
    parent = element.getparent()
    place = parent.index(element)
    for offset, child in enumerate(list(element)):
        parent.insert(place + offset, child)
    take([element])


def is_hidden(run: Any) -> bool:
    look_of = next((one for one in run if local(one) == "rPr"), ())
    marks = [one for one in look_of if local(one) == "vanish"]
    return bool(marks) and attribute(marks[0], "val") not in ("0", "false", "off")


def words_of(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter() if local(one) in ("t", "delText"))


def bound(file: Opened) -> bool:
    """Whether a field of the text shows what is kept beside it: then it cannot go."""
    return any(local(one) == "dataBinding" for name in file.named(TEXTS) for one in file.tree(name).iter())


def attribute(element: Any, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def said(author: str, words: str) -> str:
    return f"{author}: {words}" if author and words.strip() else author or words
