"""Files as people and attackers make them, built on the spot and as small as they can be."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_XML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAINS = {
    "word": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml", "document"),
    "excel": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml", "workbook"),
    "slides": ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml", "presentation"),
}


def office(kind: str = "word", parts: Mapping[str, str | bytes] | None = None, **changed: str) -> bytes:
    """A Word, Excel or PowerPoint file. `changed`: main_type, types (more of them), root."""
    main, main_type, root = MAINS[kind]
    content = {
        "[Content_Types].xml": content_types(main, changed.get("main_type", main_type), changed.get("types", "")),
        "_rels/.rels": relationships(relationship("officeDocument", main)),
        main: f"<{changed.get('root', root)}/>",
    }
    return zipped(content | dict(parts or {}))


def content_types(main: str, main_type: str, more: str) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{main_type}"/>{more}</Types>'
    )


def relationship(kind: str, target: str, mode: str = "Internal") -> str:
    return f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def relationships(*given: str) -> str:
    inside = "".join(given)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def linking(kind: str, target: str, mode: str = "External") -> bytes:
    """A Word file with one relationship of its document."""
    return office(
        parts={"word/_rels/document.xml.rels": relationships(relationship(kind, target, mode))},
    )


def word_saying(body: str) -> bytes:
    return office(parts={"word/document.xml": f'<w:document xmlns:w="{WORD_XML}"><w:body>{body}</w:body></w:document>'})


def zipped(content: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return target.getvalue()


def pdf(*, catalog: str = "", objects: str = "", page: str = "", count: int = 1) -> bytes:
    """A PDF of `count` empty pages without a table of objects, which readers rebuild."""
    kids = " ".join(f"{10 + index} 0 R" for index in range(count))
    pages = "".join(
        f"{10 + index} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]{page}>>endobj\n" for index in range(count)
    )
    return (
        f"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R{catalog}>>endobj\n"
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {count}>>endobj\n{pages}{objects}"
        "trailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


def pdf_hiding(inner: bytes) -> bytes:
    """A PDF whose opening action lies in a compressed object stream, where no search for words sees it."""
    packed = zlib.compress(b"5 0 " + inner)
    body = bytearray(b"%PDF-1.5\n")
    places: list[int] = []
    for number, content in (
        (1, b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>"),
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"),
        (4, b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(packed)),
    ):
        places.append(len(body))
        stream = b"stream\n" + packed + b"\nendstream" if number == 4 else b""
        body += b"%d 0 obj\n" % number + content + stream + b"\nendobj\n"
    lines = [b"\0\0\0\0", *(b"\1" + place.to_bytes(2, "big") + b"\0" for place in places), b"\2\0\4\0"]
    table = b"".join([*lines, b"\1" + len(body).to_bytes(2, "big") + b"\0"])
    head = b"6 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return bytes(body) + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(body)


def image(form: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    return saved(Image.new(mode, size, 7 if mode in ("L", "1", "P") else None), form, **options)


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, format=form, **options)
    return target.getvalue()


def moving(form: str, count: int, size: tuple[int, int] = (30, 20)) -> bytes:
    frames = [Image.new("RGB", size, (index * 67 % 256, index // 256 * 60, 90)) for index in range(count)]
    times = [100 + 50 * (index % 3) for index in range(count)]
    return saved(frames[0], form, save_all=True, append_images=frames[1:], duration=times, loop=0)


def photo_with_place() -> bytes:
    """Taken sideways, with where and by whom, a comment, a colour profile and something behind the end."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x013B] = "Ada Founder"
    notes.get_ifd(0x8825).update({1: "N", 2: (35.0, 46.0, 30.0), 3: "W", 4: (78.0, 38.0, 20.0)})
    options: dict[str, Any] = {
        "exif": notes.tobytes(),
        "comment": b"our secret",
        "xmp": b"<x:xmpmeta>place</x:xmpmeta>",
    }
    return image("JPEG", (80, 60), **options) + b"<script>alert(1)</script>"
