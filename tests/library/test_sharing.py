from __future__ import annotations

from typing import Any

import pytest

from community.files import endings, inspect
from community.files.models import Upload
from community.library import actions
from community.library.models import Document, Version
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import INSIDE, World, grants
from tests.files import samples
from tests.files.bringing import code, named
from tests.library.shelving import send_document, send_version, shelve
from tests.pages import text_of, typed_in
from tests.verbs import signed_in


def test_mona_shares_a_document(world: World) -> None:
    answer = send_document(signed_in(world.mona), "plan.md", b"# The <plan>", summary="Ours", note="First draft")
    document = Document.objects.get()
    version = document.versions.get()
    assert answer["Location"] == f"/library/{document.pk}/"
    assert (document.title, document.category, document.audience, document.shared_by, document.latest_number) == (
        "The plan", "policies", "members", world.mona, 1,
    )  # fmt: skip
    assert (version.note, version.preview_html, version.extent) == (
        "First draft", "<h1>The &lt;plan&gt;</h1>\n", "about 1 page",
    )  # fmt: skip


def test_its_file_belongs_to_it(world: World) -> None:
    send_document(signed_in(world.mona))
    upload = Upload.objects.get()
    assert (upload.subject_kind, upload.subject_id) == ("version", str(Version.objects.get().pk))
    assert code(signed_in(world.cleo), f"/files/{upload.pk}/") == 200


def test_a_pdf_is_previewed_in_pictures_as_open_as_itself(world: World) -> None:
    send_document(signed_in(world.mona), "plan.pdf", samples.pdf(count=2), audience="moderators")
    version = Version.objects.get()
    assert (version.extent, len(version.preview_pages)) == ("2 pages", 2)
    for person, expected in (("olga", 200), ("ada", 404)):
        codes = {code(signed_in(world.people[person]), f"/files/{page}/") for page in version.preview_pages}
        assert codes == {expected}


def test_sharing_is_written_in_the_log(world: World) -> None:
    send_document(signed_in(world.mona))
    entry = AuditEntry.objects.get(verb="share_document")
    assert (entry.actor, entry.subject_label) == (world.mona, "The plan")


def test_a_document_for_one_cohort(world: World) -> None:
    send_document(signed_in(world.mona), audience="cohort", cohort="spring")
    document = Document.objects.get()
    assert (document.audience, document.cohort) == ("cohort", world.spring)


def test_a_cohort_named_in_passing_does_not_narrow_the_audience(world: World) -> None:
    send_document(signed_in(world.mona), audience="members", cohort="spring")
    assert Document.objects.get().cohort is None


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"title": ""}, "Give it a title."),
    ({"title": "x" * 121}, "Ensure this value has at most 120 characters"),
    ({"title": "\u200b\x00"}, "Give it a title."),
    ({"summary": "x" * 601}, "Ensure this value has at most 600 characters"),
    ({"note": "x" * 201}, "Ensure this value has at most 200 characters"),
    ({"category": ""}, "Choose a kind."),
    ({"category": "poems"}, "poems is not one of the available choices"),
    ({"audience": "everybody"}, "everybody is not one of the available choices"),
    ({"audience": "cohort"}, "Choose which cohort this is for."),
    ({"audience": "cohort", "cohort": "no-such"}, "Choose which cohort this is for."),
]
FILES: list[tuple[Any, str]] = [
    ("", "Choose a file first."),
    (named("empty.txt", b""), "This file is empty."),
    (named("virus.exe", b"MZ"), endings.ANY_OTHER),
    (named("macros.xlsm", b"PK"), endings.MACROS),
    (named("plan.docx", samples.pdf()), "inside it is a PDF"),
    (named("plan.pdf", b"text"), endings.PRETENDS["pdf"]),
    (named("plan.docx", samples.zipped({"a": b"b"})), "Word, Excel or PowerPoint file inside"),
    (named("long.txt", b"x" * (25 * 2**20 + 1)), inspect.TOO_LARGE),
    (named("x" * 300 + ".exe", b"x"), endings.ANY_OTHER),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_refused_document_leaves_nothing_but_the_words(world: World, fields: dict[str, Any], sentence: str) -> None:
    given = {"summary": "Long <careful> words", "note": "Mine"} | fields
    answer = send_document(signed_in(world.mona), **given)
    assert (answer.status_code, typed_in(answer, "summary")) == (422, given["summary"])
    assert sentence in text_of(answer)
    assert (Document.objects.count(), Version.objects.count()) == (0, 0)


@pytest.mark.parametrize(("file", "sentence"), FILES, ids=lambda value: str(value)[:40])
def test_a_refused_file_is_told_by_a_sentence_and_not_kept(world: World, file: Any, sentence: str) -> None:
    if file:
        file.seek(0)
    answer = send_document(signed_in(world.mona), file=file)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert (Document.objects.count(), Upload.objects.count()) == (0, 0)


def test_the_budget_of_uploads_holds_here_too(world: World) -> None:
    client = signed_in(world.mona)
    for _ in range(30):
        client.post("/files/", {"file": named("a.txt", b"x")})
    answer = send_document(client)
    assert (answer.status_code, Document.objects.count()) == (422, 0)
    assert "You have added many files this hour." in text_of(answer)
    other = shelve(world.mona)
    assert "You have added many files" in text_of(send_version(client, other, "b.txt", b"x"))


@pytest.mark.parametrize("person", INSIDE)
def test_only_moderators_share_what_others_bring_waits(world: World, person: str) -> None:
    client, moderates, writes = signed_in(world.people[person]), person in ("mona", "olga"), person != "ron"
    document = shelve(world.mona)
    assert client.get("/library/share/").status_code == (200 if writes else 403)
    assert send_document(client).status_code == (302 if writes else 403)
    assert send_version(client, document, "b.txt", b"x").status_code == (302 if moderates else 403)
    assert Document.objects.filter(offered_at=None).count() == (2 if moderates else 1)
    assert Version.objects.filter(document=document).count() == (2 if moderates else 1)


def test_ada_shares_nothing_by_any_other_way(world: World) -> None:
    document = shelve(world.mona)
    with pytest.raises(Denied, match="Moderators add documents"):
        actions.add_version(grants(world.ada), document, file=named("b.txt", b"x"), note="")
    with pytest.raises(Denied):
        actions.share(
            grants(world.ron), title="x", summary="", category="budgets", audience="members", cohort_id=None,
            file=named("b.txt", b"x"), note="",
        )  # fmt: skip
    assert Version.objects.count() == 1


def test_the_next_version_is_the_newest(world: World) -> None:
    document = shelve(world.mona)
    before = document.updated_at
    send_version(signed_in(world.olga), document, "second.txt", b"Second", note="Doors open later")
    document.refresh_from_db()
    assert (document.latest_number, document.updated_at > before, document.shared_by) == (2, True, world.mona)
    newest = document.versions.first()
    assert newest is not None
    assert (newest.number, newest.note, newest.shared_by) == (2, "Doors open later", world.olga)
    assert AuditEntry.objects.get(verb="add_version").reason == "Doors open later"


@pytest.mark.parametrize(("name", "content"), [("x.exe", b"MZ"), ("x.txt", b"")])
def test_a_bad_version_leaves_the_document_as_it_was(world: World, name: str, content: bytes) -> None:
    document = shelve(world.mona)
    answer = send_version(signed_in(world.mona), document, name, content, note="My note")
    document.refresh_from_db()
    assert (answer.status_code, typed_in(answer, "note")) == (422, "My note")
    assert (document.latest_number, document.versions.count()) == (1, 1)


def test_a_version_of_a_document_that_never_was_is_absent(world: World) -> None:
    document = shelve(world.mona)
    Document.objects.filter(pk=document.pk).delete()
    assert send_version(signed_in(world.mona), document, "b.txt", b"x").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_forms_are_only_filled_in(world: World, method: str) -> None:
    document, client = shelve(world.mona), signed_in(world.mona)
    assert getattr(client, method)("/library/share/").status_code == 405
    assert getattr(client, method)(f"/library/{document.pk}/versions/").status_code == 405
    assert client.get(f"/library/{document.pk}/versions/").status_code == 405
