"""Home shows what needs me in that order: who speaks to me, what meets soon, what I follow, the rest."""

from __future__ import annotations

import re
from datetime import timedelta

from cohorts.sessions import actions as sessions
from tests.cast import World, grants
from tests.cohorts.meetings import goes, session
from tests.forum.filling import threads
from tests.forum.forms import place
from tests.pages import text_of, titles
from tests.verbs import ask, carry_out_jobs, reply, say, signed_in

PARTS = re.compile(r'<section aria-labelledby="([\w-]+)">')
WAITING = re.compile(r'<span class="sr-only">New: </span>([^<]*)</a>')


def test_the_parts_stand_in_the_order_in_which_they_need_me(world: World) -> None:
    session(world, within=timedelta(hours=20))
    ask(world.cleo, world.commons, "Nobody answered")
    mine = ask(world.ada, world.commons, "Mine")
    reply(world.ben, mine)
    page = text_of(signed_in(world.ada).get("/"))
    assert PARTS.findall(page) == ["waiting", "soon", "cohorts", "followed", "unanswered", "recent"]


def test_answers_come_before_mentions_and_what_is_only_followed_last(world: World) -> None:
    followed, other = ask(world.cleo, world.commons, "Followed"), ask(world.cleo, world.commons, "Other")
    client = signed_in(world.ada)
    client.post(f"{place(followed)}follow/", {"level": "watch"})
    client.post("/forum/in/spring/follow/", {"level": "first"})
    reply(world.ben, ask(world.ada, world.commons, "Mine"))
    reply(world.ben, other, '<p><span data-mention="ada">@ada</span></p>')
    reply(world.ben, followed)
    ask(world.fay, world.spring_space, "Fresh")
    carry_out_jobs()
    assert WAITING.findall(text_of(client.get("/"))) == [
        "Ben replied to “Mine”", "Ben mentioned you in “Other”", "Ben replied to “Followed”, which you follow",
        "Fay asked “Fresh”",
    ]  # fmt: skip
    say(world.fay, world.room, "@ada look")
    assert "Fresh" not in " ".join(WAITING.findall(text_of(client.get("/"))))


def test_what_is_new_in_what_i_follow_is_shown_once_and_until_i_read_it(world: World) -> None:
    threads(world.ada, world.commons, 10)
    mine = ask(world.cleo, world.commons, "Mine")
    reply(world.ben, mine)
    client = signed_in(world.cleo)
    page = text_of(client.get("/"))
    assert titles(client.get("/")).count("Mine") == 1
    assert page.index('id="followed"') < page.index(">Mine</a>") < page.index('id="recent"')
    client.post(f"{place(mine)}read/", {"number": 2})
    assert 'id="followed"' not in text_of(client.get("/"))
    assert "Mine" in titles(client.get("/"))


def test_four_of_what_i_follow_and_a_way_to_the_rest(world: World) -> None:
    for n in range(6):
        reply(world.ben, ask(world.cleo, world.commons, f"Mine {n}"))
    page = text_of(signed_in(world.cleo).get("/"))
    part = page.partition('id="followed"')[2].partition("</section>")[0]
    assert part.count("<article") == 4
    assert 'href="/forum/?show=following"' in part
    shown = [title for title in titles(signed_in(world.cleo).get("/")) if title.startswith("Mine")]
    assert sorted(shown) == [f"Mine {n}" for n in range(6)]


def test_when_all_that_is_new_is_followed_home_still_ends(world: World) -> None:
    reply(world.ben, ask(world.cleo, world.commons, "Mine"))
    page = text_of(signed_in(world.cleo).get("/"))
    assert "That is all for now." in page
    assert "No questions yet" not in page


def test_sessions_of_my_own_cohorts_show_when_they_are_near(world: World) -> None:
    near, far = session(world, title="Near", within=timedelta(hours=30)), session(world, title="Far")
    on_now = session(world, title="On now", within=timedelta(minutes=-10))
    over = session(world, title="Long over", within=timedelta(hours=-3))
    off = session(world, title="Called off", within=timedelta(hours=9))
    sessions.cancel(grants(world.fay), off, reason="Snow")
    page = text_of(signed_in(world.ada).get("/"))
    found = [one.title for one in (on_now, near, far, over, off) if f">{one.title}</a>" in page]
    assert found == ["On now", "Near"]
    for outside in (world.cleo, world.mona):
        assert 'id="soon"' not in text_of(signed_in(outside).get("/"))
    goes(world.ada, near, going=False)
    assert ">Near</a>" not in text_of(signed_in(world.ada).get("/"))
