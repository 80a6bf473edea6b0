"""A filled-in copy as PDF. LibreOffice need not be here: programs that behave like it, or badly, take its place; and
without any the text is drawn on our side."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from community.library.filling import pdf
from community.library.models import Document
from community.members.models import Member
from tests.cast import World
from tests.library.papers import words_of
from tests.library.shelving import shelve
from tests.library.templates import book, shelve_template, word
from tests.pages import Answer, text_of
from tests.verbs import signed_in

LETTER = word("Dear family, {{ school_name }} opens.")
# What LibreOffice gets as words, what it leaves: the copy's bytes and its surroundings are told in the PDF.
GOOD = """
import os, sys, json, pathlib, resource
folder, source = pathlib.Path(sys.argv[-2]), pathlib.Path(sys.argv[-1])
told = {"env": sorted(os.environ), "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0], "words": sys.argv[1:-2],
        "zip": source.read_bytes()[:2].decode(), "name": source.name}
(folder / "copy.pdf").write_bytes(b"%PDF-1.7\\n" + json.dumps(told).encode() + b"\\n%%EOF\\n")
"""
BAD = {
    "crashes": "import os; os.abort()",
    "says no": "raise SystemExit(3)",
    "leaves nothing": "pass",
    "leaves garbage": "import sys, pathlib; (pathlib.Path(sys.argv[-2]) / 'copy.pdf').write_bytes(b'<html>')",
    "stops midway": "import sys, pathlib; (pathlib.Path(sys.argv[-2]) / 'copy.pdf').write_bytes(b'%PDF-1.7 and')",
    "fills the disk": "import sys; open(sys.argv[-2] + '/copy.pdf', 'wb').truncate(2**30)",
}


@pytest.fixture
def office(tmp_path: Path, settings: Any) -> Any:
    """Puts a program in LibreOffice's place."""

    def put(script: str) -> None:
        place = tmp_path / "soffice"
        place.write_text(f"#!{sys.executable}\n{script}")
        place.chmod(0o755)
        settings.SOFFICE = str(place)

    return put


@pytest.fixture
def letter(world: World) -> Document:
    return shelve_template(world.mona, LETTER, preview="<p>{{ school_name }}</p>", title="Welcome letter")


def send(member: Member, document: Document, **fields: str) -> Answer:
    given = {"do": "pdf", "version": "1", "f_school_name": "Cedar School"} | fields
    return signed_in(member).post(f"/library/{document.pk}/fill/", given)


def test_ada_gets_her_copy_as_pdf(world: World, letter: Document, office: Any) -> None:
    office(GOOD)
    assert 'value="pdf"' in text_of(signed_in(world.ada).get(f"/library/{letter.pk}/fill/"))
    answer = send(world.ada, letter)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert '- Cedar School.pdf"' in answer.headers["Content-Disposition"]
    told = json.loads(answer.content.split(b"\n")[1])
    assert told["zip"] == "PK"
    assert told["cpu"] == pdf.SECONDS
    assert "--headless" in told["words"]
    assert not {"SECRET_KEY", "COMMUNITY_SECRET_KEY", "DATABASE_URL"} & set(told["env"])
    assert set(told["env"]) <= {"HOME", "TMPDIR", "PATH", "LANG", "LC_CTYPE"}


def test_where_it_is_not_installed_the_text_is_drawn_on_our_side(world: World, letter: Document, settings: Any) -> None:
    settings.SOFFICE = "off"
    page = text_of(signed_in(world.ada).get(f"/library/{letter.pk}/fill/"))
    assert ('value="pdf"' in page, "keeps the whole design" in page) == (True, True)
    answer = send(world.ada, letter)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert '- Cedar School.pdf"' in answer.headers["Content-Disposition"]
    assert words_of(answer.content)[0].startswith("Dear family, Cedar School opens.")


def test_a_text_is_drawn_whether_it_is_installed_or_not(world: World, office: Any) -> None:
    office(BAD["crashes"])
    content = b"# Welcome\n\n{{ school_name }} opens on **Monday**."
    document = shelve_template(world.mona, content, "welcome.md", title="Welcome")
    answer = send(world.ada, document)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert words_of(answer.content)[0].splitlines()[:2] == ["Welcome", "Cedar School opens on Monday."]


def test_a_workbook_is_only_drawn_by_what_can_calculate(world: World, settings: Any) -> None:
    settings.SOFFICE = "off"
    document = shelve_template(world.mona, book(["Name", "{{ school_name }}"]), "budget.xlsx")
    assert 'value="pdf"' not in text_of(signed_in(world.ada).get(f"/library/{document.pk}/fill/"))
    assert send(world.ada, document).status_code == 422
    assert send(world.ada, document, do="download").status_code == 200


def test_a_name_whose_letters_the_font_lacks_is_not_printed_with_holes(
    world: World, letter: Document, settings: Any
) -> None:
    settings.SOFFICE = "off"
    answer = send(world.ada, letter, f_school_name="学校 Łódź")
    seen = text_of(answer)
    assert (answer.status_code, "signs that our PDF cannot show: 学 校." in seen) == (422, True)
    assert 'value="学校 Łódź"' in seen
    assert words_of(send(world.ada, letter, f_school_name="Łódź").content)[0].startswith("Dear family, Łódź opens.")


@pytest.mark.parametrize("script", BAD.values(), ids=BAD)
def test_whatever_goes_wrong_there_ada_keeps_what_she_wrote(
    world: World, letter: Document, office: Any, script: str
) -> None:
    office(script)
    answer = send(world.ada, letter)
    seen = text_of(answer)
    assert (answer.status_code, "The PDF could not be made" in seen) == (422, True)
    assert 'value="Cedar School"' in seen


def test_what_never_ends_is_ended_and_all_it_started_too(
    world: World, letter: Document, office: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "WALL_SECONDS", 1)
    told = tmp_path / "child"
    begin = "import os, time, pathlib"
    office(f"{begin}\npathlib.Path({str(told)!r}).write_text(str(os.fork() or os.getpid()))\ntime.sleep(99)")
    assert "The PDF could not be made" in text_of(send(world.ada, letter))
    status = Path(f"/proc/{told.read_text()}/stat")
    assert not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z", "it is dead, child and all"


def test_only_one_is_made_at_a_time(
    world: World, letter: Document, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(GOOD)
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    with pdf._one:
        assert "Please try again in a minute" in text_of(send(world.ada, letter))
    assert send(world.ada, letter).status_code == 200


def test_outsiders_have_nothing(world: World, office: Any) -> None:
    office(GOOD)
    secret = shelve(world.mona, audience="moderators")
    assert send(world.ada, secret).status_code == 404


def test_next_time_is_one_press(world: World, letter: Document, office: Any) -> None:
    office(GOOD)
    client = signed_in(world.ada)
    page = f"/library/{letter.pk}/"
    assert "your saved answers" not in text_of(client.get(page))
    at = f"{page}fill/"
    client.post(at, {"do": "save", "version": "1", "f_school_name": "Cedar Annex"})
    assert "your saved answers (1 of 1)" in text_of(client.get(page))
    copy = client.post(at, {"again": "1", "do": "download", "version": "1"})
    assert "Cedar Annex" in copy.headers["Content-Disposition"]
    assert "your saved answers" not in text_of(signed_in(world.ben).get(page))
