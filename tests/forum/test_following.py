"""Follow levels: everybody hears what they chose, nothing of what they may not read, and nothing twice."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cohorts import actions as cohorts
from community.forum import actions as forum
from community.forum.following import actions, queries
from community.forum.following.levels import Level, Wish
from community.forum.following.models import Follow
from community.forum.models import Space, Thread
from community.members.models import Member
from moderation.actions.leaving import leave
from tests.cast import World, grants, person
from tests.forum.forms import act, place
from tests.pages import text_of, titles
from tests.verbs import ask, carry_out_jobs, reply, signed_in


def follow(member: Member, what: Thread | Space, level: str) -> None:
    at = place(what) if isinstance(what, Thread) else f"/forum/in/{what.slug}/"
    assert signed_in(member).post(f"{at}follow/", {"level": level}).status_code == 302


def told(member: Member) -> list[tuple[str, str]]:
    """Kind and subject of every notice, once the jobs are done."""
    carry_out_jobs()
    return list(member.notices.order_by("pk").values_list("kind", "subject"))


def kinds(member: Member) -> list[str]:
    return [kind for kind, _ in told(member)]


def naming(handle: str) -> str:
    return f'<p><span data-mention="{handle}">@{handle}</span> look</p>'


# ---- a question -------------------------------------------------------------------------------


def test_cleo_hears_of_every_reply_to_a_question_she_watches(world: World) -> None:
    thread = ask(world.ada, world.commons)
    follow(world.cleo, thread, "watch")
    first, second = reply(world.ben, thread), reply(world.fay, thread)
    assert told(world.cleo) == [("post.followed", str(first.pk)), ("post.followed", str(second.pk))]
    assert "replied to “How do you do it?”, which you follow" in text_of(signed_in(world.cleo).get("/notices/"))
    assert kinds(world.ada) == ["post.reply", "post.reply"]  # hers, as ever


@pytest.mark.parametrize("level", ["track", "normal", "mute", "nonsense", ""])
def test_no_other_level_tells_of_replies_to_others(world: World, level: str) -> None:
    thread = ask(world.ada, world.commons)
    follow(world.cleo, thread, level)
    reply(world.ben, thread)
    assert told(world.cleo) == []


def test_nobody_is_told_twice_or_of_their_own_words(world: World) -> None:
    thread = ask(world.ada, world.commons)
    for member in (world.ada, world.ben, world.cleo):
        follow(member, thread, "watch")
        follow(member, world.commons, "watch")
    reply(world.ben, thread, naming("cleo"))
    assert (kinds(world.ada), kinds(world.ben), kinds(world.cleo)) == (["post.reply"], [], ["post.mention"])


def test_who_has_read_the_reply_by_then_is_not_told(world: World) -> None:
    thread = ask(world.ada, world.commons)
    follow(world.cleo, thread, "watch")
    made = reply(world.ben, thread)
    signed_in(world.cleo).post(f"{place(thread)}read/", {"number": made.number})
    assert told(world.cleo) == []


def test_ada_is_left_in_peace_by_her_own_question_when_she_says_so(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    assert kinds(world.ada) == ["post.reply"]
    follow(world.ada, thread, "mute")
    answer = reply(world.ada, thread)
    reply(world.ben, thread, naming("ada"), to=answer.number)
    forum.choose_answer(grants(world.mona), answer)
    assert kinds(world.ada) == ["post.reply"]


def test_normal_is_to_be_answered_or_mentioned(world: World) -> None:
    thread = ask(world.ada, world.commons)
    follow(world.ada, thread, "normal")
    helping = reply(world.cleo, thread)
    follow(world.cleo, thread, "normal")
    reply(world.ben, thread)
    assert (told(world.ada), told(world.cleo)) == ([], [])
    reply(world.ben, thread, naming("ada"), to=helping.number)
    assert (kinds(world.ada), kinds(world.cleo)) == (["post.mention"], ["post.reply"])


# ---- a space ----------------------------------------------------------------------------------


def test_a_space_tells_of_its_new_questions(world: World) -> None:
    follow(world.cleo, world.commons, "first")
    follow(world.fay, world.commons, "watch")
    thread = ask(world.ada, world.commons, "Who has a lease?")
    talk = ask(world.ada, world.commons, "A talk", kind="discussion")
    made = reply(world.ben, thread)
    openings = [("thread.new", str(one.posts.get(number=1).pk)) for one in (thread, talk)]
    assert told(world.cleo) == openings
    assert told(world.fay) == [*openings, ("post.followed", str(made.pk))]
    page = text_of(signed_in(world.cleo).get("/notices/"))
    assert "Ada asked “Who has a lease?”" in page
    assert "Ada began “A talk”" in page


def test_what_is_chosen_for_a_question_goes_before_its_space(world: World) -> None:
    follow(world.cleo, world.commons, "watch")
    thread = ask(world.ada, world.commons)
    assert kinds(world.cleo) == ["thread.new"]
    follow(world.cleo, thread, "normal")
    reply(world.ben, thread)
    assert kinds(world.cleo) == ["thread.new"]


def test_a_muted_space_is_silent_but_for_ones_own_question(world: World) -> None:
    follow(world.ada, world.commons, "mute")
    own, other = ask(world.ada, world.commons), ask(world.cleo, world.commons)
    reply(world.ben, other, naming("ada"))
    ask(world.ben, world.commons, body=naming("ada"))
    assert told(world.ada) == []
    reply(world.ben, own)
    assert kinds(world.ada) == ["post.reply"]


def test_normal_for_a_space_is_no_row(world: World) -> None:
    follow(world.cleo, world.commons, "watch")
    assert Follow.objects.count() == 1
    follow(world.cleo, world.commons, "normal")
    assert not Follow.objects.exists()


# ---- rights -----------------------------------------------------------------------------------


def test_who_lost_the_place_is_told_nothing_of_it(world: World) -> None:
    thread = ask(world.ada, world.spring_space)
    follow(world.ben, thread, "watch")
    follow(world.ben, world.spring_space, "watch")
    reply(world.fay, thread)
    assert kinds(world.ben) == ["post.followed"]
    cohorts.withdraw(grants(world.mona), world.spring, world.ben)
    reply(world.fay, thread)
    ask(world.fay, world.spring_space)
    assert len(told(world.ben)) == 1


def test_what_is_kept_from_her_organization_does_not_reach_who_follows(world: World) -> None:
    thread = ask(world.cleo, world.commons)
    follow(world.ben, thread, "watch")  # of Cedar, as Ada
    follow(world.fay, thread, "watch")  # of Dune
    reply(world.ada, thread, hide=True)
    assert (kinds(world.ben), kinds(world.fay)) == ([], ["post.followed"])


def test_an_alias_stays_one(world: World) -> None:
    follow(world.cleo, world.commons, "watch")
    thread = ask(world.ada, world.commons, anonymous=True)
    reply(world.ada, thread, anonymous=True)
    assert kinds(world.cleo) == ["thread.new", "post.followed"]
    assert not world.cleo.notices.exclude(actor=None).exists()
    page = text_of(signed_in(world.cleo).get("/notices/"))
    assert f"{thread.alias} asked" in page
    assert "Ada" not in page


def test_of_somebody_blocked_one_hears_nothing(world: World) -> None:
    follow(world.cleo, world.commons, "watch")
    signed_in(world.cleo).post("/people/ben/block/")
    ask(world.ben, world.commons)
    assert told(world.cleo) == []


def test_a_reply_deleted_at_once_is_told_to_nobody(world: World) -> None:
    thread = ask(world.ada, world.commons)
    follow(world.cleo, thread, "watch")
    follow(world.fay, thread, "watch")
    reply(world.ben, thread)
    act(signed_in(world.ben), thread, 2, "delete")
    assert told(world.cleo) == []
    reply(world.ben, thread)
    assert kinds(world.cleo) == ["post.followed"]
    act(signed_in(world.ben), thread, 3, "delete")
    assert told(world.cleo) == told(world.fay) == []


# ---- many -------------------------------------------------------------------------------------


def test_many_followers_are_told_in_several_goes_and_each_once(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "TOLD_AT_ONCE", 3)
    people = [person(f"fan{n}", world.dune) for n in range(10)]
    for member in people:
        actions.follow_space(grants(member), world.commons, Level.FIRST)
    ask(world.ada, world.commons)
    assert carry_out_jobs() == 4
    assert [member.notices.count() for member in people] == [1] * 10


# ---- what it looks like -----------------------------------------------------------------------


def marked(member: Member, path: str) -> list[str]:
    """Which titles are marked unread."""
    page = text_of(signed_in(member).get(path))
    return [title for title in titles(signed_in(member).get(path)) if f"Unread: </span>{title}" in page]


def test_what_is_muted_is_not_unread_and_not_on_ones_home(world: World) -> None:
    loud, quiet = ask(world.ada, world.commons, "Loud"), ask(world.ada, world.commons, "Quiet")
    assert marked(world.cleo, "/forum/") == ["Quiet", "Loud"]
    follow(world.cleo, quiet, "mute")
    assert marked(world.cleo, "/forum/") == ["Loud"]
    home = text_of(signed_in(world.cleo).get("/"))
    assert ("Loud" in home, "Quiet" in home) == (True, False)
    follow(world.cleo, world.commons, "mute")
    follow(world.cleo, loud, "track")
    assert marked(world.cleo, "/forum/in/commons/") == ["Loud"]
    assert "Loud" in text_of(signed_in(world.cleo).get("/"))


def test_a_muted_space_has_no_dot_in_the_sidebar(world: World) -> None:
    ask(world.ada, world.commons)
    before = text_of(signed_in(world.cleo).get("/help/"))
    follow(world.cleo, world.commons, "mute")
    after = text_of(signed_in(world.cleo).get("/help/"))
    assert ("Commons</span><span class=\"dot\">" in before, ", unread" in before, ", unread" in after) == (
        True, True, False,
    )  # fmt: skip


@pytest.mark.parametrize("level", ["watch", "track", "mute"])
def test_the_menu_shows_what_holds(world: World, level: str) -> None:
    thread = ask(world.ada, world.commons)
    for what, at in ((thread, place(thread)), (world.commons, "/forum/in/commons/")):
        follow(world.cleo, what, level)
        page = text_of(signed_in(world.cleo).get(at))
        assert re.findall(r'name="level" value="(\w+)"[^>]*aria-current="true"', page) == [level]
    assert 'value="watch" form="acts"' in text_of(signed_in(world.ada).get(place(thread)))


@pytest.mark.parametrize(
    ("wish", "asked", "line"),
    [
        (Wish(), True, "watch"), (Wish(), False, "normal"), (Wish(space="first"), False, "normal"),
        (Wish(space="mute"), False, "mute"), (Wish(space="mute"), True, "watch"), (Wish(space="watch"), False, "watch"),
        (Wish(thread="normal", space="watch"), True, "normal"),
    ],
)  # fmt: skip
def test_the_line_of_a_question_follows_from_its_space_and_whose_it_is(wish: Wish, asked: bool, line: str) -> None:
    assert wish.of_thread(asked=asked) == line


# ---- one's own --------------------------------------------------------------------------------


def test_what_one_follows_goes_with_whoever_leaves(world: World) -> None:
    follow(world.cleo, world.commons, "watch")
    follow(world.ben, world.commons, "watch")
    leave(grants(world.cleo), words="stay")
    assert list(Follow.objects.values_list("member__handle", flat=True)) == ["ben"]
