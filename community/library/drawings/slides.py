"""Presentations: no picture of them, only how many slides there are."""

from __future__ import annotations

import io
import zipfile

from community.files.apart import Answer
from community.library.drawings import extents


def draw(content: bytes) -> Answer:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name.lower() for name in archive.namelist()]
    count = sum(name.startswith("ppt/slides/slide") and name.endswith(".xml") for name in names)
    return {"extent": extents.counted(count, "slide")}, []
