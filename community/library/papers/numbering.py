"""Lists that begin at one, each: Word counts on through a document unless it is told otherwise."""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

BULLETS, NUMBERS = 90, 91
LEVELS = 3


def prepare(document: Any) -> None:
    numbering = document.part.numbering_part.element
    for kind in (NUMBERS, BULLETS):
        numbering.insert(0, parse_xml(abstract(kind)))


def begin(document: Any, kind: int, *, start: int = 1) -> int:
    """A list of its own; returns what its paragraphs name."""
    number = document.part.numbering_part.element.add_num(kind)
    if kind == NUMBERS:
        for level in range(LEVELS):
            number.add_lvlOverride(ilvl=level).add_startOverride(start if level == 0 else 1)
    return int(number.numId)


def belong(paragraph: Any, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = min(level, LEVELS - 1)
    properties.get_or_add_numId().val = number


def abstract(kind: int) -> str:
    levels = "".join(one(kind, level) for level in range(LEVELS))
    many = '<w:multiLevelType w:val="hybridMultilevel"/>'
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{kind}">{many}{levels}</w:abstractNum>'


def one(kind: int, level: int) -> str:
    shape, text = ("bullet", "•–•"[level]) if kind == BULLETS else (("decimal", "lowerLetter", "lowerRoman")[level], "")
    left = 360 + 320 * level
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
        f'<w:lvlText w:val="{text or f"%{level + 1}."}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="280"/></w:pPr>'
        '<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:hint="default"/><w:color w:val="1E5A55"/></w:rPr>'
        "</w:lvl>"
    )
