"""Files that reveal things, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
import openpyxl
from openpyxl.comments import Comment

from tests.files import samples

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument"
TRACKED = (
    '<w:p><w:r><w:t>Doors open at </w:t></w:r><w:del w:id="1" w:author="Vera Lund"><w:r><w:delText>8</w:delText></w:r>'
    '</w:del><w:ins w:id="2" w:author="Vera Lund"><w:r><w:t>9</w:t></w:r></w:ins></w:p>'
    '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="Vera Lund"/></w:rPr></w:pPr><w:r><w:t>Bring </w:t></w:r></w:p>'
    "<w:p><w:r><w:t>lunch.</w:t></w:r></w:p>"
)
HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>The Okafor family owes us</w:t></w:r></w:p>"


def word(*, tracked: bool = True, comments: bool = True, photo: bool = True) -> bytes:
    """A handbook with names in its properties, a comment, tracked changes, hidden text and a photo."""
    document = docx.Document()
    document.add_heading("Family handbook", 1)
    document.add_paragraph("For families of Alder Creek.")
    if photo:
        document.add_picture(io.BytesIO(samples.photo_with_place()))
    facts = document.core_properties
    facts.author, facts.last_modified_by, facts.comments = "Vera Lund", "Otto Brandt", "Second try"
    kept = io.BytesIO()
    document.save(kept)
    edits: dict[str, Callable[[str], str]] = {
        "word/document.xml": lambda text: text.replace(
            "<w:sectPr", (TRACKED if tracked else "") + HIDDEN + "<w:sectPr", 1
        ),
        "docProps/app.xml": lambda text: text.replace(
            "</Properties>", "<Manager>Greta Holm</Manager><Company>Lund School</Company></Properties>"
        ),
    }
    content = edited(kept.getvalue(), edits)
    return commented(content) if comments else content


def commented(content: bytes) -> bytes:
    comment = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="Vera Lund"><w:p><w:r><w:t>Is that legal?</w:t>'
        "</w:r></w:p></w:comment></w:comments>"
    )
    anchor = '<w:r><w:commentReference w:id="0"/></w:r>'
    return edited(
        content,
        {
            "word/document.xml": lambda text: text.replace("</w:p>", anchor + "</w:p>", 1),
            "[Content_Types].xml": lambda text: text.replace(
                "</Types>",
                f'<Override PartName="/word/comments.xml" ContentType="{TYPE}.wordprocessingml.comments+xml"/></Types>',
            ),
            "word/_rels/document.xml.rels": lambda text: text.replace(
                "</Relationships>",
                f'<Relationship Id="rId99" Type="{samples.RELATIONS}/comments" Target="comments.xml"/></Relationships>',
            ),
        },
        {"word/comments.xml": comment},
    )


def edited(content: bytes, edits: Mapping[str, Callable[[str], str]], more: Mapping[str, str] | None = None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name, edit in edits.items():
        parts[name] = edit(bytes(parts[name]).decode())  # type: ignore[arg-type]
    return samples.zipped(parts | dict(more or {}))


def excel() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = "Vera Lund"
    sheet = book.active
    sheet["A1"], sheet["B1"] = "Tuition", 9000
    sheet["A1"].comment = Comment("The Okafor family pays half", "Vera Lund")
    sheet.row_dimensions[3].hidden = True
    sheet["A3"] = "Loan"
    book.create_sheet("Salaries").sheet_state = "hidden"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def slides() -> bytes:
    notes = '<p:notes xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Do not mention the lease</a:t></a:r></a:p></p:notes>'
    return samples.office(
        "slides",
        {
            "ppt/slides/slide1.xml": '<p:sld xmlns:p="p" xmlns:a="a" show="0"><a:t>Budget</a:t></p:sld>',
            "ppt/notesSlides/notesSlide1.xml": notes,
            "ppt/comments/comment1.xml": '<p:cmLst xmlns:p="p"><p:cm><p:text>Too long</p:text></p:cm></p:cmLst>',
        },
    )


def pdf() -> bytes:
    xmp = b"<x:xmpmeta><dc:creator>Vera Lund</dc:creator></x:xmpmeta>"
    note = "<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/T(Vera Lund)/Contents(Ask \\(Otto\\) first)>>"
    made = samples.pdf(
        catalog="/Metadata 5 0 R", page="/Annots[6 0 R]",
        objects=f"5 0 obj<</Type/Metadata/Subtype/XML/Length {len(xmp)}>>stream\n{xmp.decode()}\nendstream endobj\n"
        f"6 0 obj{note}endobj\n7 0 obj<</Author(Vera Lund)/Company<4C756E64>"
        "/Title(C:\\\\plans\\\\lease.docx)>>endobj\n",
    )  # fmt: skip
    return made.replace(b"trailer<</Root 1 0 R>>", b"trailer<</Root 1 0 R/Info 7 0 R>>")
