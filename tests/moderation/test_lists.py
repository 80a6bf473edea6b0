"""Lists of people as schools really send them: read, sorted into piles, and nothing sent before somebody says so."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Any

import openpyxl
import pytest

from community.files.findings import Refused as Unreadable
from moderation import lists
from moderation.lists import Known, reading

HEADER, INA = ["Name", "Email", "School"], ["Ina Berg", "ina@elm.test", "Cedar School"]
BASIC = "Name,Email,School\nIna Berg,ina@elm.test,Cedar School\nOtto Kern,otto@elm.test,Cedar School\n"
FRENCH = "Prénom;Courriel\nZoë;z@elm.test\nÈve;e@elm.test\n"


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
