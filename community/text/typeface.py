"""The font of our pages, for what is drawn on paper."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).resolve().parents[1] / "static" / "fonts"
LATIN, MORE, SLANTED = (
    FONTS / f"atkinson-hyperlegible-next-{part}.woff2"
    for part in ("latin-wght-normal", "latin-ext-wght-normal", "latin-wght-italic")
)
Color = tuple[int, int, int]
PINE: Color = (31, 77, 63)
INK: Color = (29, 38, 35)
SOFT: Color = (92, 104, 99)
LINE: Color = (198, 210, 203)
FACES = (("text", LATIN, 400), ("text-more", MORE, 400), ("strong", LATIN, 700), ("strong-more", MORE, 700))
SLANTED_FACES = (("slanted", SLANTED, 400), ("slanted-more", MORE, 400))


def lay_in(page: FPDF, faces: Iterable[tuple[str, Path, int]], signs: str) -> None:
    """Only these signs of the font go into the file: of the whole it would take seconds."""
    with TemporaryDirectory() as folder:
        for name, source, weight in faces:
            page.add_font(name, "", cut(source, weight, signs, Path(folder) / f"{name}.ttf"))


def cut(source: Path, weight: int, text: str, into: Path) -> Path:
    """These signs in one weight."""
    font, options = TTFont(source), subset.Options(layout_features=[], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.flavor = None
    font.save(into)
    return into


def use(page: FPDF, face: str, size: float, style: str = "") -> None:
    """`style`: U for underlined, S for struck out, both or none."""
    page.set_font(face, style=style, size=size)
    page.set_fallback_fonts([f"{face}-more"])


@cache
def known() -> frozenset[str]:
    """Every sign the font has."""
    return frozenset(chr(code) for source in (LATIN, MORE) for code in TTFont(source).getBestCmap())
