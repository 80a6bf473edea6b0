"""Questions to a live session: asked, voted for once, answered; and without a name nothing tells whose one is."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from cohorts.models import QuestionVote, Session, SessionQuestion
from cohorts.questions import actions, queries
from community.members.models import Member
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.cohorts.meetings import place, session
from tests.cohorts.year import bring_to
from tests.crowd import at_once
from tests.moderation.desk import lines
from tests.pages import Answer, text_of, typed_in
from tests.verbs import signed_in


def ask(by: Member, which: Session, body: str = "Who has keys?", **more: str) -> Answer:
    return signed_in(by).post(f"{place(which)}questions/ask/", {"body": body} | more)


def act(by: Member, which: Session, number: int, wish: str) -> Answer:
    return signed_in(by).post(f"{place(which)}questions/{number}/", {"act": wish})


def listed(by: Member, which: Session) -> list[str]:
    return [question.body for question in queries.questions_of(grants(by), which)]


def test_ada_asks_and_ben_reads_who_it_was(world: World) -> None:
    which = session(world)
    assert ask(world.ada, which)["Location"] == f"{place(which)}#questions"
    page = text_of(signed_in(world.ben).get(place(which)))
    assert "Who has keys?" in page
    assert "Ada, " in page.partition("Who has keys?")[2][:200]
    assert signed_in(world.cleo).get(f"{place(which)}questions/").status_code == 404


def test_without_a_name_no_row_and_no_page_tells_whose_it_was(world: World) -> None:
    which = session(world)
    ask(world.ada, which, nameless="1")
    [question] = SessionQuestion.objects.all()
    assert question.asked_by is None
    assert QuestionVote.objects.count() == AuditEntry.objects.count() == 0
    mine, others = (text_of(signed_in(who).get(f"{place(which)}questions/")) for who in (world.ada, world.mona))
    assert "Without a name" in mine
    assert "Ada" not in mine + others
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cohorts_sessionquestion")
        columns = [column[0] for column in cursor.description or ()]
    assert columns == ["id", "body", "votes", "at", "answered_at", "asked_by_id", "session_id"]


def test_the_most_wanted_comes_first_and_what_was_answered_last(world: World) -> None:
    which = session(world)
    numbers = {}
    for body in ("First", "Second", "Third"):
        ask(world.ada, which, body)
        numbers[body] = SessionQuestion.objects.get(body=body).pk
    for who in (world.ada, world.ben):
        act(who, which, numbers["Third"], "vote")
    act(world.ben, which, numbers["Second"], "vote")
    assert listed(world.fay, which) == ["Third", "Second", "First"]
    act(world.fay, which, numbers["Third"], "answered")
    assert listed(world.fay, which) == ["Second", "First", "Third"]
    act(world.fay, which, numbers["Third"], "open")
    assert listed(world.fay, which) == ["Third", "Second", "First"]


def test_a_vote_counts_once_and_can_be_taken_back(world: World) -> None:
    which = session(world)
    ask(world.ada, which)
    [question] = SessionQuestion.objects.all()
    counted = []
    for wish in ("vote", "vote", "unvote", "unvote", "vote"):
        assert act(world.ben, which, question.pk, wish).status_code == 302
        question.refresh_from_db()
        counted.append(question.votes)
    assert counted == [1, 1, 0, 0, 1]
    assert "You want this answered" in text_of(signed_in(world.ben).get(place(which)))
    assert "I want this answered" in text_of(signed_in(world.ada).get(place(which)))


@pytest.mark.parametrize(("body", "sentence"), [
    ("", "Write your question first."), ("\u200b ", "Write your question first."),
    ("x" * 501, "at most 500 characters"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused_beside_its_field_and_kept(world: World, body: str, sentence: str) -> None:
    which = session(world)
    refused = ask(world.ada, which, body, nameless="1")
    assert refused.status_code == 422
    assert sentence in text_of(refused)
    assert typed_in(refused, "body") == body
    assert 'name="nameless" value="1" checked' in text_of(refused)


def test_the_same_question_again_is_one_and_there_is_an_end(world: World, monkeypatch: Any) -> None:
    which = session(world)
    for _ in range(2):
        ask(world.ada, which)
    assert SessionQuestion.objects.count() == 1
    monkeypatch.setattr(queries, "MOST", 1)
    refused = ask(world.ada, which, "Another")
    assert refused.status_code == 422
    assert "Vote for one that is close to yours." in text_of(refused)


@pytest.mark.parametrize(("who", "wish", "status"), [
    ("ada", "answered", 403), ("fay", "answered", 302), ("mona", "answered", 302), ("mona", "vote", 403),
    ("ada", "take_away", 403), ("fay", "take_away", 302), ("ron", "vote", 403), ("cleo", "vote", 404),
    ("fay", "dance", 400),
])  # fmt: skip
def test_who_does_what_with_a_question(world: World, who: str, wish: str, status: int) -> None:
    which = session(world)
    ask(world.ada, which)
    assert act(world.people[who], which, SessionQuestion.objects.get().pk, wish).status_code == status


def test_the_host_holds_a_session_also_when_they_lead_nothing_else(world: World) -> None:
    which = session(world, host=world.ben)
    ask(world.ada, which)
    number = SessionQuestion.objects.get().pk
    assert act(world.ben, which, number, "answered").status_code == 302
    assert act(world.ben, which, number, "take_away").status_code == 302
    assert SessionQuestion.objects.count() == 0
    assert lines() == [("ben", "take_away_question", "Budgets", "")]


def test_a_question_of_another_session_is_not_there(world: World) -> None:
    which, other = session(world), session(world, title="Other")
    ask(world.ada, other)
    for number in (SessionQuestion.objects.get().pk, 10**9):
        assert act(world.ben, which, number, "vote").status_code == 404
    assert (
        signed_in(world.ben).post(f"/cohorts/spring/sessions/{uuid4()}/questions/1/", {"act": "vote"}).status_code
        == 404
    )


def test_over_cancelled_or_archived_it_takes_no_questions(world: World) -> None:
    off = session(world, state="cancelled")
    assert ask(world.ada, off).status_code == 403
    which = session(world)
    bring_to(world, "archived")
    assert ask(world.ada, which).status_code == 403


def test_votes_in_the_same_moment_are_all_counted(lasting_world: World) -> None:
    world = lasting_world
    which = session(world)
    asked = actions.ask(grants(world.fay), which, body="When?", nameless=False)
    people = [grants(world.people[name]) for name in ("ada", "ben", "fay")] * 2
    at_once([lambda who=who: actions.vote(who, which, asked.pk, on=True) for who in people])  # type: ignore[misc]
    asked.refresh_from_db()
    assert (asked.votes, asked.vote_rows.count()) == (3, 3)
