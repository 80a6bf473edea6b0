from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import transaction

from community.files import actions
from community.files.actions import NotAttachable
from community.files.models import Upload
from community.forum.models import Post
from community.live.protocol import Refusal
from tests.cast import World, grants
from tests.files.bringing import bring, picture
from tests.forum.forms import place, send_question, send_reply
from tests.pages import text_of
from tests.verbs import ask, reply, say, signed_in


def subject_of(upload: Upload) -> tuple[str, str]:
    upload.refresh_from_db()
    return upload.subject_kind, upload.subject_id


def test_ada_asks_with_a_picture_and_a_text(world: World) -> None:
    photo, notes = bring(world.ada, "photo.jpg", picture()), bring(world.ada)
    client = signed_in(world.ada)
    sent = send_question(client, world.commons, attachments=f"{photo.pk},{notes.pk}")
    post = Post.objects.get()
    assert [file["id"] for file in post.files] == [str(photo.pk), str(notes.pk)]
    assert {subject_of(photo), subject_of(notes)} == {("post", str(post.pk))}
    page = text_of(client.get(sent["Location"]))
    assert f'<img src="/files/{photo.pk}/thumb/" alt="photo.jpg" loading="lazy" width="600" height="400">' in page
    assert f'href="/files/{notes.pk}/" download' in page


def test_a_reply_may_be_nothing_but_a_file(world: World) -> None:
    thread, upload = ask(world.ada, world.commons), bring(world.ben)
    assert send_reply(signed_in(world.ben), thread, body="", attachments=str(upload.pk)).status_code == 302
    assert "notes.txt" in text_of(signed_in(world.ada).get(place(thread)))


def test_a_message_may_be_nothing_but_a_file(world: World) -> None:
    upload = bring(world.ben)
    message = say(world.ben, world.room, "", attachments=(upload.pk,))
    assert (message.body, message.files) == ("", [actions.shown(upload)])
    assert subject_of(upload) == ("message", str(message.pk))


def test_a_file_is_attached_once(world: World) -> None:
    upload = bring(world.ben)
    thread = ask(world.ada, world.commons)
    reply(world.ben, thread, attachments=[upload.pk])
    first = subject_of(upload)
    assert send_reply(signed_in(world.ben), thread, attachments=str(upload.pk)).status_code == 422
    with pytest.raises(Refusal, match="no longer there"):
        say(world.ben, world.room, attachments=(upload.pk,))
    assert subject_of(upload) == first


def test_a_file_named_twice_is_attached_once(world: World) -> None:
    upload = bring(world.ada)
    send_question(signed_in(world.ada), world.commons, attachments=f"{upload.pk},{upload.pk},")
    assert len(Post.objects.get().files) == 1


def test_nobody_attaches_a_file_of_somebody_else(world: World) -> None:
    upload = bring(world.ada)
    thread = ask(world.ada, world.commons)
    answer = send_reply(signed_in(world.ben), thread, attachments=str(upload.pk))
    assert (answer.status_code, subject_of(upload)) == (422, ("", ""))
    with pytest.raises(Refusal) as refused:
        say(world.ben, world.room, attachments=(upload.pk,))
    assert refused.value.code == "bad_attachment"


def test_one_bad_file_of_several_attaches_none(world: World) -> None:
    good, foreign = bring(world.ben), bring(world.ada)
    thread = ask(world.ada, world.commons)
    send_reply(signed_in(world.ben), thread, attachments=f"{good.pk},{foreign.pk}")
    assert (Post.objects.count(), subject_of(good)) == (1, ("", ""))


@pytest.mark.parametrize("wanted", [[uuid4()], [UUID(int=0), uuid4()]])
def test_a_file_that_never_was_is_not_attached(world: World, wanted: list[UUID]) -> None:
    with pytest.raises(NotAttachable), transaction.atomic():
        actions.attach(grants(world.ada), wanted, kind="post", subject="1")


def test_ten_files_fit_on_a_post(world: World) -> None:
    uploads = [bring(world.ada, f"{n}.txt") for n in range(11)]
    ids = [str(upload.pk) for upload in uploads]
    client = signed_in(world.ada)
    assert send_question(client, world.commons, attachments=",".join(ids)).status_code == 422
    assert send_question(client, world.commons, attachments=",".join(ids[:10])).status_code == 302
    assert len(Post.objects.get().files) == 10


def test_the_same_form_sent_twice_attaches_once(world: World) -> None:
    upload, nonce = bring(world.ada), uuid4()
    client = signed_in(world.ada)
    codes = [send_question(client, world.commons, attachments=str(upload.pk), nonce=nonce).status_code for _ in "12"]
    assert (codes, len(Post.objects.get().files)) == ([302, 302], 1)


def test_an_edit_keeps_the_files(world: World) -> None:
    upload = bring(world.ada)
    thread = ask(world.ada, world.commons, attachments=[upload.pk])
    signed_in(world.ada).post(f"{place(thread, 1)}edit/", {"body": "", "title": "Still?", "nonce": uuid4()})
    assert [file["name"] for file in Post.objects.get().files] == ["notes.txt"]
