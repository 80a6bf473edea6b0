from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from community.library import queries
from community.library.models import Document
from moderation.access.standing import Audience
from tests.cast import INSIDE, World, grants
from tests.library.shelving import shelve
from tests.pages import Answer, link_named, text_of, titles
from tests.verbs import signed_in


def chips(answer: Answer) -> dict[str, int]:
    """How many documents of each kind the page says there are."""
    found = re.findall(r'<a class="chip"[^>]*>([^<]*) <span class="num">(\d+)</span>', text_of(answer))
    return {kind: int(number) for kind, number in found}


@pytest.fixture
def shelf(world: World) -> dict[str, Document]:
    """A document for each audience, the newest last."""
    return {
        "all": shelve(world.mona, "Lease for a hall", category="agreements", summary="Fish & chips allowed."),
        "spring": shelve(world.mona, "Spring budget", category="budgets", audience="cohort", cohort=world.spring),
        "autumn": shelve(world.olga, "Autumn budget", category="budgets", audience="cohort", cohort=world.autumn),
        "table": shelve(world.mona, "Incident notes", category="policies", audience="moderators"),
    }


SEEN = {
    "ada": ["Lease for a hall", "Spring budget"],
    "ben": ["Lease for a hall", "Spring budget"],
    "fay": ["Lease for a hall", "Spring budget"],
    "ron": ["Lease for a hall", "Spring budget"],
    "cleo": ["Autumn budget", "Lease for a hall"],
    "mona": ["Autumn budget", "Incident notes", "Lease for a hall", "Spring budget"],
    "olga": ["Autumn budget", "Incident notes", "Lease for a hall", "Spring budget"],
}


@pytest.mark.parametrize("person", INSIDE)
def test_everybody_sees_their_part_of_the_shelf(world: World, shelf: dict[str, Document], person: str) -> None:
    answer = signed_in(world.people[person]).get("/library/")
    assert sorted(titles(answer)) == SEEN[person]
    assert chips(answer)["All"] == len(SEEN[person])


def test_numbers_count_only_what_one_may_see(world: World, shelf: dict[str, Document]) -> None:
    assert chips(signed_in(world.ada).get("/library/")) == {"All": 2, "Agreements": 1, "Budgets": 1}
    assert chips(signed_in(world.mona).get("/library/?q=budget")) == {"All": 2, "Budgets": 2}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=lease", ["Lease for a hall"]),
        ("q=LEASE+hall", ["Lease for a hall"]),
        ("q=hall+lease", ["Lease for a hall"]),
        ("q=lease+budget", []),
        ("q=fish+%26+chips", ["Lease for a hall"]),
        ("q=agreements", ["Lease for a hall"]),
        ("q=mona", ["Spring budget", "Lease for a hall"]),
        ("q=autumn", []),
        ("q=incident", []),
        ("q=%25", []),
        ("q=_", []),
        ("q=%00lease", ["Lease for a hall"]),
        ("q=%E2%80%AElease", ["Lease for a hall"]),
        ("q=%ED%A0%80", []),
        ("q='%22)%3B--", []),
        ("q=" + "x" * 5000, []),
        ("q=+++", ["Spring budget", "Lease for a hall"]),
        ("kind=budgets", ["Spring budget"]),
        ("kind=budgets&q=lease", []),
        ("kind=nonsense", ["Spring budget", "Lease for a hall"]),
        ("kind=%00", ["Spring budget", "Lease for a hall"]),
    ],
    ids=lambda value: str(value)[:30],
)
def test_searching_the_shelf(world: World, shelf: dict[str, Document], query: str, found: list[str]) -> None:
    answer = signed_in(world.ada).get(f"/library/?{query}")
    assert (answer.status_code, titles(answer)) == (200, found)


def test_words_with_letters_of_two_parts_are_found_as_they_are_stored(world: World) -> None:
    shelve(world.mona, "Résumé")
    assert titles(signed_in(world.ada).get("/library/", {"q": "re\u0301sume\u0301"})) == ["Résumé"]


def test_a_search_is_written_back_harmlessly(world: World) -> None:
    page = text_of(signed_in(world.ada).get("/library/", {"q": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page
    assert "No template matches “&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;”." in page


def test_an_empty_shelf_says_what_to_do(world: World) -> None:
    assert "No templates yet." in text_of(signed_in(world.ada).get("/library/"))
    assert link_named(signed_in(world.ada).get("/library/"), "Share a template") is None
    assert link_named(signed_in(world.mona).get("/library/"), "Share a template") == "/library/share/"


def test_the_shelf_is_read_page_by_page_without_a_gap_or_a_repeat(world: World) -> None:
    start = timezone.now() - timedelta(days=2)
    for n in range(60):
        shelve(world.mona, f"Template {n}", at=start + timedelta(minutes=n // 5))  # five at a time share a moment
    client, seen, path = signed_in(world.ada), [], "/library/"
    while True:
        page = client.get(path)
        seen += titles(page)
        older = link_named(page, "Older templates")
        if older is None:
            break
        path = f"/library/{older}"
        shelve(world.mona, f"Newcomer {len(seen)}")
    assert sorted(seen) == sorted(f"Template {n}" for n in range(60))


def test_older_pages_keep_the_search(world: World) -> None:
    for n in range(26):
        shelve(world.mona, f"Plan & {n}", category="budgets")
    shelve(world.mona, "Other", category="budgets")
    first = signed_in(world.ada).get("/library/?kind=budgets&q=plan+%26")
    older = link_named(first, "Older templates")
    assert older is not None
    assert len(titles(signed_in(world.ada).get(f"/library/{older}"))) == 2


@pytest.mark.parametrize(
    "bent",
    [
        "x", "~", "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00~x", f"2026-01-01T00:00:00~{uuid4()}",
        f"0001-01-01T00:00:00+23:59~{uuid4()}", f"9999-12-31T23:59:59-23:59~{uuid4()}", f"%00~{uuid4()}", "~" * 2000,
        f"2026-13-45T00:00:00+00:00~{uuid4()}",
    ],
    ids=lambda value: str(value)[:30],
)  # fmt: skip
def test_an_address_somebody_bent_begins_at_the_top(world: World, bent: str) -> None:
    shelve(world.mona, "Lease")
    answer = signed_in(world.ada).get("/library/", {"before": bent})
    assert (answer.status_code, titles(answer)) == (200, ["Lease"])


@pytest.mark.parametrize("place", ["0001-01-01T00:00:00+00:00", "1969-12-31T23:59:59-12:00"])
def test_before_everything_there_is_nothing(world: World, place: str) -> None:
    shelve(world.mona, "Lease")
    assert titles(signed_in(world.ada).get("/library/", {"before": f"{place}~{uuid4()}"})) == []


def test_a_document_without_a_version_is_not_there_yet(world: World) -> None:
    Document.objects.filter(pk=shelve(world.mona, "Draft").pk).update(latest_number=0)
    who = grants(world.olga)
    assert queries.documents_for(who) == []
    assert (queries.counts_by_category(who), list(queries.newest_for(who, 3))) == ({}, [])


def test_the_shelf_asks_as_much_for_twenty_documents_as_for_two(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(world.ada)
    client.get("/library/")
    counts = []
    for more in (2, 18):
        for n in range(more):
            shelve(world.mona, f"Template {n}")
        with django_assert_max_num_queries(8) as asked:
            client.get("/library/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_audience_names_its_cohort(world: World) -> None:
    assert queries.cohort_id_of("spring") == world.spring.pk
    assert queries.cohort_id_of("no-such-cohort") is None
    assert shelve(world.mona, audience=Audience.COHORT, cohort=world.spring).cohort == world.spring
