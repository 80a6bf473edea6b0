"""An anonymous poll: nobody can find out who voted for what, wherever they look, with the whole database in hand."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from django.core import serializers
from django_tasks_db.models import DBTaskResult

from community.forum import events, takeout
from community.forum.models import Poll, Vote
from community.forum.polls import takeout as own_votes
from community.jobs.models import Periodic
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import place
from tests.forum.polling import box, poll, send_vote, votes
from tests.pages import text_of
from tests.verbs import signed_in

VOTERS = ("ben", "cleo", "fay")


def rows() -> list[dict[str, Any]]:
    """All that is kept of polls and votes."""
    found: list[dict[str, Any]] = serializers.serialize("python", [*Poll.objects.all(), *Vote.objects.all()])
    return found


def test_the_page_says_so_before_anybody_votes(world: World) -> None:
    on = poll(world.ada, world.commons, anonymous=True)
    text = text_of(signed_in(world.ben).get(place(on.thread)))
    assert "Nobody can see what you vote, moderators neither." in text
    assert "once it is sent, it cannot be changed" in text


@pytest.mark.parametrize("kind", ["single", "ranked"])
def test_whoever_voted_for_what_the_rows_are_the_same(world: World, kind: str) -> None:
    """The same people in the same order, with their votes dealt out in every way there is: not one bit differs."""
    seen = set()
    for dealt in itertools.permutations((0, 1, 2)):
        on = poll(world.ada, world.commons, kind=kind, anonymous=True)
        for name, pick in zip(VOTERS, dealt, strict=True):
            votes(world.people[name], on, pick)
        first = on.votes.order_by("pk").values_list("pk", flat=True)[0]
        members = [(vote.pk - first, vote.member_id, vote.picks, vote.at) for vote in on.votes.order_by("pk")]
        seen.add(str((box(on), members)))
    assert len(seen) == 1
    assert not any(row["fields"].get("picks") or row["fields"].get("at") for row in rows() if "member" in row["fields"])


def test_no_page_frame_job_or_line_of_the_log_names_a_voter(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    frames: list[bytes] = []
    on = poll(world.ada, world.commons, anonymous=True)
    monkeypatch.setattr(events.news, "tell", lambda topic, at, frame: frames.append(frame))
    votes(world.people["fay"], on, 1)
    for name in ("ada", "mona", "olga", "ben"):
        for at in (place(on.thread), f"{place(on.thread)}poll/", "/moderation/log/", "/notices/"):
            page = text_of(signed_in(world.people[name]).get(at)).partition("<main")[2] or ""
            assert "Fay" not in page, (name, at)
    assert [json.loads(frame)["data"] for frame in frames] == [{}]
    assert not AuditEntry.objects.exists()
    assert not DBTaskResult.objects.exists()
    assert not Periodic.objects.exists()


def test_a_vote_cannot_be_changed_nor_taken_back(world: World) -> None:
    on = poll(world.ada, world.commons, anonymous=True)
    client = signed_in(world.ben)
    send_vote(client, on.thread, pick=1)
    for again in ({"pick": 2}, {"off": "1"}):
        assert send_vote(client, on.thread, **again).status_code == 302
    assert (box(on), on.votes.count()) == ({"1": 1}, 1)
    with pytest.raises(Denied, match="cannot be changed"):
        votes(world.ben, on, 0)
    text = text_of(client.get(place(on.thread)))
    section = text.partition('id="poll"')[2].partition("</section>")[0]
    assert ("You have voted." in section, "Your vote</span>" in section, "checked" in section) == (True, False, False)


def test_the_archive_has_votes_with_names_and_no_others(world: World) -> None:
    named, secret = poll(world.ada, world.commons), poll(world.ada, world.commons, anonymous=True)
    votes(world.ben, named, 1)
    votes(world.ben, secret, 1)
    [mine] = own_votes.read(world.ben.pk)
    assert (str(named.thread.key) in mine.facts["link"], mine.facts["choices"]) == (True, [2])
    assert "Green" not in str(mine), "what others wrote is never part of it"


def test_whoever_leaves_takes_their_votes_along_as_far_as_they_can_be_found(world: World) -> None:
    named, secret = poll(world.ada, world.commons), poll(world.ada, world.commons, anonymous=True)
    for on in (named, secret):
        for name in ("ben", "cleo"):
            votes(world.people[name], on, 1)
    assert own_votes.forget(world.ben.pk) is False
    assert (box(named), box(secret)) == ({"1": 1}, {"1": 2})
    assert not Vote.objects.filter(member=world.ben).exists()


def test_a_poll_that_is_taken_back_is_gone_with_all_votes(world: World) -> None:
    on = poll(world.ada, world.commons)
    votes(world.ben, on, 1)
    assert [words.facts["choices"] for words in takeout.read(world.ada.pk)] == [["Red", "Green", "Blue"]]
    takeout.forget(world.ada.pk)
    assert (Poll.objects.count(), Vote.objects.count()) == (0, 0)
    assert signed_in(world.ben).get(place(on.thread)).status_code == 200


def test_asked_under_an_alias_and_closed_it_says_nothing_of_the_asker(world: World) -> None:
    on = poll(world.ada, world.commons, anonymous_asker=True)
    assert signed_in(world.ada).post(f"{place(on.thread)}poll/close/").status_code == 302
    assert (Poll.objects.get().closed_by, AuditEntry.objects.count()) == (None, 0)
    assert "Ada" not in text_of(signed_in(world.ben).get(place(on.thread))).partition("<main")[2]
    assert grants(world.ada).member_id == world.ada.pk
