"""Word documents as plain HTML."""

from __future__ import annotations

import io

import mammoth

from community.files.apart import Answer
from community.library.drawings import extents
from community.text import plain


def draw(content: bytes) -> Answer:
    """Without pictures (they may be anything) and without the document's own ideas about styles."""
    made = mammoth.convert_to_html(
        io.BytesIO(content),
        convert_image=mammoth.images.img_element(no_picture),
        include_embedded_style_map=False,
        external_file_access=False,
    )
    return {"html": made.value, "extent": extents.about_pages(plain.from_html(made.value))}, []


def no_picture(_picture: object) -> dict[str, str]:
    return {}
