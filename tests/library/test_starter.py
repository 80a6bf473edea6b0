"""The starter library: every document opens, can be filled in, and comes once."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import docx
import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from community.files import packages
from community.founding import found
from community.library.models import Document, Version
from community.library.starter import actions
from community.library.starter.reading import papers
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.pages import text_of, titles
from tests.verbs import signed_in

ALL = {paper.key: paper for paper in papers()}
PROMISED = {
    "partner-map", "partnership-mou", "community-day-plan", "family-partnership-letter", "framework-map",
    "autonomy-request", "launch-timeline", "first-year-budget", "staffing-model", "daily-schedule", "enrollment-notice",
    "student-conference", "evidence-plan", "board-one-pager", "family-handbook-outline", "incident-log",
    "substitute-plan", "advisory-board-charter", "internship-agreement", "evaluation-rubric", "closing-checklist",
    "cash-flow", "enrollment-pipeline", "launch-checklist", "hiring-interview-kit", "family-survey",
    "technology-use-agreement", "emergency-plan", "special-education-note", "transportation-plan",
}  # fmt: skip
FIELD = re.compile(r"\{\{ (?:[a-z][a-z0-9_]*|each [a-z ]+: [a-z ]+|if [a-z ]+|end if) \}\}")
BRITISH = re.compile(
    r"\b(practis|behaviour|colour|centre\b|programme|organis|recognis|favour|licence|fulfil\b|learnt|cheque)"
)
AT = datetime(2026, 8, 1, tzinfo=UTC)
FEW = [ALL["partner-map"], ALL["cash-flow"], ALL["photo-consent"]]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {key: paper.content() for key, paper in ALL.items()}


def words(files: dict[str, bytes], key: str) -> str:
    return "\n".join(texts(files[key], ALL[key].about["format"]))


def texts(content: bytes, ending: str) -> Iterator[str]:
    if ending == "xlsx":
        for sheet in openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets:
            yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    else:
        yield from (paragraph.text for paragraph in every_paragraph(docx.Document(io.BytesIO(content))))


def every_paragraph(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row.cells):
            yield from cell.paragraphs
    for section in document.sections:
        yield from (*section.header.paragraphs, *section.footer.paragraphs)


# ---- what is there ---------------------------------------------------------------------------


def test_everything_that_was_promised_is_there() -> None:
    assert set(ALL) >= PROMISED
    assert len(ALL) >= 30
    assert Counter(paper.about["format"] for paper in ALL.values())["xlsx"] >= 5


@pytest.mark.parametrize("key", ALL)
def test_what_stands_above_a_document_is_whole(key: str) -> None:
    about = ALL[key].about
    assert 10 <= len(about["title"]) <= 90
    assert 120 <= len(about["summary"]) <= 600, "what it is for, and how long it takes"
    assert about["category"] in Document.Category.values
    assert about["stage"] in Document.Stage.values
    assert set(about["school_types"]) <= set(Document.School.values)
    assert about["school_types"]
    assert set(about["grades"]) <= set(Document.Grades.values)
    assert about["grades"]
    assert about["format"] in {"docx", "xlsx"}
    assert 5 <= int(about["minutes"]) <= 600
    assert date(2027, 1, 1) <= ALL[key].review_by <= date(2028, 1, 1)
    assert set(about["related"]) <= set(ALL) - {key}
    assert about["related"]
    assert len(ALL[key].file_name) <= 100


def test_every_stage_and_kind_of_school_finds_something() -> None:
    assert {paper.about["stage"] for paper in ALL.values()} == set(Document.Stage.values)
    assert {paper.about["category"] for paper in ALL.values()} == set(Document.Category.values)
    schools = Counter(school for paper in ALL.values() for school in paper.about["school_types"])
    assert min(schools[school] for school in Document.School.values) >= 20


@pytest.mark.parametrize("key", [key for key, paper in ALL.items() if paper.about["format"] == "docx"])
def test_every_field_is_one_run_that_is_seen(files: dict[str, bytes], key: str) -> None:
    seen = 0
    for paragraph in every_paragraph(docx.Document(io.BytesIO(files[key]))):
        runs = [run for run in paragraph.runs if FIELD.fullmatch(run.text)]
        assert len(runs) == len(FIELD.findall(paragraph.text)) == paragraph.text.count("{{"), paragraph.text
        assert {run.style.name for run in runs} <= {"Field"}
        assert "}}" not in FIELD.sub("", paragraph.text)
        seen += len(runs)
    assert seen >= 3


@pytest.mark.parametrize("key", [key for key, paper in ALL.items() if paper.about["format"] == "xlsx"])
def test_every_formula_has_a_value_and_a_field_is_there(files: dict[str, bytes], key: str) -> None:
    formulas = openpyxl.load_workbook(io.BytesIO(files[key]))
    values = openpyxl.load_workbook(io.BytesIO(files[key]), data_only=True)
    worked = 0
    for sheet in formulas.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            shown = values[sheet.title][cell.coordinate].value
            assert not str(shown).startswith("#"), f"{sheet.title}!{cell.coordinate} {cell.value}"
            worked += 1
    assert worked >= 10
    assert FIELD.search(words(files, key))


def test_the_sums_are_right(files: dict[str, bytes]) -> None:
    """A few, worked out by hand."""
    budget = openpyxl.load_workbook(io.BytesIO(files["first-year-budget"]), data_only=True)
    result = {row[0].value: [cell.value for cell in row[1:3]] for row in budget["Result"].iter_rows(min_row=3)}
    taxes = (46_000 + 30_000 + 18_000) * 0.1015
    people = 94_000 + taxes + 7_200 + 14 * 140 + 1_800
    place, office, learning = 12 * 1_250 + 1_250 + 7_740, 11_660 + 18 * 40, 18 * 520 + 6_500
    money_out = (people + place + office + learning) * 1.03
    tuition = 18 * 10_400 * 0.88
    money_in = tuition * 0.97 + 18 * 150 + 23_000
    assert result["Money out"][0] == pytest.approx(money_out)
    assert result["Left at the end of the year"][0] == pytest.approx(money_in - money_out)
    assert result["Enough?"] == ["Yes", "Not yet"]
    launch = openpyxl.load_workbook(io.BytesIO(files["launch-checklist"]), data_only=True)
    first = launch["Progress"]["B4"].value
    rows = [row for row in launch["Checklist"].iter_rows(min_row=4, values_only=True) if isinstance(row[1], int)]
    assert len(rows) >= 60
    assert all(row[2] == first - timedelta(weeks=row[1]) for row in rows)


@pytest.mark.parametrize("key", ALL)
def test_a_document_passes_the_inspection_of_any_file(files: dict[str, bytes], key: str) -> None:
    facts, _ = packages.examine(files[key])
    assert facts["ending"] == f".{ALL[key].about['format']}"
    assert len(files[key]) < 200_000


def test_words_are_many_american_and_no_others(files: dict[str, bytes]) -> None:
    lines: Counter[str] = Counter()
    for key, paper in ALL.items():
        text = words(files, key)
        assert len(text.split()) >= (220 if paper.about["format"] == "docx" else 90), key
        assert not BRITISH.search(text), f"{key}: {BRITISH.search(text)}"
        assert "lorem" not in text.lower()
        lines.update({line for line in text.splitlines() if len(line.replace("\u00a0", "")) > 60})
    assert [line for line, times in lines.items() if times > 1 and line not in {EVERYWHERE}] == []


EVERYWHERE = "Cells of this color are yours to fill in. Everything else works itself out."


# ---- on the shelf ----------------------------------------------------------------------------


def test_it_is_put_out_for_all_members_once(world: World) -> None:
    assert actions.put_out(grants(world.mona), at=AT, of=FEW) == 3
    assert actions.put_out(grants(world.olga), at=AT, of=FEW) == 0
    assert (Document.objects.count(), Version.objects.count()) == (3, 3)
    document = Document.objects.get(starter="photo-consent")
    version = document.versions.get()
    assert (document.audience, document.shared_by) == ("members", world.mona)
    assert document.created_at == document.updated_at == AT - timedelta(seconds=2), "in the order of the shelf"
    assert (document.schools, document.grades) == (" private district charter ", " K-2 3-5 6-8 9-12 ")
    assert (document.file_kind, version.upload.kind, version.created_at) == ("word", "word", document.created_at)
    assert "<h1>Photographs, recordings and work</h1>" in version.preview_html
    [line] = AuditEntry.objects.filter(verb="put_out_starter")
    assert (line.actor, line.subject_label) == (world.mona, "3 documents")


def test_what_was_broken_off_goes_on_where_it_stopped(world: World) -> None:
    actions.put_out(grants(world.mona), at=AT, of=FEW[:1])
    assert actions.put_out(grants(world.mona), at=AT, of=FEW) == 2
    assert not actions.shelve(grants(world.mona), FEW[0], AT), "another process was first"
    assert Document.objects.count() == 3


def test_what_one_needs_first_stands_first(world: World) -> None:
    actions.put_out(grants(world.mona), at=AT, of=FEW)
    assert titles(signed_in(world.ada).get("/library/")) == [paper.about["title"] for paper in FEW]
    assert [paper.about["stage"] for paper in papers()] == sorted(
        (paper.about["stage"] for paper in papers()), key=Document.Stage.values.index
    )


def test_who_may_not_share_puts_nothing_out(world: World) -> None:
    with pytest.raises(Denied):
        actions.put_out(grants(world.ada), at=AT, of=FEW)
    assert not Document.objects.exists()


def test_founding_puts_it_off_until_the_server_runs(db: None) -> None:
    owner = found("maria@school.test")
    assert not Document.objects.exists()
    [task] = [row for row in DBTaskResult.objects.all() if row.task_path.endswith("starter.actions.stock")]
    assert task.args_kwargs["args"][0] == owner.pk


def test_the_job_brings_one_document_and_puts_off_the_next(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "papers", lambda: FEW[:2])
    counts = []
    for _ in range(3):
        DBTaskResult.objects.all().delete()
        actions.stock.call(world.mona.pk, AT.isoformat())
        next_one = [row for row in DBTaskResult.objects.all() if row.task_path.endswith("starter.actions.stock")]
        counts.append((Document.objects.count(), len(next_one)))
    assert counts == [(1, 1), (2, 1), (2, 0)]
    assert [entry.subject_label for entry in AuditEntry.objects.filter(verb="put_out_starter")] == ["2 documents"]


def test_the_job_works_for_whoever_is_still_there(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "papers", lambda: FEW[:1])
    actions.stock.call(world.mona.pk, AT.isoformat())
    actions.stock.call(999_999, AT.isoformat())
    assert Document.objects.get().created_at == AT


def test_the_command_says_what_came(world: World, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(actions, "papers", lambda: FEW[:1])
    call_command("starter")
    call_command("starter")
    came, again = capsys.readouterr().out.splitlines()
    assert came.startswith("1 documents came into the library, shared by ")
    assert again == "Everything of the starter library has been there before."
    assert Document.objects.get().shared_by in (world.mona, world.olga)


def test_without_a_moderator_there_is_nobody_to_share_it(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody moderates this community yet"):
        call_command("starter")


# ---- on its page -----------------------------------------------------------------------------


def test_its_page_says_for_whom_it_is_and_what_goes_with_it(world: World) -> None:
    actions.put_out(grants(world.mona), at=AT, of=[ALL["partner-map"], ALL["board-one-pager"]])
    document = Document.objects.get(starter="partner-map")
    page = text_of(signed_in(world.ada).get(f"/library/{document.pk}/"))
    for piece in ("Exploring", "District, Charter, Private", "K–2, 3–5", "an hour", "August 1, 2027", "Any"):
        assert f"<dd>{piece}" in page
    assert "Starter library, put here by Mona" in page
    assert ">One page for the board</a>" in page
    assert "Review due" not in page


def test_what_goes_with_it_is_shown_to_those_who_may_see_it(world: World) -> None:
    actions.put_out(grants(world.mona), at=AT, of=[ALL["partner-map"], ALL["board-one-pager"]])
    Document.objects.filter(starter="board-one-pager").update(audience="moderators")
    path = f"/library/{Document.objects.get(starter='partner-map').pk}/"
    assert "One page for the board" in text_of(signed_in(world.mona).get(path))
    page = text_of(signed_in(world.ada).get(path))
    assert ">One page for the board</a>" not in page
    assert "Goes well with" not in page
