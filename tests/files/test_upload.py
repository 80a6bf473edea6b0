from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from community.files import actions, endings, inspect
from community.files.models import Upload
from tests.cast import OUTSIDE, World
from tests.files import samples
from tests.files.bringing import bring, picture, send_file
from tests.verbs import signed_in


def kept_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def own_place(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_ada_uploads_a_text(world: World) -> None:
    answer = send_file(signed_in(world.ada), "notes.txt", "Größe".encode()).json()
    upload = Upload.objects.get()
    assert answer == {
        "id": str(upload.pk),
        "name": "notes.txt",
        "size": 7,
        "kind": "text",
        "url": f"/files/{upload.pk}/",
    }
    assert (upload.owner, upload.media_type, upload.subject_kind) == (world.ada, "text/plain; charset=utf-8", "")


def test_ada_uploads_a_picture_with_a_small_one_beside_it(world: World) -> None:
    answer = send_file(signed_in(world.ada), "Photo.JPG", picture()).json()
    upload = Upload.objects.get()
    assert (answer["width"], answer["height"], upload.kind, upload.name) == (600, 400, "image", "Photo.jpg")
    assert len(kept_files()) == 2
    assert upload.thumb_place


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("notes.txt", b"", inspect.EMPTY),
        ("virus.exe", b"MZ", endings.ANY_OTHER),
        ("page.html", b"<script>", endings.WEB_PAGE),
        ("drawing.svg", b"<svg/>", endings.PICTURE),
        ("photo.jpg", b"not a picture", endings.PRETENDS["image"]),
        ("photo.png", b"<svg onload=alert(1)>", endings.PRETENDS["image"]),
        ("plan.docx", b"%PDF-1.4", "The name of this file ends in .docx, but inside it is a PDF."),
        ("plan.pdf", b"plain text", endings.PRETENDS["pdf"]),
        ("macro.docm", b"PK", endings.MACROS),
        ("archive.zip", b"PK\x03\x04", endings.ARCHIVE),
        ("nameless", b"what is it", endings.NAMELESS),
        ("notes.txt", b"\x00\x01\x02", "This does not look like a plain text file inside."),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_file_that_is_not_taken_leaves_nothing(world: World, name: str, content: bytes, sentence: str) -> None:
    answer = send_file(signed_in(world.ada), name, content)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(sentence)
    assert (Upload.objects.count(), kept_files()) == (0, [])


def test_a_file_of_more_than_25_mb_is_not_taken(world: World) -> None:
    answer = send_file(signed_in(world.ada), "long.txt", b"x" * (25 * 2**20 + 1))
    assert (answer.status_code, answer.json()) == (422, {"error": inspect.TOO_LARGE})


def test_nothing_chosen_is_said_so(world: World) -> None:
    client = signed_in(world.ada)
    for fields in ({}, {"file": "not a file"}):
        answer = client.post("/files/", fields)
        assert (answer.status_code, answer.json()) == (422, {"error": "Choose a file first."})


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Ada\\plan.txt", "plan.txt"),
        ("schöne Pläne 日本 👍.txt", "schöne Pläne 日本 👍.txt"),
        ("invoice\u202etxt.exe.txt", "invoicetxt.txt"),
        ("a\x00b\r\nSet-Cookie: x.txt", "ab Set-Cookie- x.txt"),
        ("quote\"';<b>.txt", "quote-';-b.txt"),
        ("x" * 300 + ".txt", "x" * 116 + ".txt"),
        ("con.txt", "file-con.txt"),
        ("photo.html.txt", "photo.txt"),
    ],
)
def test_whatever_it_was_called_it_has_a_decent_name(world: World, given: str, kept: str) -> None:
    assert bring(world.ada, given).name == kept


def test_the_client_is_not_believed_about_the_kind(world: World) -> None:
    given = SimpleUploadedFile("notes.txt", b"<script>alert(1)</script>", "text/html")
    signed_in(world.ada).post("/files/", {"file": given})
    assert Upload.objects.get().media_type == "text/plain; charset=utf-8"


def test_bytes_lie_where_only_this_community_reads_and_nobody_guesses(world: World) -> None:
    first, second = bring(world.ada), bring(world.ada)
    place = Path(settings.MEDIA_ROOT) / first.place
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o077 == 0
    assert first.place != second.place
    assert "notes" not in first.place
    assert str(first.pk) not in first.place


def test_the_fingerprint_is_of_what_is_kept(world: World) -> None:
    upload = bring(world.ada, "photo.jpg", samples.photo_with_place())
    content = actions.content(upload)
    assert (upload.size, b"Ada Founder" in content) == (len(content), False)


def test_the_budget_of_an_hour_is_thirty_files(world: World) -> None:
    client = signed_in(world.ada)
    codes = [send_file(client).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    assert send_file(signed_in(world.ben)).status_code == 200
    assert Upload.objects.count() == 31


def test_ron_uploads_nothing(world: World) -> None:
    assert send_file(signed_in(world.ron)).status_code == 403
    assert kept_files() == []


@pytest.mark.parametrize("person", [*OUTSIDE, "vera"])
def test_nobody_outside_uploads_anything(world: World, person: str) -> None:
    assert send_file(signed_in(world.people.get(person))).status_code in (302, 403)
    assert (Upload.objects.count(), kept_files()) == (0, [])


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_the_address_of_uploads_only_takes(world: World, method: str) -> None:
    assert getattr(signed_in(world.ada), method)("/files/").status_code == 405
