"""What a post said before: readable for its readers, forgotten when it must be, and never overwritten unseen."""

from __future__ import annotations

from typing import Any

import pytest

from community.forum import actions
from community.forum.models import Post, Revision, Thread
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import place
from tests.pages import text_of
from tests.verbs import ask, reply, signed_in


@pytest.fixture
def answered(world: World) -> Post:
    thread = ask(world.ada, world.commons, "When?")
    return reply(world.ben, thread, "<p>On Monday at noon</p>")


def edit(world: World, post: Post, body: str, who: str = "ben", **fields: Any) -> Any:
    path = f"{place(post.thread)}{post.number}/edit/"
    client = signed_in(world.people[who])
    return client.post(path, {"body": body, "nonce": "00000000-0000-4000-8000-000000000001"} | fields)


def history(world: World, post: Post, who: str = "cleo") -> str:
    return text_of(signed_in(world.people[who]).get(f"{place(post.thread)}{post.number}/history/"))


def test_readers_see_what_was_changed_word_by_word(world: World, answered: Post) -> None:
    assert edit(world, answered, "<p>On Tuesday at noon</p><p>Sorry!</p>").status_code == 302
    page = history(world, answered)
    assert "On <del>Monday</del><ins>Tuesday</ins> at noon<ins>\nSorry!</ins>" in page
    assert "What Ben changed" in page
    assert "On Monday at noon" in page
    assert f'{place(answered.thread)}2/history/">edited</a>' in text_of(
        signed_in(world.cleo).get(place(answered.thread))
    )


def test_the_title_has_its_history_too(world: World) -> None:
    thread = ask(world.ada, world.commons, "When?")
    actions.edit(grants(world.ada), thread.posts.get(), body="<p>Tell me.</p>", title="When exactly?")
    page = history(world, thread.posts.get())
    assert "<b>When exactly?</b>" in page
    assert "<b>When?</b>" in page


def test_saving_the_same_words_makes_no_version(world: World, answered: Post) -> None:
    actions.edit(grants(world.ben), answered, body="<p>On Monday at noon</p>")
    assert not Revision.objects.exists()
    assert "No earlier words are kept." in history(world, answered)


def test_markup_in_old_words_is_words(world: World, answered: Post) -> None:
    actions.edit(grants(world.ben), answered, body="<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
    assert "<script>alert" not in history(world, answered)


def test_two_pages_that_edit_the_same_words_do_not_overwrite_each_other(world: World, answered: Post) -> None:
    assert edit(world, answered, "<p>On Tuesday</p>", revision="1").status_code == 302
    late = edit(world, answered, "<p>On Wednesday</p>", revision="1")
    assert late.status_code == 422
    assert "changed on another page" in text_of(late)
    assert "On Wednesday" in text_of(late), "nobody's words are lost"
    assert Post.objects.get(pk=answered.pk).html == "<p>On Tuesday</p>"
    assert edit(world, answered, "<p>On Wednesday</p>", revision="2").status_code == 302


def test_a_name_that_should_not_have_stood_there_is_forgotten(world: World, answered: Post) -> None:
    edit(world, answered, "<p>On Tuesday</p>")
    edit(world, answered, "<p>Some day</p>", forget="1")
    assert not Revision.objects.exists()
    assert "Monday" not in history(world, answered)


def test_earlier_words_can_be_forgotten_afterwards(world: World, answered: Post) -> None:
    edit(world, answered, "<p>On Tuesday</p>")
    path = f"{place(answered.thread)}2/history/forget/"
    assert signed_in(world.ada).post(path).status_code == 403
    assert signed_in(world.mona).post(path).status_code == 302
    assert not Revision.objects.exists()
    assert AuditEntry.objects.get().verb == "forget_versions"
    assert signed_in(world.ben).post(path).status_code == 302, "nothing is left to forget"
    assert AuditEntry.objects.count() == 1


def test_only_who_may_is_offered_to_forget(world: World, answered: Post) -> None:
    edit(world, answered, "<p>On Tuesday</p>")
    offered = {who: "Forget the earlier words" in history(world, answered, who) for who in ("ben", "mona", "ada")}
    assert offered == {"ben": True, "mona": True, "ada": False}
    with pytest.raises(Denied):
        actions.forget_versions(grants(world.ada), answered)


def test_deleting_takes_every_version_along(world: World, answered: Post) -> None:
    edit(world, answered, "<p>On Tuesday</p>")
    actions.delete(grants(world.ben), answered)
    assert not Revision.objects.exists()
    assert signed_in(world.ben).get(f"{place(answered.thread)}2/history/").status_code == 404


def test_earlier_words_are_as_closed_as_the_thread(world: World, answered: Post) -> None:
    edit(world, answered, "<p>On Tuesday</p>")
    Thread.objects.update(space=world.spring_space)
    assert signed_in(world.cleo).get(f"{place(answered.thread)}2/history/").status_code == 404
