"""What the other process does with a file that is given (community/files/apart.py): it looks, or it takes out."""

from __future__ import annotations

import json
from typing import Any

from community.files.apart import Answer
from community.files.findings import Refused
from community.library.revealing import excel, office, pdfs, pictures, slides, word
from community.library.revealing.traces import UNREAD, Found

_OFFICE = {"word": word, "excel": excel, "slides": slides}


def given(kind: str, content: bytes, **asked: Any) -> bytes:
    return json.dumps({"kind": kind, **asked}).encode() + b"\n" + content


def look(together: bytes) -> Answer:
    head, _, content = together.partition(b"\n")
    kind = json.loads(head)["kind"]
    found = Found()
    try:
        read(kind, content, found)
    except Refused:
        found.add(UNREAD)
    return {"traces": found.facts(gone=kind == "image")}, []


def read(kind: str, content: bytes, found: Found) -> None:
    if kind in _OFFICE:
        file = office.Opened(content)
        office.look(file, found)
        _OFFICE[kind].look(file, found)
    elif kind == "pdf":
        pdfs.look(content, found)
    elif kind == "image":
        pictures.look(content, found)


def clean(together: bytes) -> Answer:
    """The file without its traces, and what is left of them."""
    head, _, content = together.partition(b"\n")
    asked = json.loads(head)
    kind, found = asked["kind"], Found()
    if kind in _OFFICE:
        file = office.Opened(content)
        office.clean(file)
        _OFFICE[kind].clean(file, final=bool(asked.get("final")))
        content = file.written()
    elif kind == "pdf":
        content = pdfs.clean(content)
    read(kind, content, found)
    return {"traces": found.facts()}, [content]
