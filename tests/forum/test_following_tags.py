"""Follow levels of tags: as of spaces, across them; the question goes before both, and peace before the rest."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from community.forum import actions as forum
from community.forum.following import takeout
from community.forum.following.models import Follow
from community.forum.models import Tag, Thread
from community.members.models import Member
from moderation.actions.leaving import leave
from tests.cast import World, grants
from tests.forum.test_following import follow, kinds, marked, naming
from tests.pages import text_of
from tests.verbs import ask, reply, signed_in


@pytest.fixture
def leases(world: World) -> Tag:
    forum.make_tag(grants(world.mona), name="Doors", meaning="Ways in.")
    return forum.make_tag(grants(world.mona), name="Leases", meaning="Renting a house.")


def hears(member: Member, level: str, slug: str = "leases") -> None:
    assert signed_in(member).post(f"/forum/tags/{slug}/follow/", {"level": level}).status_code == 302


def tagged(world: World, title: str = "Who has a lease?", *more: str, by: str = "ada", **facts: Any) -> Thread:
    return ask(world.people[by], facts.pop("space", world.commons), title, tags=["leases", *more], **facts)


def test_cleo_hears_of_new_questions_with_a_tag_and_watching_of_every_reply(world: World, leases: Tag) -> None:
    hears(world.cleo, "first")
    hears(world.fay, "watch")
    ask(world.ada, world.commons, "Without it")
    thread = tagged(world)
    reply(world.ben, thread)
    assert (kinds(world.cleo), kinds(world.fay)) == (["thread.new"], ["thread.new", "post.followed"])


@pytest.mark.parametrize("level", ["track", "normal", "mute", "nonsense", ""])
def test_no_other_level_tells(world: World, leases: Tag, level: str) -> None:
    hears(world.cleo, level)
    reply(world.ben, tagged(world))
    assert kinds(world.cleo) == []


def test_a_space_and_two_tags_tell_once(world: World, leases: Tag) -> None:
    for slug in ("leases", "doors"):
        hears(world.cleo, "watch", slug)
    follow(world.cleo, world.commons, "watch")
    thread = tagged(world, "Both", "doors")
    reply(world.ben, thread, naming("cleo"))
    assert sorted(kinds(world.cleo)) == ["post.mention", "thread.new"]


def test_peace_goes_before_what_is_watched_and_the_question_before_both(world: World, leases: Tag) -> None:
    follow(world.cleo, world.commons, "watch")
    hears(world.cleo, "mute")
    hears(world.fay, "watch")
    follow(world.fay, world.commons, "mute")
    thread = tagged(world)
    reply(world.ben, thread, naming("cleo"))
    assert (kinds(world.cleo), kinds(world.fay)) == ([], [])
    follow(world.cleo, thread, "watch")
    reply(world.ben, thread)
    assert (kinds(world.cleo), kinds(world.fay)) == (["post.followed"], [])


def test_what_is_muted_is_neither_unread_nor_on_ones_home(world: World, leases: Tag) -> None:
    tagged(world, "Quiet"), ask(world.ada, world.commons, "Loud")
    assert marked(world.cleo, "/forum/") == ["Loud", "Quiet"]
    hears(world.cleo, "mute")
    assert marked(world.cleo, "/forum/") == ["Loud"]
    assert marked(world.cleo, "/forum/?show=unread") == ["Loud"]
    home = text_of(signed_in(world.cleo).get("/"))
    assert ("Loud" in home, "Quiet" in home) == (True, False)
    assert "Quiet" in text_of(signed_in(world.cleo).get("/forum/tags/leases/"))  # to be found all the same
    follow(world.cleo, Thread.objects.get(title="Quiet"), "track")
    assert marked(world.cleo, "/forum/") == ["Loud", "Quiet"]


def test_muted_by_a_tag_alone_a_space_has_no_dot(world: World, leases: Tag) -> None:
    thread = tagged(world)
    assert ", unread" in text_of(signed_in(world.cleo).get("/help/"))
    hears(world.cleo, "mute")
    assert ", unread" not in text_of(signed_in(world.cleo).get("/help/"))
    follow(world.cleo, thread, "normal")
    assert ", unread" in text_of(signed_in(world.cleo).get("/help/"))


def test_tracked_it_stands_among_what_cleo_follows_and_ones_own_is_ones_own(world: World, leases: Tag) -> None:
    hears(world.cleo, "track")
    hears(world.ada, "mute")
    thread = tagged(world)
    assert marked(world.cleo, "/forum/?show=following") == ["Who has a lease?"]
    page = text_of(signed_in(world.cleo).get(f"/forum/t/{thread.key}/"))
    assert re.findall(r'name="level" value="(\w+)"[^>]*aria-current="true"', page) == ["track"]
    reply(world.ben, thread)
    assert kinds(world.ada) == ["post.reply"]


def test_a_tag_shows_nobody_what_they_may_not_read(world: World, leases: Tag) -> None:
    hears(world.cleo, "watch")
    hears(world.ben, "watch")
    tagged(world, space=world.spring_space)
    tagged(world, by="fay", hide=True)
    assert (kinds(world.cleo), kinds(world.ben)) == ([], ["thread.new", "thread.new"])


def test_the_tag_and_ones_own_page_show_what_is_chosen(world: World, leases: Tag) -> None:
    client = signed_in(world.cleo)
    assert "You hear what everybody hears" in text_of(client.get("/forum/following/"))
    hears(world.cleo, "first")
    follow(world.cleo, world.commons, "mute")
    page = text_of(client.get("/forum/tags/leases/"))
    assert re.findall(r'name="level" value="(\w+)"[^>]*aria-current="true"', page) == ["first"]
    page = text_of(client.get("/forum/following/"))
    assert re.findall(r'name="level" value="(\w+)"[^>]*aria-current="true"', page) == ["mute", "first"]
    assert ">Leases</a>" in page
    assert "Leases" not in text_of(signed_in(world.ben).get("/forum/following/"))
    assert "/forum/following/" in text_of(client.get("/you/"))


def test_a_merged_tag_takes_its_followers_along_and_tells_each_once(world: World, leases: Tag) -> None:
    for slug in ("leases", "doors"):
        hears(world.cleo, "first", slug)
    hears(world.fay, "watch", "doors")
    forum.merge_tags(grants(world.mona), Tag.objects.get(slug="doors"), into="leases")
    hears(world.fay, "first", "doors")  # its address leads there
    assert sorted(Follow.objects.values_list("member__handle", "tag__slug", "level")) == [
        ("cleo", "leases", "first"), ("fay", "leases", "first"),
    ]  # fmt: skip
    tagged(world)
    assert kinds(world.cleo) == kinds(world.fay) == ["thread.new"]


def test_it_is_in_what_one_takes_along_and_goes_with_whoever_leaves(world: World, leases: Tag) -> None:
    hears(world.cleo, "mute")
    [words] = takeout.read(world.cleo.pk)
    assert (words.where, words.title, words.facts["level"]) == ("Leases", "A tag", "mute")
    assert json.dumps(words.facts).count("/forum/tags/leases/") == 1
    leave(grants(world.cleo), words="stay")
    assert not Follow.objects.exists()


def test_the_database_takes_one_thing_a_row(world: World, leases: Tag) -> None:
    for facts in ({"tag": leases, "space": world.commons}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(member=world.cleo, level="watch", **facts)
