"""How a Word document of ours looks: page, styles, colors. All of it is styles, so that Word can change it at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor

FONT = "Calibri"  # in Word; LibreOffice has Carlito, which is as wide
INK, QUIET = RGBColor(0x1F, 0x24, 0x30), RGBColor(0x5A, 0x61, 0x70)
DEEP = RGBColor(0x17, 0x49, 0x45)
PINE, TINT, AMBER, AMBER_TINT, RULE = "1E5A55", "E3EFEC", "C98A1B", "FDF4E0", "CFC8BA"
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # files know no zones; the same source, the same date
MARGIN = 0.9  # inches
LETTER = (8.5, 11.0)


def dress(document: Any, *, landscape: bool) -> float:
    """Page and styles; returns how wide the text is, in inches."""
    width, height = reversed(LETTER) if landscape else LETTER
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Inches(width), Inches(height)
    section.left_margin = section.right_margin = Inches(MARGIN)
    section.top_margin, section.bottom_margin = Inches(0.75), Inches(0.75)
    section.header_distance = section.footer_distance = Inches(0.4)
    undress(document)
    paragraphs(document.styles)
    marks(document.styles)
    document.styles.element.append(parse_xml(TABLE))
    return width - 2 * MARGIN


def wear(part: Any, style: str) -> Any:
    """This paragraph or run gets this style. By its id: looking it up by name takes longer than all else together."""
    element = part._p if hasattr(part, "_p") else part._r
    element.style = style.replace(" ", "")
    return part


def undress(document: Any) -> None:
    """The library's own document brings a hundred table styles and a picture of itself."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)
    package = document.part.package
    for name in [name for name, part in package.rels.items() if part.reltype.endswith("/thumbnail")]:
        package.rels.pop(name)


def paragraphs(styles: Any) -> None:
    shape(styles["Normal"], size=10.5, after=5, line=1.1)
    shape(styles["Heading 1"], size=22, color=DEEP, bold=True, after=12, line=1.0, next_too=True)
    edge(styles["Heading 1"], "bottom", PINE, width=12, space=6)
    shape(styles["Heading 2"], size=13.5, color=DEEP, bold=True, before=12, after=4, line=1.0, next_too=True)
    shape(styles["Heading 3"], size=11.5, color=INK, bold=True, before=10, after=3, line=1.0, next_too=True)
    shape(styles["List Bullet"], after=3)
    shape(styles["List Number"], after=3)
    shape(styles["Header"], size=8.5, color=QUIET, after=0)
    edge(styles["Header"], "bottom", RULE, width=4, space=4)
    shape(styles["Footer"], size=8.5, color=QUIET, after=0)
    for name in ("Header", "Footer"):  # their stops are for another width
        for stops in styles[name].element.pPr.findall(qn("w:tabs")):
            styles[name].element.pPr.remove(stops)
    check = shape(styles.add_style("Check", WD_STYLE_TYPE.PARAGRAPH), after=4)
    check.paragraph_format.left_indent = Inches(0.27)
    check.paragraph_format.first_line_indent = Inches(-0.27)
    check.paragraph_format.tab_stops.add_tab_stop(Inches(0.27))
    note = shape(styles.add_style("Advice", WD_STYLE_TYPE.PARAGRAPH), size=9.5, color=QUIET, before=2, after=8)
    note.paragraph_format.left_indent = Inches(0.12)
    edge(note, "left", AMBER, width=18, space=8)
    callout = shape(styles.add_style("Callout", WD_STYLE_TYPE.PARAGRAPH), before=6, after=10)
    callout.paragraph_format.left_indent = callout.paragraph_format.right_indent = Inches(0.12)
    edge(callout, "left", PINE, width=24, space=8)
    shade(callout.element.get_or_add_pPr(), TINT)
    shape(styles.add_style("Writing Line", WD_STYLE_TYPE.PARAGRAPH), color=QUIET, before=11, after=0, line=1.0)
    shape(styles.add_style("Gap", WD_STYLE_TYPE.PARAGRAPH), size=4, after=2, line=1.0)
    shape(styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH), size=9.5, after=0, line=1.05)
    shape(styles.add_style("Cell Head", WD_STYLE_TYPE.PARAGRAPH), size=9.5, color=DEEP, bold=True, after=0, line=1.0)


def shape(
    style: Any, *, size: float = 10.5, color: RGBColor = INK, bold: bool = False, before: float = 0, after: float,
    line: float = 1.1, next_too: bool = False,
) -> Any:  # fmt: skip
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # the theme's fonts would win
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    space = style.paragraph_format
    space.space_before, space.space_after, space.line_spacing = Pt(before), Pt(after), line
    space.keep_with_next = next_too
    space.widow_control = True
    return style


def marks(styles: Any) -> None:
    """A field is seen at once, and is one run. What is written by hand is a line."""
    field = styles.add_style("Field", WD_STYLE_TYPE.CHARACTER)
    field.font.color.rgb = DEEP
    shade(field.element.get_or_add_rPr(), TINT)
    blank = styles.add_style("Blank", WD_STYLE_TYPE.CHARACTER)
    blank.font.underline = True
    blank.font.color.rgb = QUIET
    box = styles.add_style("Box", WD_STYLE_TYPE.CHARACTER)
    box.font.name = "Segoe UI Symbol"


def edge(style: Any, side: str, color: str, *, width: int, space: int) -> None:
    """A line beside the paragraph; `width` in eighths of a point."""
    lines = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{color}"/></w:pBdr>'
    )
    put(style.element.get_or_add_pPr(), lines, AFTER_BORDERS)


def shade(properties: Any, fill: str) -> None:
    shading = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>')
    put(properties, shading, AFTER_SHADING)


def put(properties: Any, element: Any, successors: tuple[str, ...]) -> None:
    """Word is strict about the order of properties; LibreOffice is not."""
    properties.insert_element_before(element, *successors)


AFTER_SHADING = (
    "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr",
    "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:noWrap", "w:tcMar", "w:vAlign",
)  # fmt: skip
AFTER_BORDERS = ("w:shd", *AFTER_SHADING)
TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="SharedTable">
  <w:name w:val="Shared Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="8" w:space="0" w:color="{PINE}"/>
    <w:bottom w:val="single" w:sz="8" w:space="0" w:color="{PINE}"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
    <w:insideV w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
  </w:tblBorders><w:tblCellMar>
    <w:top w:w="58" w:type="dxa"/><w:left w:w="101" w:type="dxa"/>
    <w:bottom w:w="58" w:type="dxa"/><w:right w:w="101" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/></w:tcPr></w:tblStylePr>
  <w:tblStylePr w:type="firstCol"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="F6F3EE"/></w:tcPr></w:tblStylePr>
</w:style>"""
