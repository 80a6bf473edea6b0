"""There is no directory: one finds one's team, one's cohorts, the moderators, and who lets themselves be found."""

from __future__ import annotations

import pytest
from django.test import Client

from community import ratelimits
from community.members import queries
from community.members.models import Member
from tests.cast import World, grants, person
from tests.pages import text_of
from tests.verbs import ask, reply, signed_in


def lets_be_found(member: Member, **given: str) -> None:
    assert signed_in(member).post("/you/privacy/", given).status_code == 302
    member.refresh_from_db()


def found_by(client: Client, words: str) -> set[str]:
    page = text_of(client.get("/people/", {"q": words}))
    return {handle for handle in ("ada", "ben", "cleo", "fay") if f'"/people/{handle}/"' in page}


def test_cleo_is_found_by_ada_only_when_she_wants_to(world: World) -> None:
    ada = signed_in(world.ada)
    assert found_by(ada, "Cleo") == set()
    lets_be_found(world.cleo, listed="1")
    assert found_by(ada, "Cleo") == {"cleo"}
    assert "Other members" in text_of(ada.get("/people/?q=Cleo"))
    assert "/people/cleo/" in text_of(ada.get("/search/?q=Cleo"))
    lets_be_found(world.cleo)
    assert found_by(ada, "Cleo") == set()
    assert "/people/cleo/" not in text_of(ada.get("/search/?q=Cleo"))


@pytest.mark.parametrize("words", ["", "C", " c ", "%", "_"])
def test_without_a_search_of_two_letters_nobody_is_listed(world: World, words: str) -> None:
    lets_be_found(world.cleo, listed="1")
    assert "cleo" not in found_by(signed_in(world.ada), words)


def test_a_search_shows_twenty_strangers_at_most(world: World) -> None:
    for number in range(25):
        person(f"zoe{number}", world.dune, listed=True)
    assert len(queries.strangers_for(grants(world.ada), "zoe")) == 20


def test_who_is_not_here_is_not_found(world: World) -> None:
    Member.objects.filter(handle__in=("rex", "lea", "sue")).update(listed=True, organization=world.dune)
    assert queries.strangers_for(grants(world.cleo), "rex") == []
    assert queries.strangers_for(grants(world.ada), "dune") == []


def test_who_leafs_through_the_pages_of_people_is_slowed_down(world: World) -> None:
    client = signed_in(world.ada)
    most = ratelimits.BUDGETS["people"].most
    answers = [client.get(f"/people/nobody-{number}/").status_code for number in range(most)]
    assert set(answers) == {404}
    slow = client.get("/people/ben/")
    assert slow.status_code == 429
    assert "You have opened many people&#39;s pages." in text_of(slow)
    assert signed_in(world.ben).get("/people/ada/").status_code == 200, "others go on"


def test_who_searches_people_too_often_is_slowed_down(world: World) -> None:
    client = signed_in(world.ada)
    answers = [client.get("/people/?q=zoe").status_code for _ in range(ratelimits.BUDGETS["search"].most + 1)]
    assert (set(answers[:-1]), answers[-1]) == ({200}, 429)


# ---- menus of names -------------------------------------------------------------------------


def offered(client: Client, words: str, path: str = "/forum/in/commons/mentions/", **more: str) -> set[str]:
    found = {one["handle"] for one in client.get(path, {"q": words, **more}).json()["people"]}
    assert {one for one in found if one.startswith("cohort:")} <= {"cohort:spring"}, "her own, and no other"
    return found - {"cohort:spring"}


def test_the_menu_of_a_place_for_all_is_no_directory(world: World) -> None:
    ada = signed_in(world.ada)
    assert offered(ada, "") == {"ada", "ben", "fay", "mona", "olga", "ron"}
    assert offered(ada, "cl") == set()
    assert offered(ada, "cleo") == {"cleo"}, "a handle one knows"
    lets_be_found(world.cleo, listed="1")
    assert offered(ada, "cl") == {"cleo"}
    assert "cleo" not in offered(ada, "c")


def test_who_has_written_in_a_thread_is_offered_there(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.cleo, thread)
    ada = signed_in(world.ada)
    assert offered(ada, "cl", thread=str(thread.key)) == {"cleo"}
    assert "cleo" not in offered(ada, "cl", thread="nonsense")
    world.spring_space.cohort = world.autumn
    world.spring_space.save()
    hidden = ask(world.cleo, world.spring_space)
    assert offered(ada, "cl", thread=str(hidden.key)) == set(), "who writes where Ada cannot read"


def test_a_moderator_is_offered_everybody(world: World) -> None:
    assert "cleo" in offered(signed_in(world.mona), "c")
