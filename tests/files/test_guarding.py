"""A file that may point to a child: whoever brings it is told, nothing is forbidden, and nothing of it is kept."""

from __future__ import annotations

import io

import openpyxl
import pytest
from docx import Document as Word

from community.files.models import Upload
from tests.cast import World
from tests.files import samples
from tests.files.bringing import picture, send_file
from tests.verbs import signed_in

CHILD = "Maya Thornton, a 4th grader, hits others"


def word(*lines: str) -> bytes:
    document, target = Word(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(target)
    return target.getvalue()


def sheet(*cells: str) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append(list(cells))
    book.save(target)
    return target.getvalue()


FILES = {
    "notes.txt": CHILD.encode(),
    "notes.md": f"# Tuesday\n\n{CHILD}".encode(),
    "plan.docx": word("A quiet day.", CHILD),
    "list.csv": f"what,when\n{CHILD.replace(',', '')},today".encode(),
    "list.xlsx": sheet("Maya Thornton is a 4th grader"),
}


@pytest.mark.parametrize("name", FILES)
def test_its_owner_is_told_at_once(world: World, name: str) -> None:
    answer = send_file(signed_in(world.ada), name, FILES[name])
    assert answer.status_code == 200
    assert answer.json()["cautions"] == [{"kind": "child", "words": "Maya Thornton"}]
    row = Upload.objects.values().get()
    assert "Maya" not in str(row)


@pytest.mark.parametrize(
    ("name", "content"),
    [("plan.docx", word("A quiet day.")), ("empty.pdf", samples.pdf()), ("me.jpg", picture()), ("a.txt", b"Nothing.")],
)
def test_a_harmless_file_says_nothing(world: World, name: str, content: bytes) -> None:
    answer = send_file(signed_in(world.ada), name, content)
    assert (answer.status_code, "cautions" in answer.json()) == (200, False)
