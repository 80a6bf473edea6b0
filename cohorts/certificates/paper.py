"""A certificate on paper: one page of PDF, across, in the font of our pages."""

from __future__ import annotations

import string
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from fpdf import FPDF

import community
from cohorts.attendance.hours import in_words
from cohorts.certificates import shown
from cohorts.models import Certificate
from community.timetext import long_date

FONTS = Path(community.__file__).parent / "static" / "fonts"
LATIN, MORE = (FONTS / f"atkinson-hyperlegible-next-{part}-wght-normal.woff2" for part in ("latin", "latin-ext"))
Color = tuple[int, int, int]
PINE, INK, SOFT, LINE = (31, 77, 63), (29, 38, 35), (92, 104, 99), (198, 210, 203)
FACES = (("text", LATIN, 400), ("text-more", MORE, 400), ("strong", LATIN, 700), ("strong-more", MORE, 700))
WIDE, HIGH = 279.4, 215.9  # US letter, across, in millimeters
MOST_LINES = 8  # of categories that fit
HOURS = 46  # millimeters for “1234 hours 59 minutes”


def drawn(certificate: Certificate) -> bytes:
    page = FPDF(orientation="landscape", unit="mm", format="letter")
    with TemporaryDirectory() as folder:
        for name, source, weight in FACES:
            page.add_font(name, "", cut(source, weight, signs(certificate), Path(folder) / f"{name}.ttf"))
    page.set_title("Certificate of attendance")
    page.set_author(certificate.center)
    page.set_creation_date(certificate.made_at)
    page.set_auto_page_break(False)
    page.add_page()
    frame(page)
    who(page, certificate)
    numbers(page, certificate)
    proof(page, certificate)
    return bytes(page.output())


def cut(source: Path, weight: int, text: str, into: Path) -> Path:
    """Only these signs of the font, in one weight: of the whole it would take seconds."""
    font, options = TTFont(source), subset.Options(layout_features=[], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=text)
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.flavor = None
    font.save(into)
    return into


def signs(certificate: Certificate) -> str:
    written = (certificate.holder, certificate.cohort_name, certificate.center, str(certificate.categories))
    return "".join(sorted(set("".join(written) + string.ascii_letters + string.digits + string.punctuation + " …")))


def use(page: FPDF, font: str, size: float) -> None:
    page.set_font(font, size=size)
    page.set_fallback_fonts([f"{font}-more"])


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


def who(page: FPDF, certificate: Certificate) -> None:
    first, last = (long_date(day) for day in (certificate.first_day, certificate.last_day))
    line(page, 28, certificate.center, 13, font="strong", color=PINE)
    line(page, 40, "Certificate of attendance", 30, font="strong")
    line(page, 60, "This is to certify that", 12, color=SOFT)
    line(page, 69, certificate.holder, 28, font="strong", color=PINE)
    attended = f"attended {certificate.sessions} live session{'s' if certificate.sessions != 1 else ''} of"
    line(page, 87, attended, 12, color=SOFT)
    line(page, 95, certificate.cohort_name, 18, font="strong")
    line(page, 106, f"on {first}" if first == last else f"from {first} to {last}", 12, color=SOFT)


def numbers(page: FPDF, certificate: Certificate) -> None:
    """Hours by category, and together."""
    rows = shown.categories(certificate)
    if len(rows) > MOST_LINES:
        more = sum(int(minutes) for _, minutes in certificate.categories[MOST_LINES - 1 :])
        rows = [*rows[: MOST_LINES - 1], ("Further categories", in_words(more))]
    left, right, y = 80.0, WIDE - 80.0, 120.0
    for name, words in [*rows, ("Total", in_words(certificate.minutes))]:
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


def proof(page: FPDF, certificate: Certificate) -> None:
    issued = timezone.localtime(certificate.made_at)
    line(page, 183, f"Issued {long_date(issued.date())}", 10, color=SOFT)
    line(page, 189, f"To check this certificate: {shown.address_of(certificate)}", 10, color=SOFT)
    line(page, 195, f"Code {shown.code_of(certificate)}", 11, font="strong")
