"""What stands on every page: from the second on the heading again, what kind of paper this is, the page's number."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches
from markdown_it.token import Token

from community.library.papers import inline, look

SHARED = "Shared template · adapt before use"


def write(document: Any, heading: list[Token], *, wide: float) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True  # there the heading itself stands
    inline.write(section.header.paragraphs[0], heading)
    look.wear(section.first_page_header.paragraphs[0], "Gap")
    for footer in (section.footer, section.first_page_footer):
        foot(footer.paragraphs[0], wide)


def foot(paragraph: Any, wide: float) -> None:
    look.wear(paragraph, "Footer")
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Inches(wide), WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{SHARED}\tPage ")
    counted(paragraph, "PAGE")
    paragraph.add_run(" of ")
    counted(paragraph, "NUMPAGES")


def counted(paragraph: Any, what: str) -> None:
    """A number that Word works out. Between its marks stands what it was last."""
    for kind, text in (("begin", ""), ("", f" {what} "), ("separate", ""), ("shown", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            order = OxmlElement("w:instrText")
            order.set(qn("xml:space"), "preserve")
            order.text = text
            run._r.append(order)
