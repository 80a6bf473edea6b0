from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.conf import settings

from community.files import subjects
from community.files.models import Upload
from tests.cast import INSIDE, OUTSIDE, World, grants
from tests.files import samples
from tests.files.bringing import bring, code, fetch, picture
from tests.pages import Answer
from tests.verbs import ask, reply, say, signed_in


def headers_that_tame(answer: Answer) -> None:
    """OWASP ASVS 5.0, 3.2.1 and 3.4.4: a browser can show or save it, never run it."""
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("page.txt", b"<script>alert(1)</script>", "text/plain; charset=utf-8"),
        ("table.csv", b"=cmd|' /C calc'!A0", "text/csv; charset=utf-8"),
        ("read me.md", b"# <img src=x onerror=alert(1)>", "text/markdown; charset=utf-8"),
        ("plan.pdf", samples.pdf(), "application/pdf"),
        ("plan.docx", samples.office(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_what_is_no_picture_is_saved_not_shown(world: World, name: str, content: bytes, media_type: str) -> None:
    upload = bring(world.ada, name, content)
    answer = fetch(signed_in(world.ada), f"/files/{upload.pk}/")
    headers_that_tame(answer)
    assert (answer["Content-Type"], answer["Content-Length"]) == (media_type, str(len(content)))
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.body == content


def test_a_picture_shows_in_the_page(world: World) -> None:
    upload = bring(world.ada, "photo.jpg", picture())
    for path, kind in (("", "image/jpeg"), ("thumb/", "image/webp")):
        answer = fetch(signed_in(world.ada), f"/files/{upload.pk}/{path}")
        headers_that_tame(answer)
        assert (answer["Content-Type"], answer["Content-Disposition"]) == (kind, 'inline; filename="photo.jpg"')
        assert len(answer.body) == int(answer["Content-Length"])


@pytest.mark.parametrize("name", ["schöne Pläne.txt", "日本.txt", "👍.txt", "a;b=c.txt", "100% sure.txt", "it's.txt"])
def test_a_name_arrives_as_it_is_whatever_letters_it_has(world: World, name: str) -> None:
    upload = bring(world.ada, name)
    given = fetch(signed_in(world.ada), f"/files/{upload.pk}/")["Content-Disposition"]
    spelled = unquote(given.partition("filename*=utf-8''")[2]) or given.partition('filename="')[2].rstrip('"')
    assert (upload.name, spelled) == (name, name)
    assert given.isascii()


def test_a_loose_file_is_its_owners_alone(world: World) -> None:
    upload = bring(world.ada)
    codes = {person: code(signed_in(world.people[person]), f"/files/{upload.pk}/") for person in INSIDE}
    assert codes == {person: 200 if person == "ada" else 404 for person in INSIDE}


def test_a_file_of_a_post_is_as_open_as_the_post(world: World) -> None:
    upload = bring(world.ada, "photo.jpg", picture())
    ask(world.ada, world.spring_space, attachments=[upload.pk])
    for path in ("", "thumb/"):
        codes = {p: code(signed_in(world.people[p]), f"/files/{upload.pk}/{path}") for p in INSIDE}
        assert codes == {person: 404 if person == "cleo" else 200 for person in INSIDE}


def test_a_file_of_a_message_is_as_open_as_its_room(world: World) -> None:
    upload = bring(world.ben)
    say(world.ben, world.room, attachments=(upload.pk,))
    codes = {person: code(signed_in(world.people[person]), f"/files/{upload.pk}/") for person in INSIDE}
    assert codes == {person: 404 if person == "cleo" else 200 for person in INSIDE}


@pytest.mark.parametrize("person", [*OUTSIDE, "vera"])
def test_nobody_outside_gets_a_byte(world: World, person: str) -> None:
    upload = bring(world.ada)
    ask(world.ada, world.commons, attachments=[upload.pk])
    answer = signed_in(world.people.get(person)).get(f"/files/{upload.pk}/")
    assert answer.status_code in (302, 403)
    assert b"Some notes" not in answer.content


def test_foreign_and_missing_files_look_alike(world: World) -> None:
    client = signed_in(world.cleo)
    foreign, missing = client.get(f"/files/{bring(world.ada).pk}/"), client.get(f"/files/{uuid4()}/")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert set(foreign.headers) == set(missing.headers)


def test_the_owner_loses_sight_of_a_file_with_the_place_it_belongs_to(world: World) -> None:
    upload = bring(world.ada)
    say(world.ada, world.room, attachments=(upload.pk,))
    world.spring.enrollments.filter(member=world.ada).delete()
    assert code(signed_in(world.ada), f"/files/{upload.pk}/") == 404


def test_a_file_of_a_deleted_reply_is_gone_from_the_disk(world: World, django_capture_on_commit_callbacks: Any) -> None:
    upload = bring(world.ben, "photo.jpg", picture())
    thread = ask(world.ada, world.commons)
    post = reply(world.ben, thread, attachments=[upload.pk])
    places = [Path(settings.MEDIA_ROOT) / place for place in (upload.place, upload.thumb_place)]
    assert all(place.exists() for place in places)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(world.ben).post(f"/forum/t/{thread.key}/{post.number}/delete/")
    assert not any(place.exists() for place in places)
    assert not Upload.objects.filter(pk=upload.pk).exists()


def test_a_file_whose_bytes_are_lost_is_absent(world: World) -> None:
    upload = bring(world.ada, "photo.jpg", picture())
    for place in (upload.place, upload.thumb_place):
        (Path(settings.MEDIA_ROOT) / place).unlink()
    for path in ("", "thumb/"):
        assert code(signed_in(world.ada), f"/files/{upload.pk}/{path}") == 404


def test_a_text_has_no_small_picture(world: World) -> None:
    assert code(signed_in(world.ada), f"/files/{bring(world.ada).pk}/thumb/") == 404


def test_a_file_attached_to_what_nobody_knows_is_for_nobody(world: World) -> None:
    upload = bring(world.ada)
    Upload.objects.filter(pk=upload.pk).update(subject_kind="dream", subject_id="1")
    assert code(signed_in(world.ada), f"/files/{upload.pk}/") == 404
    assert not subjects.may_read(grants(world.olga), "dream", "1")


def test_every_kind_of_subject_says_who_may_read_it() -> None:
    assert subjects.registered() == {"post", "message", "version", "photo"}


@pytest.mark.parametrize(("kind", "subject"), [("post", "0"), ("version", "0"), ("message", str(uuid4()))])
def test_a_file_of_something_gone_is_for_nobody(world: World, kind: str, subject: str) -> None:
    assert not subjects.may_read(grants(world.olga), kind, subject)


@pytest.mark.parametrize("path", ["not-an-id/", "../settings.py", "%2e%2e/", "0/", f"{uuid4()}", f"{uuid4()}/thumb"])
def test_odd_addresses_lead_nowhere(world: World, path: str) -> None:
    assert code(signed_in(world.ada), f"/files/{path}") == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_files_are_only_fetched(world: World, method: str) -> None:
    upload = bring(world.ada)
    for path in ("", "thumb/"):
        assert getattr(signed_in(world.ada), method)(f"/files/{upload.pk}/{path}").status_code == 405
