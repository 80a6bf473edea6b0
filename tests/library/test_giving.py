"""Files are brought, one or many; each says what it reveals and seems to be; then it is sent, or thrown away."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from community.files import actions as files
from community.files.models import Upload
from community.library import actions as library
from community.library.giving import actions
from community.library.giving.suggesting import stem, suggest
from community.library.models import Brought, Document, Version
from community.members.models import Member
from moderation.access.decision import Denied
from tests.cast import World, grants
from tests.files import samples
from tests.files.bringing import code, fetch, named
from tests.library.giving_files import pdf, word
from tests.library.shelving import send_document, send_version, shelve
from tests.pages import Answer, text_of, typed_in
from tests.verbs import signed_in

AtCommit = Callable[..., AbstractContextManager[Any]]
SAID = {"title": "The plan", "category": "policies"}


@pytest.fixture
def at_commit(django_capture_on_commit_callbacks: AtCommit) -> AtCommit:
    return django_capture_on_commit_callbacks


def bring(member: Member, *given: Any, fetched: bool = False) -> Answer:
    headers = {"x-requested-with": "fetch"} if fetched else {}
    return signed_in(member).post("/library/share/", {"file": list(given)}, headers=headers)


def stored() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_ada_sees_what_her_file_reveals_before_anybody_else(world: World) -> None:
    answer = bring(world.ada, named("handbook_FINAL v3.docx", word()))
    page = text_of(signed_in(world.ada).get(answer["Location"]))
    for words in ("Vera Lund", "Lund School", "Is that legal?", "Tracked changes", "35.77° N", "The Okafor family"):
        assert words in page, words
    assert typed_in(signed_in(world.ada).get(answer["Location"]), "title") == "Family handbook"
    assert '<option value="handbooks" selected>' in page
    assert code(signed_in(world.mona), answer["Location"]) == 404, "nobody else, moderators neither"
    assert "Family handbook" in text_of(signed_in(world.ada).get("/library/share/"))
    assert "Family handbook" not in text_of(signed_in(world.mona).get("/library/share/"))


def test_what_she_sends_names_nobody_and_the_first_file_is_gone(world: World, at_commit: AtCommit) -> None:
    client = signed_in(world.ada)
    place = bring(world.ada, named("handbook.docx", word()))["Location"]
    brought = Path(settings.MEDIA_ROOT) / Upload.objects.get().place
    refused = client.post(place, {**SAID, "take_out": "1", "summary": "Mine"})
    assert (refused.status_code, "tracked changes" in text_of(refused)) == (422, True), "never accepted in silence"
    assert typed_in(refused, "summary") == "Mine"
    assert client.post(place, {**SAID, "take_out": "1", "final": "no"}).status_code == 422
    assert (Document.objects.count(), brought.exists()) == (0, True)
    with at_commit(execute=True):
        assert client.post(place, {**SAID, "take_out": "1", "final": "yes"}).status_code == 302
    version = Version.objects.select_related("upload").get()
    assert (version.traces, Upload.objects.count(), Brought.objects.count(), brought.exists()) == ([], 1, 0, False)
    assert "Doors open at 9" in version.preview_html
    body = fetch(client, f"/files/{version.upload_id}/").body
    assert b"Vera" not in body


def test_a_moderator_sees_what_was_left_in_and_takes_it_out(world: World, at_commit: AtCommit) -> None:
    document_page = signed_in(world.ada).post(bring(world.ada, named("handbook.docx", word()))["Location"], SAID)[
        "Location"
    ]
    mona = signed_in(world.mona)
    assert "Is that legal?" in text_of(mona.get(document_page))
    before = Upload.objects.get()
    decide = {"do": "publish", "take_out": "1"}
    assert mona.post(f"{document_page}decide/", decide).status_code == 422, "the changes are not settled"
    assert Document.objects.get().offered_at is not None
    with at_commit(execute=True):
        assert mona.post(f"{document_page}decide/", {**decide, "final": "yes"}).status_code == 302
    version = Version.objects.select_related("upload").get()
    assert (version.traces, version.upload.owner, version.upload_id == before.pk) == ([], world.ada, False)
    assert (Upload.objects.count(), (Path(settings.MEDIA_ROOT) / before.place).exists()) == (1, False)
    assert code(signed_in(world.cleo), f"/files/{version.upload_id}/") == 200


def test_several_at_once_and_one_bad_one_stops_none(world: World) -> None:
    given = (named("bell_times.txt", b"Bell times\n\nAt 8."), named("virus.exe", b"MZ"), named("b.docx", b"PK no"))
    answer = bring(world.ada, *given)
    page = text_of(answer)
    assert (answer.status_code, "virus.exe" in page, "b.docx" in page, "Bell times" in page) == (422, True, True, True)
    assert [one.suggested["title"] for one in Brought.objects.all()] == ["Bell times"]
    assert bring(world.ada, named("a.txt", b"A"), named("b.txt", b"B"))["Location"] == "/library/share/"
    place = f"/library/share/{Brought.objects.get(upload__name='a.txt').pk}/"
    assert signed_in(world.ada).post(place, SAID)["Location"] == "/library/share/", "on to the others"


def test_the_script_sends_one_and_hears_its_title_or_why_not(world: World) -> None:
    made = bring(world.ada, named("bell_times.txt", b"x"), fetched=True).json()
    assert (made["title"], code(signed_in(world.ada), made["url"])) == ("Bell times", 200)
    refused = bring(world.ada, named("a.xlsm", b"PK"), fetched=True)
    assert (refused.status_code, "macros" in refused.json()["error"]) == (422, True)
    assert bring(world.ada, fetched=True).json() == {"error": "Choose a file first."}


def test_what_is_thrown_away_is_gone(world: World, at_commit: AtCommit) -> None:
    before = stored()
    place = bring(world.ada, named("plan.txt", b"The plan."))["Location"]
    assert code(signed_in(world.ben), f"{place}drop/") == 405
    assert signed_in(world.ben).post(f"{place}drop/").status_code == 404
    with at_commit(execute=True):
        assert signed_in(world.ada).post(f"{place}drop/").status_code == 302
    assert (Brought.objects.count(), Upload.objects.count(), stored()) == (0, 0, before)


def test_nobody_sends_what_somebody_else_brought(world: World) -> None:
    bring(world.ada, named("plan.txt", b"The plan."))
    facts = {**SAID, "summary": "", "audience": "members", "cohort_id": None, "note": ""}
    for member in (world.ben, world.mona):
        with pytest.raises(Denied):
            actions.send(grants(member), Brought.objects.get(), facts, clean=True, final=False, offered=True)
    assert actions.send(grants(world.ada), Brought.objects.get(), facts, clean=True, final=False, offered=True).pk


def test_a_childs_name_in_a_pdf_is_shown_to_who_brings_it(world: World) -> None:
    place = bring(world.ada, named("plan.md", b"Maya Thornton, a 4th grader, hits others"))["Location"]
    assert "Maya Thornton" in text_of(signed_in(world.ada).get(place)).partition("Does this point to a child?")[2]


def test_a_new_version_leaves_its_names_behind_too(world: World) -> None:
    document, client = shelve(world.mona), signed_in(world.mona)
    refused = send_version(client, document, "handbook.docx", word(), take_out="1")
    assert (refused.status_code, document.versions.count()) == (422, 1)
    assert send_version(client, document, "handbook.docx", word(), take_out="1", final="yes").status_code == 302
    newest = document.versions.select_related("upload").order_by("-number")[0]
    assert (newest.traces, b"Vera" in files.content(newest.upload)) == ([], False)


def test_when_the_disk_is_full_a_sentence_says_so_and_nothing_half_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = bring(world.ada, named("plan.pdf", pdf()))["Location"]
    before, write = stored(), Path.write_bytes
    room = [0]

    def full(path: Path, content: bytes) -> int:
        if not room[0]:
            write(path, content[:3])
            raise OSError(errno.ENOSPC, "No space left on device")
        room[0] -= 1
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    refused = bring(world.ada, named("a.txt", b"A"))
    assert (refused.status_code, "There is no room" in text_of(refused)) == (422, True)
    for number in (0, 1):  # the copy does not fit; it does, but the picture of its page does not
        room[0] = number
        answer = signed_in(world.ada).post(place, {**SAID, "take_out": "1", "summary": "My words"})
        assert (answer.status_code, "There is no room" in text_of(answer)) == (422, True)
        assert typed_in(answer, "summary") == "My words"
        assert not [path for path in stored() if path.suffix == ".part"]
    assert (Document.objects.count(), before <= stored()) == (0, True)
    assert send_document(signed_in(world.ada)).status_code == 422
    monkeypatch.undo()
    assert signed_in(world.ada).post(place, {**SAID, "take_out": "1"}).status_code == 302, "the same file, still here"


@pytest.mark.parametrize(
    ("name", "html", "words", "expected"),
    [
        ("x.docx", "<h1>Enrollment agreement</h1>", "", {"title": "Enrollment agreement", "category": "agreements"}),
        ("Budget_2027 FINAL v2.xlsx", "<h2>Sheet1</h2>", "", {"title": "Budget 2027", "category": "budgets"}),
        ("scan.pdf", "", "Grades 3-5 reading policy\nWe read.", {"title": "Grades 3-5 reading policy",
                                                                "grades": ["3-5"], "category": "policies"}),
        ("a.txt", "", "", {"title": "A", "category": "", "grades": []}),
        ("\u200b.txt", "<h1> </h1>", "\u200b", {"title": ""}),
    ],
)  # fmt: skip
def test_what_a_file_is_called_comes_from_what_it_says(name: str, html: str, words: str, expected: Any) -> None:
    found = suggest(name, html, words)
    assert {key: found[key] for key in expected} == expected


def test_names_of_files_lose_what_computers_add() -> None:
    assert [stem(name) for name in ("fire-drill_log (2).docx", "Copy of Lease.pdf", "v2.docx")] == [
        "Fire drill log", "Lease", "",
    ]  # fmt: skip


def test_who_leaves_takes_along_what_was_not_sent(world: World) -> None:
    bring(world.ada, named("plan.txt", b"The plan."))
    actions.forget_some(world.ada.pk)
    assert (Brought.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_pdf_is_found_by_its_words(world: World) -> None:
    page = samples.pdf(page="/Contents 9 0 R/Resources<</Font<</F 8 0 R>>>>", objects=(
        "8 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        "9 0 obj<</Length 45>>stream\nBT /F 12 Tf 20 100 Td (Marzipan policy) Tj ET  \n"
        "endstream endobj\n"))  # fmt: skip
    facts = {**SAID, "summary": "", "audience": "members", "cohort_id": None, "note": ""}
    library.share(grants(world.mona), file=named("plan.pdf", page), **facts)
    assert "The plan" in text_of(signed_in(world.cleo).get("/search/?q=Marzipan"))
