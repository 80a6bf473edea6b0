"""Which fields are found, how they are called, and what stays text."""

from __future__ import annotations

import time

import pytest

from community.library.filling import names
from community.library.filling.marks import MOST_FIELDS, Reader, put_in
from tests.library.templates import found, word


def names_in(text: str, *, markdown: bool = False) -> list[str]:
    reader = Reader(markdown=markdown)
    reader.marks(text)
    return list(reader.fields)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{{ school_name }}", "school_name"),
        ("{{school_name}}", "school_name"),
        ("{{ School Name }}", "school_name"),
        ("{{ grade-band }}", "grade_band"),
        ("[SCHOOL NAME]", "school_name"),
        ("[DIRECTOR’S NAME]", "directors_name"),
        ("[2027 BUDGET]", "n_2027_budget"),
        ("[ÉCOLE]", "ecole"),
        ("School name: ____", "school_name"),
        ("I agree. Signature ______", "signature"),
        ("I, ____ (parent or guardian), agree", "parent_or_guardian"),
        ("☐ Yes ☐ No, because ____", "no_because"),
        ("Date: __/__/____", "date"),
        ("{{ total }} is due to ____", "is_due_to"),
    ],
)
def test_a_field_has_a_name(text: str, name: str) -> None:
    assert names_in(text)[-1] == name


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}", "{{ config.SECRET_KEY }}", "{{ 7*7 }}", "{{ a|attr('b') }}", "{{ __import__ }}", "{{ }}",
        "{% for x in y %}", "{%- include '/etc/passwd' -%}", "{# note #}", "{{{{", "}}", "[X]", "[ ]", "[x]", "[12]",
        "[a note]", "[Sic]", "[SEE\tTAB]", "__init__", "a__b", "________", " ____ ____ ", "{{ name() }}", "${name}",
        "{{ " + "a" * 61 + " }}", "[" + "A" * 61 + "]",
    ],
)  # fmt: skip
def test_everything_else_is_text(text: str) -> None:
    assert names_in(text) == []


def test_in_markdown_a_link_is_a_link_and_in_word_a_colon_is_a_colon() -> None:
    for text in ("[README](there)", "[NOTE]: https://example.org", "[ABC][1]"):
        assert names_in(text, markdown=True) == []
    assert names_in("[SCHOOL NAME]: the handbook") == ["school_name"]


def test_the_same_name_is_one_field_however_it_is_written() -> None:
    reader = Reader()
    reader.marks("{{ school_name }}, [SCHOOL NAME]")
    reader.marks("School name: ____")
    [field] = reader.fields.values()
    assert (field.label, field.count, field.blank) == ("School name", 3, False)


def test_lines_with_the_same_words_are_different_blanks() -> None:
    reader = Reader()
    for _ in range(3):
        reader.marks("Signature: ____   Date: ____")
    assert [field.label for field in reader.fields.values()] == [
        "Signature", "Date", "Signature 2", "Date 2", "Signature 3", "Date 3",
    ]  # fmt: skip


def test_a_word_in_brackets_that_names_any_such_thing_is_asked_for_each_time() -> None:
    reader = Reader()
    reader.marks("From [DATE] to [DATE], signed by [DIRECTOR] and [DIRECTOR], {{ date }}")
    assert [(field.name, field.count, field.blank) for field in reader.fields.values()] == [
        ("date", 2, False), ("date_2", 1, True), ("director", 2, False),
    ]  # fmt: skip


def test_a_blank_cell_is_called_after_the_cell_beside_it() -> None:
    fields = found("word", word(cells=("Phone of the office", "________")))
    assert fields["phone_of_the_office"]["label"] == "Phone of the office"


def test_a_field_shows_the_words_around_it() -> None:
    fields = found("word", word("This agreement is between {{ school_name }} and [DISTRICT]."))
    assert fields["school_name"]["context"] == "This agreement is between ____ and …."


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("start_date", "date"), ("date_of_birth", "date"), ("school_phone", "phone"), ("contact_email", "email"),
        ("monthly_rent", "money"), ("number_of_seats", "number"), ("student_count", "number"), ("our_story", "long"),
        ("school_description", "long"), ("school_name", "line"), ("phone_tree", "line"), ("update", "line"),
        ("date_2", "date"), ("email_policy", "long"), ("license_number", "line"), ("school_year", "line"),
    ],
)  # fmt: skip
def test_the_name_says_what_kind_of_answer_it_takes(name: str, kind: str) -> None:
    assert names.kind_of(name) == kind


@pytest.mark.parametrize(
    ("kind", "answer", "before", "written"),
    [
        ("date", "2027-08-05", "", "August 5, 2027"), ("date", "in the fall", "", "in the fall"),
        ("money", "1200", "costs ", "$1,200"), ("money", "$1,200.5", "costs $ ", "1,200.50"),
        ("money", "by agreement", "costs ", "by agreement"), ("number", "1200", "", "1200"),
        ("number", "about 12", "", "about 12"), ("line", "=1+1", "", "=1+1"), ("money", "1,20", "", "1,20"),
    ],
)  # fmt: skip
def test_an_answer_is_written_as_people_write_it(kind: str, answer: str, before: str, written: str) -> None:
    assert names.value_of(kind, answer).after(before) == written


def test_abbreviations_stay_capital() -> None:
    assert [names.label_of(name) for name in ("school_ein", "mou_date", "id")] == ["School EIN", "MOU date", "ID"]


def test_fields_beyond_the_bound_are_counted_out_and_the_rest_stays() -> None:
    reader = Reader()
    reader.marks(" ".join(f"{{{{ field_{n} }}}}" for n in range(MOST_FIELDS + 20)))
    assert (len(reader.fields), reader.more) == (MOST_FIELDS, True)


@pytest.mark.parametrize("text", ["{{ " * 200_000, "[" * 500_000, "_" * 500_000, "__ / " * 100_000, "{{ a b" * 80_000])
def test_hostile_texts_take_no_time(text: str) -> None:
    began = time.process_time()
    names_in(text + "x")
    assert time.process_time() - began < 2


def test_what_is_put_in_goes_where_the_replaced_words_began() -> None:
    assert put_in(["a {{ sch", "ool", " }} b"], [(2, 14, "Cedar")]) == ["a Cedar", "", " b"]
    assert put_in(["", "abc", ""], [(0, 1, "x"), (2, 3, "y")]) == ["", "xby", ""]
    assert put_in([], []) == []
