"""Templates to fill in, built on the spot, and what is in them afterwards."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document as WordFile
from openpyxl import load_workbook
from xlsxwriter import Workbook

from community.files.models import Upload
from community.library.filling import work
from community.library.filling.names import value_of
from community.library.models import Document, Version
from community.members.models import Member
from tests.files.bringing import bring
from tests.library.shelving import shelve

Facts = dict[str, Any]


def word(*paragraphs: str | Sequence[str], header: str = "", footer: str = "", cells: Sequence[str] = ()) -> bytes:
    """Each paragraph is a text or the runs it is cut into; `cells` make one row of a table."""
    file = WordFile()
    file.sections[0].header.paragraphs[0].text = header
    file.sections[0].footer.paragraphs[0].text = footer
    for given in paragraphs:
        paragraph = file.add_paragraph()
        for number, run in enumerate([given] if isinstance(given, str) else given):
            paragraph.add_run(run).bold = number == 0 and not isinstance(given, str)
    if cells:
        row = file.add_table(1, len(cells)).rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def opened(content: bytes) -> Any:
    return WordFile(io.BytesIO(content))


def texts(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(content).paragraphs]


def book(*rows: Sequence[Any], header: str = "") -> bytes:
    """One sheet. What begins with = is a formula, whose kept result is an error."""
    kept = io.BytesIO()
    with Workbook(kept) as file:
        sheet = file.add_worksheet("Budget")
        sheet.set_header(header)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                formula = isinstance(value, str) and value.startswith("=")
                if formula:
                    sheet.write_formula(number, column, value, None, "#VALUE!")
                else:
                    sheet.write(number, column, value)
    return kept.getvalue()


def sheet_of(content: bytes, *, values: bool = False) -> Any:
    return load_workbook(io.BytesIO(content), data_only=values).worksheets[0]


def found(kind: str, content: bytes) -> dict[str, Facts]:
    """The fields by their names, as the other process finds them."""
    facts, _ = work.find(work.given(kind, content))
    return {field["name"]: field for field in json.loads(json.dumps(facts))["fields"]}


def filled(kind: str, content: bytes, answers: Mapping[str, str]) -> bytes:
    kinds = {name: field["kind"] for name, field in found(kind, content).items()}
    values = {name: value_of(kinds.get(name, "line"), answer) for name, answer in answers.items()}
    _, [made] = work.fill(work.given(kind, content, values))
    return bytes(made)


def shelve_template(
    owner: Member, content: bytes, name: str = "letter.docx", preview: str = "", **facts: Any
) -> Document:
    """On the shelf, its fields not yet looked for."""
    document = shelve(owner, **facts)
    upload = bring(owner, name, content)
    Upload.objects.filter(pk=upload.pk).update(subject_kind="version", subject_id=str(document.versions.get().pk))
    Version.objects.filter(document=document).update(upload=upload, preview_html=preview)
    return document
