from __future__ import annotations

import re

import pytest

from community.forum import actions
from community.forum.models import Post, Thread
from community.notifications.models import Notice
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import World, grants
from tests.forum.forms import act, place, send_edit
from tests.pages import link_named, text_of, typed_in
from tests.verbs import ask, reply, signed_in


def test_ben_edits_his_reply(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    answer = send_edit(signed_in(world.ben), thread, 2, body="<p>Rather <b>so</b>.</p>")
    assert answer["Location"] == f"{place(thread)}?to=2#reply-2"
    page = text_of(signed_in(world.ada).get(place(thread)))
    assert "<p>Rather <b>so</b>.</p>" in page
    assert re.search(r'/2/history/">edited</a>', page)


def test_ada_edits_her_question_and_its_title(world: World) -> None:
    thread = ask(world.ada, world.commons)
    answer = send_edit(signed_in(world.ada), thread, 1, title=" Snow  days? ", body="<p>When do you close?</p>")
    thread.refresh_from_db()
    assert answer["Location"] == place(thread)
    assert (thread.title, thread.excerpt) == ("Snow days?", "When do you close?")


def test_editing_a_reply_leaves_the_question_alone(world: World) -> None:
    thread = ask(world.ada, world.commons, title="Snow days?")
    reply(world.ben, thread)
    send_edit(signed_in(world.ben), thread, 2, title="Mine now")
    thread.refresh_from_db()
    assert (thread.title, thread.excerpt) == ("Snow days?", "Tell me.")


def test_the_form_holds_the_words_as_they_are(world: World) -> None:
    thread = ask(world.ada, world.commons, title="Fish & <chips>?", body="<p>A &amp; <b>lot</b>.</p>")
    form = signed_in(world.ada).get(f"{place(thread, 1)}edit/")
    assert (typed_in(form), typed_in(form, "title")) == ("<p>A &amp; <b>lot</b>.</p>", "Fish & <chips>?")


def test_saving_an_untouched_form_without_scripts_changes_no_word(world: World) -> None:
    thread = ask(world.ada, world.commons, body='<p>See <a href="https://e.example">this</a> &lt;3</p>')
    client, before = signed_in(world.ada), Post.objects.get().html
    form = client.get(f"{place(thread, 1)}edit/")
    fields = {name: typed_in(form, name) for name in ("body", "title", "plain", "nonce")}
    assert client.post(f"{place(thread, 1)}edit/", fields).status_code == 302
    assert Post.objects.get().html == before


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": ""}, "Please write something first."),
        ({"body": "x" * 64_001}, "This is too long to post: 64,001 of at most 64,000 characters."),
        ({"title": " "}, "Please write your question in one line."),
        ({"title": "x" * 161}, "Please keep it to 160 characters; this has 161."),
        ({"title": "x" * 1001}, "Ensure this value has at most 1000 characters"),
        ({"nonce": "x"}, "Enter a valid UUID."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_words_survive_an_edit_that_is_refused(world: World, fields: dict[str, str], sentence: str) -> None:
    thread = ask(world.ada, world.commons)
    given = {"title": "Other?", "body": "<p>Other words</p>"} | fields
    answer = send_edit(signed_in(world.ada), thread, 1, script=False, **given)
    assert (answer.status_code, typed_in(answer), typed_in(answer, "title")) == (422, given["body"], given["title"])
    assert sentence in text_of(answer)
    assert (Post.objects.get().html, Thread.objects.get().title) == ("<p>Tell me.</p>", "How do you do it?")


@pytest.mark.parametrize("person", ["ada", "cleo", "mona", "olga"])
def test_nobody_edits_what_ben_wrote(world: World, person: str) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    client = signed_in(world.people[person])
    assert client.get(f"{place(thread, 2)}edit/").status_code == 403
    assert send_edit(client, thread, 2).status_code == 403
    assert Post.objects.get(number=2).html == "<p>Like this.</p>"


def test_ben_deletes_his_reply_for_good(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread, body="<p>Better not said.</p>")
    answer = act(signed_in(world.ben), thread, 2, "delete")
    post = Post.objects.get(number=2)
    assert answer["Location"] == f"{place(thread)}?to=2#reply-2"
    assert (post.html, post.files, post.reactions, post.deleted_by) == ("", [], {}, world.ben)
    page = text_of(signed_in(world.ada).get(place(thread)))
    assert "A reply by Ben was deleted." in page
    assert "Better not said." not in page


def test_a_deleted_reply_is_counted_no_more(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ada, thread)
    reply(world.ben, thread)
    for number, person in ((2, world.ada), (3, world.ben)):
        act(signed_in(person), thread, number, "delete")
    thread.refresh_from_db()
    assert (thread.last_number, thread.reply_count, thread.helper_count) == (3, 0, 0)


def test_deleting_the_answer_leaves_the_question_unanswered(world: World) -> None:
    thread = ask(world.ada, world.commons)
    post = reply(world.ben, thread)
    actions.choose_answer(grants(world.ada), post)
    act(signed_in(world.ben), thread, 2, "delete")
    thread.refresh_from_db()
    assert not thread.answered
    assert "Answer chosen" not in text_of(signed_in(world.ada).get(place(thread)))


def test_deleting_withdraws_what_was_told_of_it(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread, body='<p><span data-mention="cleo">@Cleo</span></p>')
    assert set(Notice.objects.values_list("kind", flat=True)) == {"post.reply", "post.mention"}
    act(signed_in(world.ben), thread, 2, "delete")
    assert not Notice.objects.exists()


def test_mona_deletes_what_ben_wrote_and_the_log_says_so(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    act(signed_in(world.mona), thread, 2, "delete")
    assert Post.objects.get(number=2).deleted_by == world.mona
    entry = AuditEntry.objects.get(verb="delete_post")
    assert (entry.actor, entry.subject_label) == (world.mona, "How do you do it?")


def test_deleting_ones_own_reply_is_nobodys_business(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    act(signed_in(world.ben), thread, 2, "delete")
    assert not AuditEntry.objects.filter(verb="delete_post").exists()


@pytest.mark.parametrize("person", ["ada", "cleo", "ron"])
def test_nobody_else_deletes_what_ben_wrote(world: World, person: str) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    assert act(signed_in(world.people[person]), thread, 2, "delete").status_code == 403
    assert Post.objects.get(number=2).deleted_at is None


@pytest.mark.parametrize("person", ["ada", "mona"])
def test_a_question_is_not_deleted_as_a_reply_is(world: World, person: str) -> None:
    thread = ask(world.ada, world.commons)
    assert act(signed_in(world.people[person]), thread, 1, "delete").status_code == 403
    assert Post.objects.get().deleted_at is None


@pytest.mark.parametrize("what", ["edit", "delete", "thanks"])
def test_nothing_more_is_done_with_a_deleted_reply(world: World, what: str) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    client = signed_in(world.ben)
    act(client, thread, 2, "delete")
    assert act(client, thread, 2, what, body="<p>back</p>", nonce="x").status_code == 403
    assert Post.objects.get(number=2).html == ""


def test_words_deleted_in_another_tab_do_not_come_back_by_an_edit(world: World) -> None:
    thread = ask(world.ada, world.commons)
    opened = reply(world.ben, thread)
    actions.delete(grants(world.ben), Post.objects.get(pk=opened.pk))
    with pytest.raises(Denied):
        actions.edit(grants(world.ben), opened, body="<p>back</p>")
    assert Post.objects.get(pk=opened.pk).html == ""


def test_a_reply_deleted_in_two_tabs_is_deleted_once(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.cleo, thread)
    opened = reply(world.ben, thread)
    actions.delete(grants(world.ben), Post.objects.get(pk=opened.pk))
    with pytest.raises(Denied):
        actions.delete(grants(world.mona), opened)
    thread.refresh_from_db()
    assert (thread.reply_count, thread.helper_count) == (1, 1)


def test_only_ones_own_words_offer_to_be_changed(world: World) -> None:
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread)
    edit = f"{place(thread, 2)}edit/"
    assert link_named(signed_in(world.ben).get(place(thread)), "Edit") == edit
    assert edit not in text_of(signed_in(world.cleo).get(place(thread)))
    assert edit not in text_of(signed_in(world.mona).get(place(thread)))
