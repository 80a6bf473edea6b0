"""The gallery, narrowed: every choice an address, and none shows what one may not see."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from community.library import indexing
from community.library.models import Document, several
from community.library.narrowing import Narrow, asked
from tests.cast import World
from tests.library.shelving import send_document, shelve
from tests.pages import Answer, link_named, text_of, titles
from tests.verbs import signed_in


@pytest.fixture
def shelf(world: World) -> None:
    """The newest last."""
    shelve(world.mona, "Old lease", category="agreements")  # of which nobody said anything
    shelve(
        world.mona, "Budget", category="budgets", stage="designing", schools=several(["private", "charter"]),
        grades=several(["K-2"]), file_kind="excel",
    )  # fmt: skip
    shelve(
        world.mona, "Agreement", category="agreements", stage="designing", schools=several(["district"]),
        grades=several(["K-2", "9-12"]), file_kind="word",
    )  # fmt: skip
    shelve(world.mona, "Secret plan", category="policies", stage="running", audience="moderators", file_kind="word")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stage=designing", ["Agreement", "Budget"]),
        ("stage=running", []),
        ("school=district", ["Agreement"]),
        ("school=charter", ["Budget"]),
        ("grades=K-2", ["Agreement", "Budget"]),
        ("grades=9-12", ["Agreement"]),
        ("format=excel", ["Budget"]),
        ("format=word", ["Agreement"]),
        ("format=slides", []),
        ("stage=designing&school=private&grades=K-2&format=excel&kind=budgets&q=budget", ["Budget"]),
        ("stage=designing&kind=agreements", ["Agreement"]),
        ("stage=x&school=%00&grades=2&format=%27", ["Agreement", "Budget", "Old lease"]),
        ("school=istrict", ["Agreement", "Budget", "Old lease"]),
        ("stage=designing&stage=running", []),
    ],
)
def test_a_choice_leaves_what_was_said_to_fit(world: World, shelf: None, query: str, found: list[str]) -> None:
    answer = signed_in(world.ada).get(f"/library/?{query}")
    assert (answer.status_code, titles(answer)) == (200, found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=CO", ["Colorado lease", "Lease for any state"]),
        ("state=OH", ["Lease for any state", "Two states"]),
        ("state=C", ["Colorado lease", "Lease for any state", "Two states"]),
        ("state=TX&q=lease", ["Lease for any state"]),
    ],
)
def test_by_state_comes_what_holds_there_and_what_holds_anywhere(world: World, query: str, found: list[str]) -> None:
    for title, where in (("Colorado lease", ["CO"]), ("Lease for any state", []), ("Two states", ["NE", "OH"])):
        shelve(world.mona, title, states=several(where))
    answer = signed_in(world.ada).get(f"/library/?{query}")
    assert sorted(titles(answer)) == found
    page = text_of(answer)
    assert ('<option value="CO" selected>Colorado</option>' in page) is ("CO" in query)
    assert ("Take away </span>Colorado" in page) is ("CO" in query)


def says(document: Document, words: str) -> None:
    """In its file."""
    version = document.versions.get()
    version.words = words
    indexing.index(document, version)


def test_what_stands_in_a_file_is_found_and_only_by_those_who_read_it(world: World) -> None:
    says(shelve(world.mona, "Handbook"), "The marshal counts the extinguishers each May.")
    says(shelve(world.mona, "Plan", audience="moderators"), "Extinguishers hang by the door.")
    says(shelve(world.ada, "Ours", shelf=world.cedar), "Extinguishers, as Cedar School has them.")
    ada = signed_in(world.ada)
    for words, found in (
        ("extinguish", ["Handbook"]), ("marshal extinguishers", ["Handbook"]), ("hand", ["Handbook"]),
        ("extinguishers handcuffs", []), ('"counts the"', ["Handbook"]), ("-marshal", []), ("%", []), ('"', []),
    ):  # fmt: skip
        answer = ada.get("/library/", {"q": words})
        assert (answer.status_code, titles(answer)) == (200, found), words
    assert titles(signed_in(world.mona).get("/library/?q=extinguishers")) == ["Plan", "Handbook"]
    assert 'All <span class="num">1</span>' in text_of(ada.get("/library/?q=extinguishers"))


def chips(answer: Answer) -> dict[str, tuple[str, bool]]:
    """What is written on each chip → where it leads, and whether it is chosen."""
    found = re.findall(r'<a class="chip" href="([^"]*)"( aria-current="true")?>([^<]+)', text_of(answer))
    return {words.strip(): (href.replace("&amp;", "&"), bool(on)) for href, on, words in found}


def test_chips_keep_what_else_is_chosen_and_a_chosen_one_takes_itself_away(world: World, shelf: None) -> None:
    page = signed_in(world.ada).get("/library/?stage=designing&q=e&format=word")
    found = chips(page)
    assert found["Designing"] == ("?q=e&format=word", True)
    assert found["Running"] == ("?q=e&stage=running&format=word", False)
    assert found["Charter"] == ("?q=e&stage=designing&school=charter&format=word", False)
    assert found["Agreements"][0] == "?q=e&kind=agreements&stage=designing&format=word"
    assert "Narrow further" in text_of(page)
    below = re.findall(r'href="([^"]*)"><span class="sr-only">Take away </span>(\w+)<', text_of(page))
    assert below == [("?q=e&amp;format=word", "Designing"), ("?q=e&amp;stage=designing", "Word")]
    assert link_named(page, "Take all away") == "?q=e"
    assert '<input type="hidden" name="stage" value="designing">' in text_of(page)


def test_where_nothing_is_chosen_nothing_can_be_taken_away(world: World, shelf: None) -> None:
    page = text_of(signed_in(world.ada).get("/library/?kind=budgets"))
    assert "Stage, school, grades, format" in page
    assert "Take away" not in page


def test_kinds_are_counted_as_narrowed_and_as_seen(world: World, shelf: None) -> None:
    path = "/library/?stage=running"
    assert 'All <span class="num">0</span>' in text_of(signed_in(world.ada).get(path))
    assert 'All <span class="num">1</span>' in text_of(signed_in(world.mona).get(path))


def test_where_nothing_fits_one_may_show_all(world: World, shelf: None) -> None:
    page = signed_in(world.ada).get("/library/?stage=running")
    assert "No template matches this." in text_of(page)
    assert link_named(page, "Show all") == "/library/"


def test_older_pages_stay_narrowed(world: World) -> None:
    for n in range(26):
        shelve(world.mona, f"Plan {n}", stage="running")
        shelve(world.mona, f"Other {n}", stage="launching")
    client = signed_in(world.ada)
    older = link_named(client.get("/library/?stage=running"), "Older templates")
    assert older is not None
    rest = titles(client.get(f"/library/{older}"))
    assert len(rest) == 2
    assert all(title.startswith("Plan") for title in rest)


@pytest.mark.parametrize(("days", "due"), [(-2, True), (0, False), (1, False), (None, False)])
def test_a_review_that_is_due_is_said(world: World, days: int | None, due: bool) -> None:
    day = None if days is None else timezone.localdate() + timedelta(days=days)
    document = shelve(world.mona, "Lease", review_by=day)
    client = signed_in(world.ada)
    assert ("Review due" in text_of(client.get("/library/"))) is due
    assert ("Review due since" in text_of(client.get(f"/library/{document.pk}/"))) is due


def test_what_somebody_shares_is_found_by_its_format(world: World) -> None:
    send_document(signed_in(world.mona))
    assert titles(signed_in(world.ada).get("/library/?format=text")) == ["The plan"]


def test_whoever_shares_says_for_whom_it_is(world: World) -> None:
    send_document(
        signed_in(world.mona), stage="running", schools=["charter", "district"], grades=["9-12"], states="co, OH",
        review_by="2027-08-01",
    )  # fmt: skip
    document = Document.objects.get()
    assert (document.stage, document.schools, document.grades) == ("running", " charter district ", " 9-12 ")
    assert document.states == " CO OH "
    assert document.review_by == date(2027, 8, 1)
    assert titles(signed_in(world.ada).get("/library/?stage=running&school=district&grades=9-12")) == ["The plan"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("review_by", "soon", "Give a day, such as 2027-08-01."), ("schools", ["military"], "military is not one of"),
        ("stage", "dreaming", "dreaming is not one of"), ("grades", ["13"], "13 is not one of"),
        ("states", "CO, Ohio", "“OHIO” is no state. Write them as CO, OH."),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_told_at_its_field(world: World, field: str, value: Any, sentence: str) -> None:
    answer = send_document(signed_in(world.mona), **{field: value})
    page = text_of(answer)
    assert (answer.status_code, Document.objects.count()) == (422, 0)
    assert sentence in page
    assert 'value="The plan"' in page


def test_narrowing_asks_no_more_than_looking(world: World, shelf: None, django_assert_max_num_queries: Any) -> None:
    client = signed_in(world.ada)
    client.get("/library/")
    with django_assert_max_num_queries(8) as plain:
        client.get("/library/")
    with django_assert_max_num_queries(len(plain)):
        client.get("/library/?stage=designing&school=private&grades=K-2&format=excel")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(None, ""), (0, ""), (20, "20 minutes"), (60, "an hour"), (75, "an hour"), (90, "1½ hours"), (240, "4 hours")],
)
def test_how_long_it_takes_in_words(minutes: int | None, words: str) -> None:
    assert Document(minutes=minutes).time_needed == words


def test_an_address_is_read_and_written_back() -> None:
    narrow = asked({"q": " a\x00 & b ", "kind": "budgets", "stage": "nonsense", "grades": "3-5"})
    assert narrow == Narrow(q="a & b", kind="budgets", grades="3-5")
    assert narrow.at(kind="") == "?q=a+%26+b&grades=3-5"
    assert (Narrow().at(), Narrow().at(before="x~y")) == ("?", "?before=x~y")
