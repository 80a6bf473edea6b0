from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from community.library.models import Document, Version
from tests.cast import INSIDE, OUTSIDE, World
from tests.files.bringing import code, fetch
from tests.library.shelving import send_version, shelve
from tests.pages import text_of
from tests.verbs import signed_in


def test_a_document_is_shown_with_all_there_is_to_know(world: World) -> None:
    document = shelve(world.mona, "Fish & <chips>", summary="<b>Bold</b> words")
    page = text_of(signed_in(world.ada).get(f"/library/{document.pk}/"))
    assert "<h1>Fish &amp; &lt;chips&gt;</h1>" in page
    assert "<p>&lt;b&gt;Bold&lt;/b&gt; words</p>" in page
    assert "Mona, Cedar School, CO" in page
    assert f'href="/files/{document.versions.get().upload_id}/" download' in page


@pytest.mark.parametrize(
    ("audience", "readers"),
    [("members", INSIDE), ("cohort", ("ada", "ben", "fay", "ron", "mona", "olga")), ("moderators", ("mona", "olga"))],
)
def test_a_document_and_its_file_are_for_its_audience(world: World, audience: str, readers: tuple[str, ...]) -> None:
    document = shelve(world.mona, audience=audience, cohort=world.spring if audience == "cohort" else None)
    upload = document.versions.get().upload_id
    for person in INSIDE:
        client = signed_in(world.people[person])
        expected = 200 if person in readers else 404
        assert (code(client, f"/library/{document.pk}/"), code(client, f"/files/{upload}/")) == (expected, expected), (
            person
        )


def test_foreign_and_missing_documents_look_alike(world: World) -> None:
    foreign = shelve(world.mona, audience="moderators")
    client = signed_in(world.ada)
    answers = [client.get(f"/library/{pk}/") for pk in (foreign.pk, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize("person", [*OUTSIDE, "vera"])
def test_nobody_outside_sees_a_document(world: World, person: str) -> None:
    document = shelve(world.mona, "Lease")
    client = signed_in(world.people.get(person))
    for path in ("/library/", f"/library/{document.pk}/", f"/files/{document.versions.get().upload_id}/"):
        answer = client.get(path)
        assert answer.status_code in (302, 403)
        assert b"Lease" not in answer.content


def test_a_download_comes_under_its_own_name_and_is_never_run(world: World) -> None:
    upload = shelve(world.mona).versions.get().upload
    answer = fetch(signed_in(world.ada), f"/files/{upload.pk}/")
    assert answer.body == b"Doors open at 8."
    assert answer["Content-Disposition"] == 'attachment; filename="handbook.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


def test_older_versions_stay_with_their_links(world: World) -> None:
    document = shelve(world.mona)
    send_version(signed_in(world.mona), document, "second.txt", b"Doors open at 9.")
    client = signed_in(world.ada)
    newest, older = (text_of(client.get(f"/library/{document.pk}/{query}")) for query in ("", "?version=1"))
    assert "second.txt" in newest
    assert "Doors open at 9." in newest
    assert "(there is a newer one)" in older
    assert "handbook.txt" in older


@pytest.mark.parametrize("version", ["2", "0", "-1", "x", "²", "1x", "99999999999999999999", "\x00"])
def test_a_version_that_never_was_is_absent(world: World, version: str) -> None:
    document = shelve(world.mona)
    assert signed_in(world.ada).get(f"/library/{document.pk}/", {"version": version}).status_code == 404


def test_a_preview_shows_only_what_was_cleaned(world: World) -> None:
    document = shelve(world.mona)
    Version.objects.update(preview_html="<h1>Plan</h1>")
    assert "<h1>Plan</h1></div>" in text_of(signed_in(world.ada).get(f"/library/{document.pk}/"))


def test_pages_of_a_preview_are_shown_as_pictures(world: World) -> None:
    document = shelve(world.mona)
    Version.objects.update(preview_pages=["11111111-1111-1111-1111-111111111111"])
    page = text_of(signed_in(world.ada).get(f"/library/{document.pk}/"))
    assert '<img src="/files/11111111-1111-1111-1111-111111111111/" alt="Page 1" loading="lazy">' in page


def test_a_document_without_a_preview_says_so(world: World) -> None:
    page = text_of(signed_in(world.ada).get(f"/library/{shelve(world.mona).pk}/"))
    assert "This kind of file has no preview." in page


def test_only_moderators_are_offered_to_add_a_version(world: World) -> None:
    document = shelve(world.mona)
    offered = {
        p: "Add a version" in text_of(signed_in(world.people[p]).get(f"/library/{document.pk}/")) for p in INSIDE
    }
    assert offered == {person: person in ("mona", "olga") for person in INSIDE}


@pytest.mark.parametrize("path", ["x/", "1/", "share", "%00/"])
def test_odd_addresses_lead_nowhere(world: World, path: str) -> None:
    assert signed_in(world.mona).get(f"/library/{path}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_documents_are_only_read(world: World, method: str) -> None:
    document = shelve(world.mona)
    for path in ("/library/", f"/library/{document.pk}/"):
        assert getattr(signed_in(world.mona), method)(path).status_code == 405
    assert Document.objects.count() == 1


def test_a_document_page_asks_as_much_for_ten_versions_as_for_one(
    world: World, django_assert_max_num_queries: Any
) -> None:
    document, client = shelve(world.mona), signed_in(world.ada)
    client.get(f"/library/{document.pk}/")
    counts = []
    for numbers in ((), range(2, 11)):
        for number in numbers:
            other = shelve(world.mona).versions.get()
            Version.objects.filter(pk=other.pk).update(document=document, number=number)
        with django_assert_max_num_queries(8) as asked:
            client.get(f"/library/{document.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
