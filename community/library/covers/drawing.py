"""The first page as a small picture. Runs apart (community/files/apart.py).

PDFs and pictures show their own first page. Word, Excel, PowerPoint and texts are drawn from their preview: their own
words and tables, set plainly on a page.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from community.files.apart import Answer

WIDTH, HEIGHT = 480, 620  # Letter
MARGIN = 44
INK, PALE, RULE = (38, 43, 54), (92, 99, 112), (206, 210, 217)
MOST_BLOCKS = 60
_BLOCK = re.compile(r"<(h[1-6]|p|li|tr|pre)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Look:
    size: int
    after: int
    color: tuple[int, int, int] = INK


LOOKS = {"h1": Look(26, 14), "h2": Look(19, 10), "h3": Look(16, 8)}
TEXT = Look(13, 8, PALE)


def given(kind: str, content: bytes, preview: str) -> bytes:
    """`preview` is drawn where the kind has no page of its own."""
    body = content if kind in ("pdf", "image") else preview.encode()
    return json.dumps({"kind": kind}).encode() + b"\n" + body


def draw(together: bytes) -> Answer:
    head, _, body = together.partition(b"\n")
    kind = json.loads(head)["kind"]
    if kind == "pdf":
        picture = of_pdf(body)
    elif kind == "image":
        picture = Image.open(io.BytesIO(body))
        picture.thumbnail((WIDTH, HEIGHT))
    else:
        picture = of_words(body.decode(errors="replace"))
    target = io.BytesIO()
    picture.convert("RGB").save(target, format="WEBP", quality=80, method=4)
    return {"width": picture.width, "height": picture.height}, [target.getvalue()]


def of_pdf(content: bytes) -> Image.Image:
    with pypdfium2.PdfDocument(content) as pdf:
        page = pdf[0]
        width, height = page.get_size()
        drawn: Image.Image = page.render(scale=min(WIDTH / width, 2 * HEIGHT / height)).to_pil()
        return drawn.crop((0, 0, drawn.width, min(drawn.height, round(drawn.width * HEIGHT / WIDTH))))


def of_words(preview: str) -> Image.Image:
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen, down = ImageDraw.Draw(page), float(MARGIN)
    for name, inside in blocks(preview):
        if name == "tr":
            down = row(pen, [text_of(cell) for cell in _CELL.findall(inside)], down)
        else:
            down = paragraph(pen, ("•  " if name == "li" else "") + text_of(inside), LOOKS.get(name, TEXT), down)
        if down > HEIGHT:
            break
    return page


def blocks(preview: str) -> Iterator[tuple[str, str]]:
    for number, found in enumerate(_BLOCK.finditer(preview)):
        if number >= MOST_BLOCKS:
            return
        name, inside = found[1].lower(), found[2]
        if name == "pre":
            yield from (("p", line) for line in inside.splitlines()[:MOST_BLOCKS])
        else:
            yield name, inside


def paragraph(pen: ImageDraw.ImageDraw, text: str, look: Look, down: float) -> float:
    font = ImageFont.load_default(look.size)
    for line in wrapped(pen, text[:1_500], font, WIDTH - 2 * MARGIN):
        if down > HEIGHT:
            break
        pen.text((MARGIN, down), line, fill=look.color, font=font)
        down += look.size * 1.35
    return down + look.after


def row(pen: ImageDraw.ImageDraw, cells: list[str], down: float) -> float:
    shown = cells[:5]
    wide = (WIDTH - 2 * MARGIN) / max(1, len(shown))
    font = ImageFont.load_default(11)
    for number, cell in enumerate(shown):
        line = next(iter(wrapped(pen, cell[:200], font, wide - 10)), "")
        left = MARGIN + number * wide
        pen.rectangle((left, down, left + wide, down + 20), outline=RULE)
        pen.text((left + 5, down + 3), line, fill=PALE, font=font)
    return down + 20


def wrapped(
    pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, wide: float
) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and pen.textlength(longer, font=font) > wide:
            yield line
            line = word[:60]
        else:
            line = longer[:200]
    if line:
        yield line


def text_of(markup: str) -> str:
    """What the font cannot write is left out, so that no page is full of boxes."""
    plain = html.unescape(_TAG.sub("", markup)).replace("\u2019", "'").replace("\u201c", '"').replace("\u201d", '"')
    return " ".join(plain.split())
