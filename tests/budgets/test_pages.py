"""How much each page asks of the database, for a member whose page was shown before; never more with more rows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from community.forum.following.models import Follow
from community.forum.models import Thread
from tests.budgets.counting import asked, gone_again, keeps, settle, statements, told
from tests.cast import World
from tests.cohorts.talking import send
from tests.forum.forms import place, send_question, send_reply
from tests.verbs import signed_in

# Beside the one that every page begins with: whose session is it, and at what epoch. Moderators' pages count one more,
# the requests that wait.
PAGES = {
    "latest": 4, "unanswered": 4, "unread": 4, "following": 4, "mine": 4, "bookmarks": 4,
    "space": 6, "thread": 5, "spaces": 4, "ask": 5, "home": 14,
    "hears of": 4, "tags": 5, "tag": 5, "thread tags": 5,
    "rooms": 6, "room": 9, "cohort": 10, "live sessions": 8, "live session": 8,
    "library": 7, "document": 6,
    "people": 4, "person": 4, "you": 3, "inbox": 5, "bell": 1, "search": 14, "help": 3,
    "desk": 5, "desk person": 11, "invitations": 6, "organizations": 4, "log": 4,
}  # fmt: skip
FEW, MANY = 6, 60


def clients(world: World) -> dict[bool, Any]:
    return {False: signed_in(world.ada), True: signed_in(world.mona)}


def everything_asked(world: World, size: int) -> dict[str, list[str]]:
    with gone_again(settle, world, size) as places:
        who = clients(world)
        return {page: asked(who[at.startswith("/moderation/")], at) for page, at in places.items()}


def test_every_page_keeps_its_budget_however_much_there_is(world: World) -> None:
    few, many = (everything_asked(world, size) for size in (FEW, MANY))
    keeps(PAGES, few, many)


def test_somebody_in_no_cohort_is_asked_for_no_rooms(world: World) -> None:
    world.autumn.enrollments.all().delete()
    found = asked(signed_in(world.cleo), "/forum/")
    assert len(found) <= 3, told(found)


# ---- what is sent ----------------------------------------------------------------------------


def test_replying_asking_and_saying_keep_their_budgets(world: World) -> None:
    with gone_again(settle, world, MANY) as places:
        thread = Thread.objects.get(title="How long is it?")
        assert places["thread"] == place(thread)
        ben = signed_in(world.ben)
        send_reply(ben, thread)
        found = statements(lambda: send_reply(ben, thread))
        assert len(found) <= 12, told(found)  # where somebody follows one of its tags: what they chose, and a job
        Follow.objects.all().delete()
        for most, act in (
            (10, lambda: send_reply(ben, thread)),
            (9, lambda: send_question(ben, world.commons)),
            (11, lambda: send(ben, world.room, nonce=uuid4())),
            (5, lambda: ben.post(f"{place(thread)}read/", {"number": 5})),
        ):
            for _ in range(2):
                assert act().status_code in {204, 302}
            found = statements(act)
            assert len(found) <= most, told(found)


def test_a_reply_that_names_twenty_people_asks_hardly_more(world: World) -> None:
    with gone_again(settle, world, MANY):
        Follow.objects.all().delete()
        thread = Thread.objects.get(title="How long is it?")
        ben = signed_in(world.ben)
        named = "".join(f'<span data-mention="col{n}">@col{n}</span> ' for n in range(20))
        for body in ("<p>So.</p>", f"<p>{named}</p>"):
            send_reply(ben, thread, body=body)
        found = statements(lambda: send_reply(ben, thread, body=f"<p>{named}</p>"))
        assert len(found) <= 12, told(found)


def test_the_failure_of_a_budget_shows_what_was_asked(world: World) -> None:
    found = told(asked(signed_in(world.ada), "/help/"))
    assert found.startswith("3 statements:\n  1. SELECT")
    with pytest.raises(AssertionError, match="SELECT"):
        assert len(found) < 0, found
