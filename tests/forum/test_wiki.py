"""A post that everybody edits: opened by its writer or a moderator, edited by whoever may reply, each of them named."""

from __future__ import annotations

from typing import Any

import pytest

from community.drafts import actions as drafts
from community.drafts.models import Draft
from community.forum import actions
from community.forum.models import Post, Revision
from community.takeout.sources import registered
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import place, send_edit
from tests.pages import text_of, typed_in
from tests.verbs import ask, reply, signed_in


@pytest.fixture
def listed(world: World) -> Post:
    """Ben's list of boilers, which everybody edits."""
    post = reply(world.ben, ask(world.ada, world.commons, "Which boiler?"), "<p>The red one</p>")
    actions.open_post(grants(world.ben), post)
    return Post.objects.get(pk=post.pk)


def page(world: World, post: Post, who: str, where: str = "") -> str:
    return text_of(signed_in(world.people[who]).get(f"{place(post.thread)}{where}"))


def opens(world: World, post: Post, who: str, **fields: Any) -> int:
    return signed_in(world.people[who]).post(f"{place(post.thread, post.number)}everybody/", fields).status_code


def test_the_writer_and_moderators_open_it_and_nobody_else(world: World) -> None:
    thread = ask(world.ada, world.commons, "Which boiler?")
    post = reply(world.ben, thread)
    assert opens(world, post, "ada") == 403
    assert "Let everybody edit it" not in page(world, post, "fay")
    assert "Let everybody edit it" in page(world, post, "ben")
    assert opens(world, post, "ben") == 302
    assert opens(world, post, "mona", off="1") == 302
    assert Post.objects.get(pk=post.pk).wiki_at is None
    assert opens(world, post, "mona") == 302
    assert opens(world, post, "mona") == 302  # once is enough
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True)) == ["close_post", "open_post"]


def test_whoever_may_reply_edits_it_and_readers_see_that_they_may(world: World, listed: Post) -> None:
    assert "Everybody here can edit this" in page(world, listed, "cleo")
    assert "Edit the reply of Ben" in page(world, listed, "cleo", "2/edit/")
    assert send_edit(signed_in(world.cleo), listed.thread, 2, body="<p>The blue one</p>").status_code == 302
    post = Post.objects.get(pk=listed.pk)
    assert (post.html, post.author, post.edited_by) == ("<p>The blue one</p>", world.ben, world.cleo)
    assert send_edit(signed_in(world.ron), listed.thread, 2).status_code == 403
    actions.close_post(grants(world.ben), listed)
    assert send_edit(signed_in(world.cleo), listed.thread, 2).status_code == 403


def test_the_history_names_each_for_their_part(world: World, listed: Post) -> None:
    actions.edit(grants(world.cleo), listed, body="<p>The blue one</p>")
    actions.edit(grants(world.ben), listed, body="<p>The blue one, then</p>")
    told = page(world, listed, "fay", "2/history/")
    assert "What was changed" in told
    assert [part.partition(",")[0] for part in told.split('<span class="meta">')[1:4]] == ["Ben", "Cleo", "Ben"]
    alone = reply(world.ben, listed.thread)
    actions.edit(grants(world.ben), alone, body="<p>Otherwise</p>")
    assert "What Ben changed" in page(world, alone, "fay", f"{alone.number}/history/")


def test_the_second_of_two_is_told_and_keeps_their_text(world: World, listed: Post) -> None:
    both = typed_in(signed_in(world.ada).get(f"{place(listed.thread, 2)}edit/"), "revision")
    send_edit(signed_in(world.cleo), listed.thread, 2, body="<p>The blue one</p>", revision=both)
    late = send_edit(signed_in(world.ada), listed.thread, 2, body="<p>The green one</p>", revision=both)
    assert late.status_code == 422
    assert "What it says now" in text_of(late)
    assert "The blue one" in text_of(late)
    assert typed_in(late) == "<p>The green one</p>"
    again = typed_in(late, "revision")
    assert send_edit(signed_in(world.ada), listed.thread, 2, body="<p>Blue and green</p>", revision=again)
    assert Post.objects.get(pk=listed.pk).html == "<p>Blue and green</p>"


def test_others_forget_no_earlier_words(world: World, listed: Post) -> None:
    assert 'name="forget"' not in page(world, listed, "cleo", "2/edit/")
    assert send_edit(signed_in(world.cleo), listed.thread, 2, body="<p>Mine</p>", forget="1").status_code == 403
    assert Post.objects.get(pk=listed.pk).html == "<p>The red one</p>"
    assert 'name="forget"' in page(world, listed, "ben", "2/edit/")


def test_the_title_of_a_question_stays_its_askers(world: World) -> None:
    thread = ask(world.ada, world.commons, "Which boiler?")
    actions.open_post(grants(world.mona), thread.posts.get())
    assert 'name="title"' not in page(world, thread.posts.get(), "ben", "1/edit/")
    send_edit(signed_in(world.ben), thread, 1, body="<p>Better words</p>", title="Mine now")
    thread.refresh_from_db()
    assert (thread.title, thread.excerpt) == ("Which boiler?", "Better words")


def test_under_an_alias_the_history_says_the_alias(world: World) -> None:
    thread = ask(world.ada, world.commons, "Which boiler?", anonymous=True)
    post = thread.posts.get()
    actions.open_post(grants(world.ada), post)
    post.refresh_from_db()
    actions.edit(grants(world.ada), post, body="<p>One</p>")
    actions.edit(grants(world.ben), post, body="<p>Two</p>")
    actions.edit(grants(world.ada), post, body="<p>Three</p>")
    assert not Revision.objects.filter(by=world.ada).exists()
    told = page(world, post, "cleo", "1/history/")
    assert thread.alias in told
    assert "Ada" not in told
    assert not AuditEntry.objects.exists()


def test_what_is_kept_from_somebody_is_not_theirs_to_edit(world: World) -> None:
    post = reply(world.ada, ask(world.fay, world.commons), hide=True)
    actions.open_post(grants(world.ada), post)
    assert signed_in(world.ben).get(f"{place(post.thread, 2)}edit/").status_code == 404
    assert signed_in(world.cleo).get(f"{place(post.thread, 2)}edit/").status_code == 200


def test_a_change_begun_is_among_ones_drafts(world: World, listed: Post) -> None:
    who = grants(world.cleo)
    drafts.keep(who, f"edit:{listed.thread.key}:2", drafts.Written("<p>The blue one</p>", {}, (), 0))
    assert "Your change in “Which boiler?”" in text_of(signed_in(world.cleo).get("/drafts/"))
    actions.edit(who, listed, body="<p>The blue one</p>")
    assert not Draft.objects.exists()


def test_leaving_with_ones_words_takes_ones_versions_along(world: World, listed: Post) -> None:
    actions.edit(grants(world.cleo), listed, body="<p>The blue one</p>")
    actions.edit(grants(world.ben), listed, body="<p>The blue one, then</p>")
    [forum] = [source for source in registered() if source.name == "forum"]
    [words] = [piece for piece in forum.read(world.ben.pk) if "blue" in piece.html]
    assert [old["html"] for old in words.facts["earlier"]] == ["<p>The red one</p>"]
    while forum.forget(world.cleo.pk):
        pass
    assert not Revision.objects.filter(by=world.cleo).exists()
    assert Post.objects.get(pk=listed.pk).html == "<p>The blue one, then</p>"


def test_opening_what_one_cannot_see_is_opening_nothing(world: World) -> None:
    hidden = reply(world.mona, ask(world.mona, world.table))
    assert opens(world, hidden, "ada") == 404
    with pytest.raises(Denied):
        actions.open_post(grants(world.ada), hidden)
