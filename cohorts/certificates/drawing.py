"""Draws a certificate: one page of PDF, across, in the font of our pages. Runs apart (files/apart.py)."""

from __future__ import annotations

import json
import string
from datetime import datetime
from typing import Any

from fpdf import FPDF

from community.files.apart import Answer
from community.text.typeface import FACES, INK, LINE, PINE, SOFT, Color, lay_in, use

Facts = dict[str, Any]  # what paper.py tells of a certificate

WIDE, HIGH = 279.4, 215.9  # US letter, across, in millimeters
HOURS = 46  # millimeters for “1234 hours 59 minutes”


def draw(given: bytes) -> Answer:
    facts: Facts = json.loads(given)
    page = FPDF(orientation="landscape", unit="mm", format="letter")
    lay_in(page, FACES, "".join(sorted(set(given.decode() + str(facts) + string.printable.strip() + " …"))))
    page.set_title("Certificate of attendance")
    page.set_author(facts["center"])
    page.set_creation_date(datetime.fromisoformat(facts["made_at"]))
    page.set_auto_page_break(False)
    page.add_page()
    frame(page)
    who(page, facts)
    numbers(page, facts)
    proof(page, facts)
    return {}, [bytes(page.output())]


def frame(page: FPDF) -> None:
    page.set_draw_color(*LINE)
    page.set_line_width(0.4)
    page.rect(12, 12, WIDE - 24, HIGH - 24)
    page.set_fill_color(*PINE)
    page.rect(12, 12, WIDE - 24, 3, style="F")


def line(page: FPDF, y: float, text: str, size: float, *, font: str = "text", color: Color = INK) -> None:
    """In the middle; smaller when it is too long."""
    page.set_text_color(*color)
    use(page, font, size)
    while page.get_string_width(text) > WIDE - 60 and size > 9:
        size -= 1
        use(page, font, size)
    page.set_xy(20, y)
    page.cell(WIDE - 40, size * 0.5, text, align="C")


def who(page: FPDF, facts: Facts) -> None:
    first, last = facts["first_day"], facts["last_day"]
    line(page, 28, facts["center"], 13, font="strong", color=PINE)
    line(page, 40, "Certificate of attendance", 30, font="strong")
    line(page, 60, "This is to certify that", 12, color=SOFT)
    line(page, 69, facts["holder"], 28, font="strong", color=PINE)
    attended = f"attended {facts['sessions']} live session{'s' if facts['sessions'] != 1 else ''} of"
    line(page, 87, attended, 12, color=SOFT)
    line(page, 95, facts["cohort"], 18, font="strong")
    line(page, 106, f"on {first}" if first == last else f"from {first} to {last}", 12, color=SOFT)


def numbers(page: FPDF, facts: Facts) -> None:
    """Hours by category, and together."""
    left, right, y = 80.0, WIDE - 80.0, 120.0
    for name, words in [*facts["rows"], ("Total", facts["total"])]:
        use(page, "strong" if name == "Total" else "text", 11)
        page.set_text_color(*INK)
        page.set_xy(left, y)
        page.cell(right - left - HOURS, 5.4, fitting(page, name, right - left - HOURS - 4))
        page.set_xy(right - HOURS, y)
        page.cell(HOURS, 5.4, words, align="R")
        page.line(left, y + 5.6, right, y + 5.6)
        y += 6.2


def fitting(page: FPDF, text: str, width: float) -> str:
    while page.get_string_width(text) > width:
        text = text[:-2].rstrip() + "…"
    return text


def proof(page: FPDF, facts: Facts) -> None:
    line(page, 183, f"Issued {facts['issued']}", 10, color=SOFT)
    line(page, 189, f"To check this certificate: {facts['address']}", 10, color=SOFT)
    line(page, 195, f"Code {facts['code']}", 11, font="strong")
