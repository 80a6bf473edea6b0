"""Comments, speaker notes and hidden slides of PowerPoint files."""

from __future__ import annotations

from typing import Any

from community.library.filling.package import local
from community.library.revealing import office
from community.library.revealing.office import Opened
from community.library.revealing.traces import Found

COMMENTS = r"^ppt/comments/[^/]+\.xml$"
AUTHORS = r"^ppt/(?:commentAuthors|authors)\.xml$"
NOTES, SLIDES = r"^ppt/notesSlides/[^/]+\.xml$", r"^ppt/slides/[^/]+\.xml$"


def look(file: Opened, found: Found) -> None:
    for name in file.named(COMMENTS):
        for one in file.tree(name).iter():
            if local(one) == "cm":
                words = [piece.text or "" for piece in one.iter() if local(piece) in ("text", "t")]
                found.add("comments", " ".join(words))
    for name in file.named(NOTES):
        found.value("notes", " ".join(piece.text for piece in noted(file, name)))
    for name in file.named(SLIDES):
        if file.tree(name).getroot().get("show") in ("0", "false"):
            found.add("hidden_slides", office.text_of(file.tree(name)))


def clean(file: Opened, *, final: bool) -> None:
    file.drop(file.named(COMMENTS) + file.named(AUTHORS))
    for name in file.named(NOTES):
        for piece in noted(file, name):
            file.change(name)
            piece.text = ""


def noted(file: Opened, name: str) -> list[Any]:
    """The pieces of text on a notes page, without the number of the slide."""
    fields = {piece for one in file.tree(name).iter() if local(one) == "fld" for piece in one.iter()}
    return [piece for piece in file.tree(name).iter() if local(piece) == "t" and piece.text and piece not in fields]
