"""Every file for every person, by each of its addresses; and no file by any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from cohorts.models import Message
from community.files import subjects
from community.files.models import Upload
from community.forum import actions as forum
from community.live.protocol import Delete
from community.members.profile import PHOTO
from tests.access.scene import EVERYBODY, PIXEL, SEES, Scene, stored_at
from tests.access.test_door import Answer, plain
from tests.cast import INSIDE, grants
from tests.verbs import do, signed_in

REFUSED = {"vera": 302, **dict.fromkeys(("sue", "rex", "lea", "nia"), 403)}


def addresses(upload: Upload) -> tuple[str, str]:
    return f"/files/{upload.pk}/", f"/files/{upload.pk}/thumb/"


def attached(scene: Scene) -> Iterator[tuple[str, str, str, bool]]:
    """(place, kind of subject, address, whether there is anything at that address)."""
    for place, of_place in scene.files.items():
        for kind, upload in of_place.items():
            whole, thumb = addresses(upload)
            yield place, kind, whole, True
            yield place, kind, thumb, bool(upload.thumb_place)


def fetched(client: Client, path: str, **headers: str) -> Answer:
    return plain(client.get(path, headers=headers))


@pytest.mark.parametrize("name", ["vera", *EVERYBODY])
def test_a_file_is_as_open_as_what_it_hangs_on(scene: Scene, name: str) -> None:
    client = signed_in(None if name == "vera" else scene.person(name))
    surprises = []
    for place, kind, path, there in attached(scene):
        status, content, _ = fetched(client, path)
        sees = there and name in SEES[place]
        wanted = REFUSED.get(name, 200 if sees else 404)
        if status != wanted or (content == PIXEL) != (wanted == 200):
            surprises.append(f"{kind} in {place}, {path}: {status} instead of {wanted}")
    assert surprises == []


def test_every_kind_of_thing_that_carries_files_is_tested(scene: Scene) -> None:
    kinds = {upload.subject_kind for of_place in scene.files.values() for upload in of_place.values()}
    assert kinds | {PHOTO} == subjects.registered()  # photos: tests/members/test_photo.py
    assert set(Upload.objects.exclude(subject_kind="").values_list("subject_kind", flat=True)) == kinds


def test_a_loose_file_is_its_owners_alone_while_they_are_inside(scene: Scene) -> None:
    for name in ("vera", *EVERYBODY):
        client = signed_in(None if name == "vera" else scene.person(name))
        for owner, upload in scene.loose.items():
            for path in addresses(upload):
                own = 200 if owner == name else 404
                assert fetched(client, path)[0] == REFUSED.get(name, own), f"{name}: {path} of {owner}"


def test_a_hidden_file_answers_like_one_that_never_was(scene: Scene) -> None:
    """However it is asked for: a range or a 304 would be a sight, too."""
    client, hidden = signed_in(scene.world.cleo), scene.files["spring"]["post"]
    missing = fetched(client, f"/files/{uuid4()}/")
    assert missing[0] == 404
    for path in (*addresses(hidden), *addresses(scene.loose["ada"])):
        for headers in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 1 Jan 2999"}):
            assert fetched(client, path, **headers) == missing, (path, headers)


def test_a_file_comes_with_headers_that_let_a_browser_only_show_or_save_it(scene: Scene) -> None:
    client, of_spring = signed_in(scene.world.ada), scene.files["spring"]
    for kind, disposition in (("post", "inline"), ("version", "attachment")):
        response = client.get(addresses(of_spring[kind])[0])
        assert b"".join(response) == PIXEL
        assert response["Content-Disposition"].startswith(f"{disposition}; filename=")
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, no-store"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_file_hanging_on_something_unknown_is_nobodys(scene: Scene) -> None:
    """Neither its owner's nor a moderator's: what nobody decides about stays shut."""
    scene.loose["ada"].subject_kind, scene.loose["ada"].subject_id = "dream", "1"
    scene.loose["ada"].save()
    for name in INSIDE:
        assert fetched(signed_in(scene.person(name)), addresses(scene.loose["ada"])[0])[0] == 404


@pytest.mark.parametrize(("kind", "subject"), [("post", "999999999"), ("message", str(uuid4())), ("version", "0")])
def test_a_file_whose_subject_is_gone_is_gone(scene: Scene, kind: str, subject: str) -> None:
    Upload.objects.filter(pk=scene.loose["ada"].pk).update(subject_kind=kind, subject_id=subject)
    for name in ("ada", "olga"):
        assert fetched(signed_in(scene.person(name)), addresses(scene.loose["ada"])[0])[0] == 404


def test_a_file_goes_with_the_reply_it_hung_on(scene: Scene, django_capture_on_commit_callbacks: Any) -> None:
    hung = scene.files["spring"]["post"]
    assert stored_at(hung).exists()
    with django_capture_on_commit_callbacks(execute=True):
        forum.delete(grants(scene.world.ben), scene.replies["spring"])
    assert not stored_at(hung).exists()
    assert fetched(signed_in(scene.world.ben), addresses(hung)[0])[0] == 404
    assert fetched(signed_in(scene.world.olga), addresses(hung)[0])[0] == 404


def test_a_file_goes_with_the_message_it_hung_on(scene: Scene, django_capture_on_commit_callbacks: Any) -> None:
    hung, message = scene.files["spring"]["message"], scene.messages["spring"]
    with django_capture_on_commit_callbacks(execute=True):
        do(scene.world.fay, Delete(scene.world.room.pk, message.pk, uuid4()))
    assert Message.objects.get(pk=message.pk).files == []
    assert not stored_at(hung).exists()
    assert fetched(signed_in(scene.world.ben), addresses(hung)[0])[0] == 404


def test_an_attached_file_cannot_be_taken_to_another_place(scene: Scene) -> None:
    """Cleo would hang the file of Spring on a reply of hers, and Ben his own file on a second one."""
    theirs = scene.files["spring"]["post"]
    for member in (scene.world.cleo, scene.world.ben):
        answer = signed_in(member).post(
            f"/forum/t/{scene.threads['commons'].key}/reply/",
            {"body": "<p>Look</p>", "nonce": uuid4(), "attachments": str(theirs.pk)},
        )
        assert answer.status_code == 422
    assert fetched(signed_in(scene.world.cleo), addresses(theirs)[0])[0] == 404


# ---- no other address -----------------------------------------------------------------------


def other_addresses(upload: Upload) -> list[str]:
    place = upload.place
    return [
        f"/{place}", f"/files/{place}", f"/files/{place}/", f"/media/{place}", f"{settings.MEDIA_URL}{place}",
        f"/static/{place}", f"/static/../files/{place}", f"/static/%2e%2e/files/{place}", f"/static//files/{place}",
        f"/static/..%2ffiles%2f{place}", f"/data/files/{place}", default_storage.url(place),
        f"/files/{upload.pk}", f"/files/{upload.pk}/../{place}", f"/files/{str(upload.pk).replace('-', '')}/",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["vera", "olga"])
def test_no_file_lies_at_any_other_address(scene: Scene, name: str) -> None:
    """Not even for an owner of the community, who may read everything."""
    client = signed_in(None if name == "vera" else scene.person(name))
    upload = scene.files["commons"]["post"]
    assert stored_at(upload).read_bytes() == PIXEL
    for path in other_addresses(upload):
        assert fetched(client, path)[0] == 404, path


def test_files_and_static_files_lie_apart() -> None:
    media, static = Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()
    assert not media.is_relative_to(static)
    assert not static.is_relative_to(media)


def test_a_stored_file_says_nothing_about_itself(scene: Scene) -> None:
    """A place is random and without a name; the folder belongs to the community alone."""
    for of_place in scene.files.values():
        for upload in of_place.values():
            assert Path(upload.name).stem.split()[0] not in upload.place
            assert stored_at(upload).stat().st_mode & 0o077 == 0
            assert stored_at(upload).parent.stat().st_mode & 0o077 == 0
