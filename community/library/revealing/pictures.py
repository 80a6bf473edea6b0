"""What photos say beside what they show, and the same photo without it: not one dot changes."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image

from community.library.revealing.traces import Found

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
# Of a JPEG stays what its colours need: JFIF, a colour profile, Adobe's mark.
_KEPT = {0xE0: b"", 0xE2: b"ICC_PROFILE", 0xEE: b"Adobe"}
_TOLD = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
_CAMERA = (ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.Artist)
_GPS, _TURNED = 0x8825, ExifTags.Base.Orientation


def look(content: bytes, found: Found) -> None:
    """A photo that cannot be read says nothing."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            notes = picture.getexif()
            place, camera = notes.get_ifd(_GPS), " ".join(str(notes[tag]) for tag in _CAMERA if notes.get(tag))
            remarks = str(picture.info.get("Author", "") or picture.info.get("Artist", ""))
    except Exception:  # Pillow fails on broken notes in every way there is
        return
    if place:
        found.add("photo_place", degrees(place.get(2), place.get(1), place.get(4), place.get(3)))
    if camera or remarks:
        found.add("camera", camera or remarks)


def degrees(latitude: Any, north: Any, longitude: Any, east: Any) -> str:
    """About a mile exact, which is enough to recognize it."""
    sides = ((latitude, north), (longitude, east))
    try:
        return ", ".join(f"{float(angle[0]) + float(angle[1]) / 60:.2f}° {side}" for angle, side in sides)
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return ""


def bare(content: bytes) -> bytes:
    """As it was where it is no whole JPEG or PNG."""
    try:
        if content.startswith(_JPEG):
            return bare_jpeg(content)
        if content.startswith(_PNG):
            return _PNG + b"".join(chunk for name, chunk in chunks(content) if name not in _TOLD)
    except (struct.error, IndexError):
        return content
    return content


def bare_jpeg(content: bytes) -> bytes:
    made, place = [_JPEG, turned(content)], 2
    while True:
        mark = content[place + 1]
        if content[place] != 0xFF or mark == 0xDA:  # the dots begin
            return b"".join(made) + content[place : content.rindex(b"\xff\xd9") + 2 if b"\xff\xd9" in content else None]
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        segment = content[place : place + 2 + length]
        told = mark == 0xFE or 0xE0 <= mark <= 0xEF
        if not told or (mark in _KEPT and segment[4:].startswith(_KEPT[mark])):
            made.append(segment)
        place += 2 + length


def turned(content: bytes) -> bytes:
    """Which way is up, where that stood in the notes: without it the photo would lie on its side."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG",)) as picture:
            way = picture.getexif().get(_TURNED, 1)
    except Exception:  # as above
        return b""
    if way not in range(2, 9):
        return b""
    notes = Image.Exif()
    notes[_TURNED] = way
    body = notes.tobytes()
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        name = content[place + 4 : place + 8]
        yield name, content[place : place + 12 + length]
        if name == b"IEND":
            return
        place += 12 + length
