"""Closing, pinning, moving: what moderators do with a question, and what becomes of it for everybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from community.forum import actions
from community.forum.models import Thread
from community.members import epoch
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import place, send_reply
from tests.pages import text_of, titles
from tests.verbs import ask, reply, signed_in


@pytest.fixture
def asked(world: World) -> Thread:
    return ask(world.ada, world.commons, "When?")


def order(world: World, thread: Thread, who: str = "mona", **fields: Any) -> int:
    given = {"space": thread.space.slug, "pin": "kept"} | fields
    return signed_in(world.people[who]).post(f"{place(thread)}order/", given).status_code


def log() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("verb", "subject_label", "reason"))


def test_a_closed_question_can_be_read_and_not_added_to(world: World, asked: Thread) -> None:
    assert order(world, asked, closed="1") == 302
    page = text_of(signed_in(world.ben).get(place(asked)))
    assert "Closed for new replies." in page
    assert "Your reply" not in page
    refused = send_reply(signed_in(world.ben), asked)
    assert (refused.status_code, "This is closed" in text_of(refused)) == (403, True)
    assert send_reply(signed_in(world.mona), asked).status_code == 302


def test_its_writer_changes_nothing_in_it_until_it_is_open_again(world: World, asked: Thread) -> None:
    post = reply(world.ben, asked)
    actions.close(grants(world.mona), asked)
    with pytest.raises(Denied):
        actions.delete(grants(world.ben), post)
    with pytest.raises(Denied):
        actions.toggle_reaction(grants(world.ada), post)
    assert order(world, asked) == 302
    assert actions.toggle_reaction(grants(world.ada), post)
    assert [verb for verb, *_ in log()] == ["close_thread", "open_thread"]


def test_closing_twice_is_closing_once(world: World, asked: Thread) -> None:
    actions.close(grants(world.mona), asked)
    actions.close(grants(world.olga), asked)
    assert log() == [("close_thread", "When?", "")]
    assert Thread.objects.get(pk=asked.pk).locked_by == world.mona


def test_members_keep_no_order(world: World, asked: Thread) -> None:
    for who in ("ada", "ben", "fay", "ron"):
        assert order(world, asked, who, closed="1") == 403
    with pytest.raises(Denied):
        actions.pin(grants(world.ada), asked, until=timezone.now())
    assert "Close, pin or move this" not in text_of(signed_in(world.ada).get(place(asked)))
    assert "Close, pin or move this" in text_of(signed_in(world.mona).get(place(asked)))


def test_a_pinned_question_stands_on_top_until_its_day(world: World, asked: Thread) -> None:
    ask(world.ben, world.commons, "Newer?")
    assert order(world, asked, pin="7") == 302
    client = signed_in(world.ben)
    assert titles(client.get("/forum/in/commons/")) == ["When?", "Newer?", "When?"]
    assert "Pinned by moderators" not in text_of(client.get("/forum/in/commons/?show=unanswered"))
    Thread.objects.update(pinned_until=timezone.now() - timedelta(seconds=1))
    assert titles(client.get("/forum/in/commons/")) == ["Newer?", "When?"]


def test_a_pin_is_taken_away(world: World, asked: Thread) -> None:
    order(world, asked, pin="30")
    assert "Not any more" in text_of(signed_in(world.mona).get(f"{place(asked)}order/"))
    order(world, asked, pin="0")
    assert Thread.objects.get().pinned_until is None
    assert [verb for verb, *_ in log()] == ["pin_thread", "unpin_thread"]


def test_a_moved_question_is_read_by_the_people_of_its_new_space(world: World, asked: Thread) -> None:
    link, before = place(asked), epoch.current()
    assert order(world, asked, space="spring") == 302
    assert signed_in(world.ben).get(link).status_code == 200
    assert signed_in(world.cleo).get(link).status_code == 404
    assert log() == [("move_thread", "When?", "from Commons to Spring space")]
    assert epoch.current() > before
    assert titles(signed_in(world.ben).get("/forum/in/spring/")) == ["When?"]
    assert titles(signed_in(world.ben).get("/forum/in/commons/")) == []


def test_within_one_audience_nobodys_access_moves(world: World, asked: Thread) -> None:
    garden = actions.create_space(grants(world.mona), name="Garden", purpose="", audience="members", cohort_id=None)
    before = epoch.current()
    actions.move(grants(world.mona), asked, garden)
    assert (epoch.current(), Thread.objects.get().space) == (before, garden)


def test_it_moves_into_no_space_that_is_not_there(world: World, asked: Thread) -> None:
    assert order(world, asked, space="nowhere") == 404
    assert order(world, asked, space="spring", pin="99") == 422
    assert Thread.objects.get().space == world.commons


def test_what_one_cannot_see_cannot_be_ordered(world: World) -> None:
    hidden = ask(world.mona, world.table, "Between us")
    assert order(world, hidden, "ada") == 404
    with pytest.raises(Denied):
        actions.close(grants(world.ada), hidden)
