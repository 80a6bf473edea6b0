"""A photo of oneself: small, without a trace of where it was taken, and as open as its owner says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from community.files.models import Upload
from community.members.models import Member
from moderation.actions.leaving import leave
from tests.cast import OUTSIDE, World, grants
from tests.files.bringing import code, fetch, named, picture
from tests.pages import Answer, text_of
from tests.verbs import signed_in


def send(member: Member, content: bytes = b"", name: str = "me.jpg", **more: Any) -> Answer:
    files = {"photo": named(name, content)} if content else {}
    return signed_in(member).post("/you/photo/", {**files, **more})


def photo_of(handle: str) -> Upload:
    found = Member.objects.get(handle=handle).photo
    assert found is not None
    return found


@pytest.fixture
def shown(world: World) -> World:
    assert send(world.ada, picture())["Location"] == "/you/?saved=photo#photo"
    return world


def test_others_see_it_on_her_page_and_among_people(shown: World) -> None:
    address = f'src="/files/{photo_of("ada").pk}/"'
    for path in ("/people/ada/", "/people/", "/cohorts/spring/"):
        assert address in text_of(signed_in(shown.fay).get(path)), path
    assert address in text_of(signed_in(shown.ada).get("/you/"))
    body = fetch(signed_in(shown.fay), f"/files/{photo_of('ada').pk}/").body
    with Image.open(io.BytesIO(body)) as small:
        assert max(small.size) <= 480
        assert not small.getexif()


@pytest.mark.parametrize(
    ("audience", "who"), [("members", "ben cleo mona"), ("near", "ben mona"), ("moderators", "mona")]
)
def test_it_is_as_open_as_she_says(shown: World, audience: str, who: str) -> None:
    send(shown.ada, see_photo=audience)
    path = f"/files/{photo_of('ada').pk}/"
    readers = {name: signed_in(shown.people[name]) for name in ("ben", "cleo", "mona")}
    assert {name for name, client in readers.items() if code(client, path) == 200} == set(who.split())
    assert {n for n, client in readers.items() if path in text_of(client.get("/people/ada/"))} == set(who.split())
    assert code(signed_in(shown.ada), path) == 200


@pytest.mark.parametrize("name", ["vera", *OUTSIDE])
def test_nobody_outside_opens_it(shown: World, name: str) -> None:
    client = signed_in(None if name == "vera" else shown.people[name])
    assert code(client, f"/files/{photo_of('ada').pk}/") != 200


def test_the_photo_of_somebody_removed_is_gone_for_all(shown: World) -> None:
    path = f"/files/{photo_of('ada').pk}/"
    Member.objects.filter(handle="ada").update(standing="removed")
    assert code(signed_in(shown.ben), path) == 404


def test_a_new_one_takes_the_place_of_the_old_and_none_is_none(shown: World) -> None:
    first = photo_of("ada")
    send(shown.ada, picture(), name="again.jpg")
    second = photo_of("ada")
    assert first.pk != second.pk
    assert Upload.objects.filter(subject_kind="photo").count() == 1
    assert not Upload.objects.filter(pk=first.pk).exists()
    send(shown.ada, off="1")
    assert Member.objects.get(handle="ada").photo is None
    assert not Upload.objects.filter(subject_kind="photo").exists()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.4", "me.pdf", "cannot be opened"), (b"Just words", "me.txt", "Choose a picture"),
        (b"not a picture", "me.jpg", "JPG"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_beside_the_field(world: World, content: bytes, name: str, sentence: str) -> None:
    answer = send(world.ada, content, name)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Member.objects.get(handle="ada").photo is None


def test_nonsense_about_who_sees_it_changes_nothing(shown: World) -> None:
    send(shown.ada, see_photo="everybody")
    assert Member.objects.get(handle="ada").audiences == {}


@pytest.mark.django_db(transaction=True)
def test_who_leaves_takes_the_photo_away(world: World) -> None:
    send(world.ada, picture())
    place = Path(settings.MEDIA_ROOT) / photo_of("ada").place
    assert place.is_file()
    leave(grants(world.ada), words="stay")
    assert not Upload.objects.filter(subject_kind="photo").exists()
    assert not place.exists()
