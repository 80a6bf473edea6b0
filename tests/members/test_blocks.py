"""Ada wants nothing of Ben at first sight: his words are folded, nothing of his rings her bell, he is told nothing."""

from __future__ import annotations

import pytest

from community.members import actions
from community.members.models import Block, Member
from moderation.access.decision import Denied
from tests.cast import World, grants
from tests.cohorts.talking import look
from tests.forum.forms import place
from tests.pages import text_of
from tests.verbs import ask, reply, say, signed_in

FOLD = "You blocked Ben. Show this once"


def blocks(member: Member, handle: str, **more: str) -> int:
    return int(signed_in(member).post(f"/people/{handle}/block/", more).status_code)


@pytest.fixture
def blocked(world: World) -> World:
    assert blocks(world.ada, "ben") == 302
    return world


def test_what_he_writes_is_folded_for_her_and_for_nobody_else(blocked: World) -> None:
    thread = ask(blocked.ada, blocked.commons)
    reply(blocked.ben, thread, "<p>Plant beans</p>")
    pages = {name: text_of(signed_in(blocked.people[name]).get(place(thread))) for name in ("ada", "fay", "ben")}
    assert {name: page.count(FOLD) for name, page in pages.items()} == {"ada": 1, "fay": 0, "ben": 0}
    assert pages["ada"].index(FOLD) < pages["ada"].index("Plant beans"), "it can be opened"
    own = ask(blocked.ben, blocked.commons, title="Where to put beans?")
    assert text_of(signed_in(blocked.ada).get(place(own))).count(FOLD) == 1


def test_in_rooms_too_without_scripts_and_with_them(blocked: World) -> None:
    say(blocked.ben, blocked.room, "Beans!")
    page = text_of(look(signed_in(blocked.ada), blocked.room))
    assert page.count(FOLD) == 1
    assert f'"blocked": [{blocked.ben.pk}]' in page
    assert FOLD not in text_of(look(signed_in(blocked.fay), blocked.room))


def test_nothing_of_his_is_in_her_inbox(blocked: World) -> None:
    thread = ask(blocked.ada, blocked.spring_space)
    reply(blocked.ben, thread, '<p><span data-mention="ada">@ada</span></p>')
    say(blocked.ben, blocked.room, "@ada and @fay, beans?")
    assert not blocked.ada.notices.exists()
    assert blocked.fay.notices.count() == 1
    reply(blocked.fay, thread)
    assert blocked.ada.notices.count() == 1


def test_he_is_told_nothing(blocked: World) -> None:
    for path in ("/", "/people/ada/", "/notices/", "/you/"):
        assert "locked" not in text_of(signed_in(blocked.ben).get(path)).replace("Blocked", "").lower().replace(
            "block ada", ""
        ), path


def test_she_takes_it_back_on_his_page_or_on_her_own(blocked: World) -> None:
    assert "Unblock Ben" in text_of(signed_in(blocked.ada).get("/people/ben/"))
    assert "Unblock" in text_of(signed_in(blocked.ada).get("/you/"))
    answer = signed_in(blocked.ada).post("/people/ben/block/", {"off": "1", "from": "you"})
    assert answer["Location"] == "/you/?saved=privacy#privacy"
    assert not Block.objects.exists()
    assert "Unblock" not in text_of(signed_in(blocked.ada).get("/you/"))


def test_blocking_twice_is_blocking_once(blocked: World) -> None:
    assert blocks(blocked.ada, "ben") == 302
    assert Block.objects.count() == 1
    assert grants(blocked.ada).blocked_ids == {blocked.ben.pk}


@pytest.mark.parametrize("handle", ["mona", "olga", "ada"])
def test_moderators_and_oneself_cannot_be_blocked(world: World, handle: str) -> None:
    assert blocks(world.ada, handle) == 403
    with pytest.raises(Denied):
        actions.block(grants(world.ada), world.people[handle])
    assert not Block.objects.exists()


def test_who_becomes_a_moderator_is_read_by_everybody(blocked: World) -> None:
    thread = ask(blocked.ada, blocked.commons)
    reply(blocked.ben, thread)
    Member.objects.filter(handle="ben").update(role="moderator")
    assert FOLD not in text_of(signed_in(blocked.ada).get(place(thread)))


def test_who_is_not_here_cannot_be_blocked(world: World) -> None:
    for handle in ("rex", "nobody"):
        assert blocks(world.ada, handle) == 404
