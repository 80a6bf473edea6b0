"""Lists of people as schools really send them: read, sorted into piles, and nothing sent before somebody says so."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from community.files.findings import Refused as Unreadable
from community.members.models import Member, Organization
from moderation import lists
from moderation.actions import Refused, batches
from moderation.lists import Known, reading
from moderation.models import AuditEntry, Batch, Invitation
from moderation.queries import batches as reads
from tests.cast import World, grants
from tests.pages import text_of
from tests.verbs import carry_out_jobs, signed_in

DATA = (
    Path(os.environ.get("COMMUNITY_TEST_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data") / "members"
)
HEADER, INA = ["Name", "Email", "School"], ["Ina Berg", "ina@elm.test", "Cedar School"]
FRENCH = "Prénom;Courriel\nZoë;z@elm.test\nÈve;e@elm.test\n"
BASIC = "Name,Email,School\nIna Berg,ina@elm.test,Cedar School\nOtto Kern,otto@elm.test,Cedar School\n"


def read(text: str | bytes, name: str = "list.csv") -> lists.Table:
    return lists.read(name, text if isinstance(text, bytes) else text.encode())


def piles(text: str | bytes, known: Known | None = None, name: str = "list.csv") -> dict[str, list[str]]:
    table = read(text, name)
    found: dict[str, list[str]] = {"ready": [], "look": [], "skipped": []}
    for entry in lists.sort(table, lists.guess(table), known or Known(), organization="cedar", cohort=""):
        found[entry.pile].append(entry.email or entry.reason)
    return found


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title.startswith("hidden") else "visible"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


# ---- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "header", "first"),
    [
        (BASIC.encode(), HEADER, INA),
        (BASIC.encode("utf-8-sig"), HEADER, INA),
        (BASIC.encode("utf-16"), HEADER, INA),
        (BASIC.replace(",", ";").encode(), HEADER, INA),
        (BASIC.replace(",", "\t").encode(), HEADER, INA),
        (BASIC.replace("\n", "\r\n").encode(), HEADER, INA),
        (FRENCH.encode("cp1252"), ["Prénom", "Courriel"], ["Zoë", "z@elm.test"]),
        (b"\n\nOur members\nas of May\n\n" + BASIC.encode(), HEADER, INA),
        (b"Ina,ina@elm.test\nOtto,otto@elm.test\n", ["Column 1", "Column 2"], ["Ina", "ina@elm.test"]),
        (b'Name,Email\n"Berg, Ina\nFounder",ina@elm.test\n', ["Name", "Email"], ["Berg, Ina Founder", "ina@elm.test"]),
    ],
)  # fmt: skip
def test_a_table_is_found_whatever_program_wrote_it(content: bytes, header: list[str], first: list[str]) -> None:
    table = read(content)
    assert (table.header, table.rows[0][1]) == (header, first)


def test_lines_are_counted_as_a_spreadsheet_counts_them() -> None:
    table = read("Members\n\nName,Email\nIna,ina@elm.test\n\nOtto,otto@elm.test\n")
    assert [line for line, _ in table.rows] == [4, 6]
    assert table.notes == ["One line above the names of the columns were left out."]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("a@elm.test, b@elm.test; c@elm.test", [["", "a@elm.test"], ["", "b@elm.test"], ["", "c@elm.test"]]),
        ("Ina Berg <ina@elm.test>,\nOtto <otto@elm.test>,", [["Ina Berg", "ina@elm.test"], ["Otto", "otto@elm.test"]]),
        ('"Berg, Ina" <ina@elm.test>', [["Ina Berg", "ina@elm.test"]]),
        ("ina@elm.test\notto@elm.test", [["", "ina@elm.test"], ["", "otto@elm.test"]]),
    ],
)  # fmt: skip
def test_addresses_pasted_from_a_mail_program_are_a_list_too(text: str, people: list[list[str]]) -> None:
    assert [cells for _, cells in read(text, "pasted.txt").rows] == people


def test_a_workbook_is_read_from_its_first_visible_sheet() -> None:
    rows = [["Member roster"], ["First", "Last", "Email"], ["Ina", "Berg", "ina@elm.test"]]
    table = read(workbook(hidden_old=[["email"], ["stale@elm.test"]], Now=rows, More=[["x"]]), "r.xlsx")
    assert (table.header, table.rows) == (["First", "Last", "Email"], [(3, ["Ina", "Berg", "ina@elm.test"])])
    assert "1 hidden sheet was left out." in table.notes


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<a>" + b"0" * 300_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"  \n ", "no rows"),
        ("a.csv", b"Name,School\nIna,Elm\n", "no email address"),
        ("a.pdf", b"%PDF-1.4", "not a list"),
        ("a.csv", b"x" * (reading.MAX_BYTES + 1), "up to 8 MB"),
        ("a.xlsx", b"not a zip at all", "not a list|cannot|damaged|real"),
        ("a.xlsx", bomb(), "unpacks to far more"),
        ("a.csv", ("Email\n" + "a@elm.test\n" * 20_100).encode(), "up to 20,000 rows"),
    ],
    ids=["nothing", "no address", "a pdf", "too large", "a lie", "a bomb", "too long"],
)
def test_what_is_no_list_is_refused_with_a_sentence(name: str, content: bytes, sentence: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Unreadable, match=sentence):
        lists.read(name, content)
    assert time.monotonic() - begun < 10


def test_ten_thousand_rows_are_sorted_in_good_time() -> None:
    text = "Name,Email,School\n" + "".join(f"Person {n},p{n}@elm.test,School {n % 40}\n" for n in range(10_000))
    begun = time.monotonic()
    table = read(text)
    known = Known(organizations={f"school {n}": f"s{n}" for n in range(40)})
    entries = lists.sort(table, lists.guess(table), known, organization="", cohort="")
    assert (len(entries), {entry.pile for entry in entries}) == (10_000, {"ready"})
    assert time.monotonic() - begun < 10


# ---- columns ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("First,Last,E-mail,School", {"first": 0, "last": 1, "email": 2, "organization": 3}),
        ("Prénom,Nom,Courriel,École", {"first": 0, "last": 1, "email": 2, "organization": 3}),
        ("full name,email address,cohort,org", {"name": 0, "email": 1, "cohort": 2, "organization": 3}),
        ("id,contact,x,district", {"name": 1, "email": 2, "organization": 3}),
    ],
)
def test_columns_are_known_by_their_names_and_by_what_stands_in_them(header: str, expected: dict[str, int]) -> None:
    number = expected["email"]
    cells = ["word"] * 4
    cells[number] = "ina@elm.test"
    assert lists.guess(read(f"{header}\n{','.join(cells)}\n")) == expected


# ---- piles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "pile", "emails"),
    [
        ("Ina,ina@elm.test", "ready", ["ina@elm.test"]),
        ("Ina,INA@Elm.Test", "ready", ["ina@elm.test"]),
        ("Ina, mailto:ina@elm.test ", "ready", ["ina@elm.test"]),
        ("Ina,Ina Berg <ina@elm.test>", "ready", ["ina@elm.test"]),
        ('Ina,"ina@elm.test; otto@elm.test"', "look", ["ina@elm.test", "otto@elm.test"]),
        ("Ina,ina@elm.test / otto@elm.test", "look", ["ina@elm.test", "otto@elm.test"]),
        ("Ina,ina@elm", "look", ["ina@elm"]),
        ("=HYPERLINK(1),ina@elm.test", "look", ["ina@elm.test"]),
        ("Ina,none", "skipped", ["none"]),
        ("Ina,", "skipped", ["There is no email address."]),
    ],
)
def test_each_row_is_in_the_pile_where_it_belongs(row: str, pile: str, emails: list[str]) -> None:
    found = piles(f"Name,Email\n{row}\nEva,eva@elm.test\n")
    assert found[pile][: len(emails)] == emails


def test_the_second_of_the_same_address_is_left_out_with_the_line_of_the_first() -> None:
    table = read("Name,Email\nIna,ina@elm.test\nIna again,INA@elm.test\n")
    second = lists.sort(table, lists.guess(table), Known(), organization="cedar", cohort="")[1]
    assert (second.pile, second.reason) == ("skipped", "The same address stands on line 2.")


def test_seats_are_counted_down() -> None:
    known = Known(organizations={"cedar school": "cedar"}, seats_left={"cedar": 1})
    assert piles(BASIC, known) == {"ready": ["ina@elm.test"], "look": ["otto@elm.test"], "skipped": []}


def test_a_list_has_no_column_that_makes_a_moderator() -> None:
    assert set(lists.FIELDS) == {"email", "name", "first", "last", "organization", "cohort"}


# ---- the desk ---------------------------------------------------------------------------------


def bring(world: World, content: str | bytes = BASIC, name: str = "list.csv") -> Batch:
    data = content if isinstance(content, bytes) else content.encode()
    answer = signed_in(world.mona).post("/moderation/lists/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, text_of(answer)
    return Batch.objects.latest("made_at")


def look_through(world: World, batch: Batch, **more: Any) -> Any:
    given = {field: str(column) for field, column in batch.mapping.items()} | more
    return signed_in(world.mona).post(f"/moderation/lists/{batch.pk}/columns/", given)


def test_mona_invites_a_school_from_its_list(world: World) -> None:
    client = signed_in(world.mona)
    batch = bring(world)
    page = text_of(client.get(f"/moderation/lists/{batch.pk}/"))
    assert "ina@elm.test" in page
    assert look_through(world, batch).status_code == 302
    assert "Ready" in text_of(client.get(f"/moderation/lists/{batch.pk}/"))
    assert (Invitation.objects.count(), mail.outbox) == (0, []), "a dry run sends nothing"
    assert client.post(f"/moderation/lists/{batch.pk}/send/").status_code == 302
    carry_out_jobs()
    assert {message.to[0] for message in mail.outbox} == {"ina@elm.test", "otto@elm.test"}
    assert Invitation.objects.get(email="ina@elm.test").organization == world.cedar
    assert "2 people invited" in text_of(client.get(f"/moderation/lists/{batch.pk}/"))
    assert AuditEntry.objects.get(verb="send_batch").reason == "2 people"


def test_members_invited_and_removed_people_are_left_out_with_the_reason(world: World) -> None:
    batch = bring(world, "Email\nben@school.test\nrex@school.test\nsue@school.test\nnew@elm.test\n")
    look_through(world, batch, organization_default="cedar")
    batch.refresh_from_db()
    reasons = {entry["email"]: entry["reason"] for entry in batch.outcome}
    assert reasons == {
        "ben@school.test": "This person is already a member.",
        "rex@school.test": "This person was removed: decide by hand.",
        "sue@school.test": "This person's access is paused.",
        "new@elm.test": "",
    }


def test_what_needs_a_look_goes_only_when_it_is_ticked(world: World) -> None:
    batch = bring(world, 'Name,Email\nIna,"ina@elm.test, otto@elm.test"\nEva,eva@elm.test\n')
    look_through(world, batch, organization_default="cedar")
    client = signed_in(world.mona)
    assert client.post(f"/moderation/lists/{batch.pk}/send/", {"look": ["1", "77", "x"]}).status_code == 302
    carry_out_jobs()
    assert set(Invitation.objects.values_list("email", flat=True)) == {"otto@elm.test", "eva@elm.test"}


def test_organizations_of_the_file_are_added_when_that_was_ticked(world: World) -> None:
    text = "Email,School\nina@elm.test,Elm Street School\notto@elm.test,elm street  school\n"
    batch = bring(world, text)
    look_through(world, batch)
    batch.refresh_from_db()
    assert {entry["pile"] for entry in batch.outcome} == {"look"}
    look_through(world, batch, adds_organizations="1")
    signed_in(world.mona).post(f"/moderation/lists/{batch.pk}/send/")
    carry_out_jobs()
    elm = Organization.objects.get(name="Elm Street School")
    assert Invitation.objects.filter(organization=elm).count() == 2
    assert Organization.objects.filter(name__icontains="elm street").count() == 1


def test_a_list_is_sent_once(world: World) -> None:
    batch = bring(world)
    look_through(world, batch)
    batches.send_batch(grants(world.mona), batch, ticked=())
    with pytest.raises(Refused, match="sent or dropped in the meantime"):
        batches.send_batch(grants(world.olga), batch, ticked=())
    answer = signed_in(world.olga).post(f"/moderation/lists/{batch.pk}/drop/")
    assert (answer.status_code, "in the meantime" in text_of(answer)) == (422, True)


def test_a_long_list_is_sent_in_pieces_and_each_person_once(world: World) -> None:
    text = "Email\n" + "".join(f"p{n}@elm.test\n" for n in range(130))
    batch = bring(world, text)
    look_through(world, batch, organization_default="cedar")
    batches.send_batch(grants(world.mona), batch, ticked=())
    batches.carry_on.call(str(batch.pk))  # a worker that was killed before it was marked as done
    carry_out_jobs()
    assert (Invitation.objects.count(), len(mail.outbox)) == (130, 130)


def test_somebody_who_came_in_meanwhile_is_not_invited(world: World) -> None:
    batch = bring(world)
    look_through(world, batch)
    Member.objects.filter(pk=world.ben.pk).update(email="ina@elm.test")
    batches.send_batch(grants(world.mona), batch, ticked=())
    carry_out_jobs()
    batch.refresh_from_db()
    assert [(e["state"], e["reason"]) for e in batch.outcome] == [
        ("refused", "This person is already a member."), ("invited", ""),
    ]  # fmt: skip


def test_the_result_file_calculates_nothing(world: World) -> None:
    batch = bring(world, 'Name,Email\n"=cmd|calc",ina@elm.test\n@SUM(A1),otto@elm.test\n+1,x\n')
    look_through(world, batch, organization_default="cedar")
    answer = signed_in(world.mona).get(f"/moderation/lists/{batch.pk}/result.csv")
    assert answer["Content-Disposition"].startswith("attachment")
    lines = answer.content.decode("utf-8-sig").splitlines()
    cells = [cell.strip('"') for line in lines[1:] for cell in line.split(",")]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}]


def test_the_list_itself_is_forgotten_after_a_month(world: World) -> None:
    batch = bring(world)
    Batch.objects.update(made_at=timezone.now() - timezone.timedelta(days=31))  # type: ignore[attr-defined]
    batches.forget_lists.call()
    batch.refresh_from_db()
    assert (batch.table, batch.outcome) == ({}, [])
    assert signed_in(world.mona).get(f"/moderation/lists/{batch.pk}/").status_code == 200


def test_the_dry_run_asks_as_much_for_a_thousand_as_for_ten(world: World, django_assert_max_num_queries: Any) -> None:
    for count in (10, 400):
        table = read("Email,School\n" + "".join(f"p{n}@elm.test,Cedar School\n" for n in range(count)))
        with django_assert_max_num_queries(8):
            reads.known_for(table, {"email": 0, "organization": 1}, adds_organizations=False)


def test_the_messy_files_give_the_numbers_that_are_expected_of_them() -> None:
    if not DATA.is_dir():
        pytest.skip("The messy lists are not here: set COMMUNITY_TEST_DATA to the folder that holds members.")
    folder = DATA / "synthetic-messy"
    for name, expected in json.loads((folder / "EXPECTED.json").read_text()).items():
        table = lists.read(name, (folder / name).read_bytes())
        entries = lists.sort(table, lists.guess(table), Known(), organization="cedar", cohort="")
        people = [entry for entry in entries if "@" in entry.email]
        if "rows" in expected:
            assert len(table.rows) == expected["rows"], name
        if "distinct_emails" in expected:
            assert len({entry.email for entry in people}) == expected["distinct_emails"], name
        if "mentions" in expected:
            assert len(people) == expected["mentions"], name
        if "hidden_sheets" in expected:
            assert any("hidden" in note for note in table.notes), name


def test_every_case_of_the_csv_spectrum_is_read_as_its_json_says() -> None:
    if not DATA.is_dir():
        pytest.skip("The CSV spectrum is not here: set COMMUNITY_TEST_DATA to the folder that holds members.")
    folder = DATA / "csv-spectrum"
    for path in sorted((folder / "csvs").glob("*.csv")):
        rows = [cells for _, cells in reading.separated(reading.decoded(path.read_bytes(), []))]
        read_as = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
        assert read_as == json.loads((folder / "json" / f"{path.stem}.json").read_text()), path.name
