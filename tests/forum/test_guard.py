"""The guard of students' privacy in the composers: asks once, offers neutral words, forbids nothing, keeps nothing."""

from __future__ import annotations

from typing import Any

import pytest

from community.forum.models import Post, Thread
from moderation.models import AuditEntry
from tests.cast import World
from tests.forum.forms import place, send_edit, send_question, send_reply
from tests.pages import text_of, typed_in
from tests.verbs import ask, signed_in

ABOUT = "<p>Maya Thornton, a 4th grader, <b>hits</b> others. Her mother: 512-555-0147.</p>"
SOFT = "<p>a student, a 4th grader, <b>hits</b> others. Her mother: [phone].</p>"


def send(world: World, where: str, **fields: Any) -> Any:
    client = signed_in(world.ada)
    if where == "ask":
        return send_question(client, world.commons, **fields)
    thread = Thread.objects.first() or ask(world.ada, world.commons)
    return (
        send_reply(client, thread, **fields)
        if where == "reply"
        else send_edit(client, thread, 1, title="New", **fields)
    )


@pytest.mark.parametrize("where", ["ask", "reply", "edit"])
def test_it_says_what_it_saw_and_lets_one_post_it_all_the_same(world: World, where: str) -> None:
    answer = send(world, where, body=ABOUT)
    page = text_of(answer)
    assert (answer.status_code, "Not posted yet." in page, "34 CFR 99.3" in page) == (422, True, True)
    for said in ("<q>Maya Thornton</q>", "<q>512-555-0147</q>"):
        assert said in page
    assert typed_in(answer) == ABOUT, "every word is still there"
    assert not Post.objects.filter(html__contains="Maya").exists()
    assert send(world, where, body=ABOUT, looked="1").status_code == 302
    assert Post.objects.filter(html__contains="Maya").count() == 1


@pytest.mark.parametrize("where", ["ask", "reply", "edit"])
def test_neutral_words_are_put_there_and_nothing_is_posted_by_that(world: World, where: str) -> None:
    answer = send(world, where, body=ABOUT, soften="1")
    page = text_of(answer)
    assert (answer.status_code, "Neutral words stand there now" in page) == (422, True)
    assert typed_in(answer) == SOFT
    assert "Maya" not in page
    assert not Post.objects.filter(html__contains="a student").exists()
    assert send(world, where, body=SOFT).status_code == 302


def test_a_title_is_looked_at_too(world: World) -> None:
    answer = send(world, "ask", title="Has Maya Thornton, 4th grade, a right to this?")
    assert (answer.status_code, "<q>Maya Thornton</q>" in text_of(answer)) == (422, True)
    again = send(world, "ask", title="Has Maya Thornton, 4th grade, a right to this?", soften="1")
    assert "Has a student, 4th grade, a right to this?" in text_of(again)


def test_nothing_of_what_was_seen_is_kept(world: World, caplog: pytest.LogCaptureFixture) -> None:
    send(world, "ask", body=ABOUT)
    assert "Maya" not in caplog.text
    assert not AuditEntry.objects.exists()
    assert not Thread.objects.exists()


def test_what_points_to_nobody_is_posted_at_once(world: World) -> None:
    assert send(world, "ask", body="<p>One of our 4th graders hits others. What did you do?</p>").status_code == 302
    assert send(world, "reply", body="<p>Ask Dr. Renee Whitfield about the IEP.</p>").status_code == 302
    assert place(Thread.objects.get())
