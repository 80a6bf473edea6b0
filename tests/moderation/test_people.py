"""The list of the desk: everybody, found by words and standings, page by page."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from community.members.models import Member
from moderation import queries
from moderation.access.decision import Absent
from tests.cast import World, grants, person
from tests.pages import Answer, link_named, text_of
from tests.verbs import signed_in

NAMES = re.compile(r'<a class="case-row" href="/moderation/people/([\w-]+)/')
HOSTILE = (
    "\x00", "%", "_", "'", '"><script>alert(1)</script>', "\\", "a" * 3000, "~", "~1", "Ben~", "\x00~1", "ben~x",
    "Ben~" + "9" * 30, "Ben~" + "9" * 5000, "Ben~²", "Ben~٣", "\ud800", "مرحبا", "a\nb", "a " * 60, "-1",
)  # fmt: skip


def listed(answer: Answer) -> list[str]:
    """The handles the list shows, in its order."""
    return NAMES.findall(text_of(answer))


def desk(client: Client, **query: str) -> Answer:
    return client.get("/moderation/", query)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["ada", "ben", "cleo", "fay", "lea", "mona", "nia", "olga", "rex", "ron", "sue"]),
        ("be", ["ben"]),
        ("BEN@SCHOOL.TEST", ["ben"]),
        ("dune", ["cleo", "fay", "olga"]),
        ("dune cle", ["cleo"]),
        ("cle dune school", ["cleo"]),
        ("o dune", ["cleo", "fay", "olga"]),
        ("  ada  ", ["ada"]),
        ("nobody", []),
        ("ada ben", []),
    ],
)
def test_people_are_found_by_name_school_address_or_handle(world: World, words: str, found: list[str]) -> None:
    assert listed(desk(signed_in(world.mona), q=words)) == found


@pytest.mark.parametrize(
    ("standing", "found"),
    [
        ("suspended", ["sue"]),
        ("removed", ["rex"]),
        ("left", ["lea"]),
        ("read_only", ["ron"]),
        ("moderator", ["mona"]),
        ("owner", ["olga"]),
        ("applicant", []),
    ],
)
def test_people_are_filtered_by_where_they_stand(world: World, standing: str, found: list[str]) -> None:
    assert listed(desk(signed_in(world.mona), standing=standing)) == found


def test_a_standing_that_is_none_filters_nothing(world: World) -> None:
    for standing in ("king", "Active", "' OR 1=1", "active,left"):
        assert len(listed(desk(signed_in(world.mona), standing=standing))) == len(world.people)


def test_words_standing_and_organization_narrow_together(world: World) -> None:
    client = signed_in(world.mona)
    assert listed(desk(client, standing="active", organization="dune")) == ["cleo", "fay", "olga"]
    assert listed(desk(client, standing="active", organization="dune", q="fay")) == ["fay"]
    assert listed(desk(client, organization="nowhere")) == []
    assert "Nobody matches." in text_of(desk(client, q="nobody"))


def test_the_chips_count_everybody_of_a_standing(world: World) -> None:
    page = text_of(desk(signed_in(world.mona), q="ada"))
    assert "11 people" in page
    counted = dict(re.findall(r">([\w-]+) <span class=\"num\">(\d+)</span>", page))
    assert counted == {"All": "11", "Active": "7", "Read-only": "1", "Paused": "1", "Removed": "1", "Left": "1"}


def follow(client: Client, **query: str) -> list[list[str]]:
    pages, answer = [], desk(client, **query)
    for _ in range(20):
        pages.append(listed(answer))
        more = link_named(answer, "More people")
        if more is None:
            return pages
        answer = client.get("/moderation/" + more)
    raise AssertionError("the list does not end")


def test_everybody_is_on_exactly_one_page(world: World) -> None:
    """Also where many have the same name, and whatever characters are in it."""
    for number, name in enumerate(["Same Name"] * 60 + ["O'Neil & ~ Sons ~9", "Zoë+Ñandú%20"] * 20):
        Member.objects.filter(pk=person(f"many{number}", world.dune).pk).update(name=name)
    pages = follow(signed_in(world.mona))
    assert [len(page) for page in pages] == [50, 50, 11]
    seen = [handle for page in pages for handle in page]
    assert sorted(seen) == sorted(Member.objects.values_list("handle", flat=True))
    assert len(set(seen)) == len(seen)


def test_the_next_page_keeps_what_was_searched_for(world: World) -> None:
    for number in range(60):
        person(f"zoe{number:02}", world.dune, standing="left")
    pages = follow(signed_in(world.mona), q="zoe", standing="left")
    assert [len(page) for page in pages] == [50, 10]
    link = text_of(desk(signed_in(world.mona), q="zoe & co", standing="left"))
    assert 'name="q" value="zoe &amp; co"' in link


def test_from_a_person_one_comes_back_to_the_same_search(world: World) -> None:
    client = signed_in(world.mona)
    page = text_of(desk(client, q="dune", standing="active"))
    [place] = [html.unescape(found) for found in re.findall(r'href="(/moderation/people/cleo/[^"]*)"', page)]
    assert parse_qs(urlsplit(place).query) == {"q": ["dune"], "standing": ["active"]}
    assert listed(client.get(place)) == ["cleo", "fay", "olga"]


@pytest.mark.parametrize("field", ["q", "after", "organization", "standing"])
def test_no_words_break_the_desk(world: World, field: str) -> None:
    client = signed_in(world.mona)
    for value in HOSTILE:
        answer = client.get("/moderation/", {field: value.encode("utf-8", "surrogatepass")})
        assert answer.status_code == 200, value
        assert "<script>alert" not in text_of(answer)


def test_the_page_of_a_person_says_who_they_are(world: World) -> None:
    page = text_of(signed_in(world.mona).get("/moderation/people/ben/"))
    for words in ("<dd>ben@school.test</dd>", "<dd>@ben</dd>", "<dd>Member</dd>", "<dd>Not yet</dd>", "Nothing yet."):
        assert words in page


def test_somebody_who_has_not_come_yet_has_a_page_too(world: World) -> None:
    person("ines", world.cedar, standing="invited")
    Member.objects.filter(handle="ines").update(joined_at=None, organization=None)
    page = text_of(signed_in(world.mona).get("/moderation/people/ines/"))
    assert "Not joined yet" in page
    assert "No organization" in page


@pytest.mark.parametrize("name", ["ada", "fay", "ron"])
def test_the_desk_is_not_there_for_members(world: World, name: str) -> None:
    who = grants(world.people[name])
    for read in (
        lambda: queries.people_for(who),
        lambda: queries.counts_by_standing(who),
        lambda: queries.person_for(who, "ben"),
        lambda: queries.log_for(who),
        lambda: queries.open_invitations(who),
        lambda: queries.invitation_for(who, 1),
    ):
        with pytest.raises(Absent):
            read()


def test_somebody_who_is_not_there_is_absent_for_moderators_too(world: World) -> None:
    client = signed_in(world.mona)
    for path in ("/moderation/people/nobody/", "/moderation/people/nobody/suspend/"):
        answer: Any = client.get(path) if path.endswith("nobody/") else client.post(path)
        assert answer.status_code == 404
    assert client.post("/moderation/invitations/999999/revoke/").status_code == 404
    assert client.post(f"/moderation/invitations/{'9' * 25}/revoke/").status_code == 404
