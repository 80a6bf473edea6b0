"""What splitting and merging keep of promises, polls and kinds."""

from __future__ import annotations

import pytest

from community.forum import actions
from community.forum.actions import Unusable
from community.forum.models import Poll, Thread
from moderation.access.labels import Label, label_of
from tests.cast import World, grants
from tests.forum.polling import poll
from tests.verbs import ask, reply


def label(thread: Thread) -> Label:
    return label_of(Thread.objects.select_related("space").get(pk=thread.pk))


def test_the_stricter_promise_holds_after_both(world: World) -> None:
    strict, loose = ask(world.ada, world.commons, label=Label.STAYS), ask(world.ada, world.commons)
    first = reply(world.ben, strict)
    made = actions.split(grants(world.mona), strict, {first.number}, title="Apart", space=world.commons)
    assert label(made) is Label.STAYS
    actions.merge(grants(world.mona), strict, loose)
    assert label(loose) is Label.STAYS


def test_a_poll_is_not_merged_away(world: World) -> None:
    asked = poll(world.ada, world.commons, title="Which?", choices=("Yes", "No")).thread
    other = ask(world.ada, world.commons)
    with pytest.raises(Unusable, match="People have voted"):
        actions.merge(grants(world.mona), asked, other)
    assert Poll.objects.filter(thread=asked).exists()


def test_what_is_split_off_a_poll_is_a_discussion(world: World) -> None:
    asked = poll(world.ada, world.commons, title="Which?", choices=("Yes", "No")).thread
    first = reply(world.ben, asked)
    made = actions.split(grants(world.mona), asked, {first.number}, title="Apart", space=world.commons)
    assert made.kind == Thread.Kind.DISCUSSION
