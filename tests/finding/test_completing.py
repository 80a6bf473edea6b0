"""The index completes itself, is built anew on demand, and follows what is written."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.management import call_command

from cohorts import indexing as rooms
from cohorts.models import Message
from community.finding import completing
from community.finding.models import DocumentWords, MessageWords, PostWords, Word
from community.forum import actions, indexing
from tests.cast import World, grants
from tests.cohorts.talking import fill
from tests.forum.filling import replies
from tests.library.shelving import shelve
from tests.pages import titles
from tests.verbs import ask, carry_out_jobs, reply, say, signed_in


def found(world: World, words: str) -> list[str]:
    return titles(signed_in(world.cleo).get("/search/", {"q": words}))


def test_what_came_without_its_words_is_found_after_a_while(world: World) -> None:
    thread = replies(ask(world.ada, world.commons, "When?"), [world.ben], 3)
    fill(world.room, [world.ben], 4)
    shelve(world.mona)
    PostWords.objects.all().delete()
    DocumentWords.objects.all().delete()
    completing.complete.call()
    assert PostWords.objects.count() == thread.posts.count()
    assert (MessageWords.objects.count(), DocumentWords.objects.count()) == (4, 1)


def test_a_message_brings_the_words_that_it_would_be_given(world: World) -> None:
    plain = say(world.ben, world.room, "Who waters the juniper?")
    for files in ([], [{"id": "1", "name": "plan.pdf", "size": 1, "kind": "pdf"}]):
        Message.objects.filter(pk=plain.pk).update(files=files)
        message = Message.objects.get(pk=plain.pk)
        message.pk, message.seq, message.rev, message.nonce = uuid4(), 50 + len(files), 50 + len(files), uuid4()
        message.save(force_insert=True)
        brought, given = MessageWords.objects.get(message=message), rooms.words_of(message)
        assert (brought.marks, brought.body) == (given.marks, given.body) != ("", "")


def test_an_operator_builds_it_anew_in_the_order_it_was_written(world: World, capsys: Any) -> None:
    first, second = ask(world.ada, world.commons, "Juniper one"), ask(world.ada, world.commons, "Juniper two")
    indexing.index(first.posts.get(), first)
    call_command("reindex")
    order = list(PostWords.objects.order_by("pk").values_list("post__thread_id", flat=True))
    assert order == [first.pk, second.pk]
    assert capsys.readouterr().out == "Done. Everything that was written can be found.\n"
    assert found(world, "junipre") == ["Juniper two", "Juniper one"]


def test_words_nobody_has_written_any_more_are_forgotten(world: World) -> None:
    thread = ask(world.ada, world.commons, "When?", "<p>Saxifrage</p>")
    completing.complete.call()
    actions.edit(grants(world.ada), thread.posts.get(), body="<p>Juniper</p>")
    completing.learn_anew.call()
    assert set(Word.objects.filter(text__in=["saxifrage", "juniper"]).values_list("text", flat=True)) == {"juniper"}
    assert found(world, "juniper") == ["When?"]


def test_replies_are_found_by_the_new_title_of_their_question(world: World) -> None:
    thread = ask(world.ada, world.commons, "When does it snow?")
    reply(world.ben, thread, "<p>In December</p>")
    assert found(world, "snow december") == ["When does it snow?"]
    actions.edit(grants(world.ada), thread.posts.get(number=1), body="<p>Tell me.</p>", title="When does it hail?")
    carry_out_jobs()
    assert found(world, "snow december") == []
    assert found(world, "hail december") == ["When does it hail?"]


def test_edited_words_are_found_and_old_ones_are_not(world: World) -> None:
    thread = ask(world.ada, world.commons, "When?", "<p>Saxifrage</p>")
    actions.edit(grants(world.ada), thread.posts.get(), body="<p>Juniper</p>")
    assert (found(world, "saxifrage"), found(world, "juniper")) == ([], ["When?"])


def test_words_of_a_thread_that_is_gone_are_left_alone(world: World) -> None:
    indexing.retitle.call(0)
    assert not PostWords.objects.exists()


def test_a_deleted_message_is_not_in_the_index(world: World) -> None:
    message = say(world.ben, world.room, "Saxifrage")
    assert MessageWords.objects.get().message_id == message.pk
    Message.objects.all().delete()
    assert not MessageWords.objects.exists()
