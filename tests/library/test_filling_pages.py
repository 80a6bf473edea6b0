"""Filling in a template: the button, the form, the copy, what is kept for the next time, and for whom all this is."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.files.models import Upload
from community.library.filling import actions
from community.library.models import Answer, Document, FieldList
from community.members.models import Member, Organization
from tests.cast import INSIDE, World
from tests.library.shelving import send_document, send_version, shelve
from tests.library.templates import opened, shelve_template, texts, word
from tests.pages import Answer as Page
from tests.pages import text_of, typed_in
from tests.takeout.test_archive import archive_of, section
from tests.verbs import carry_out_jobs, signed_in

LETTER = word("Dear family, {{ school_name }} opens on {{ start_date }}.", "{{ our_story }}", "Signature: ____")
PREVIEW = "<p>Dear family, {{ school_name }} opens on <b>{{ start_</b>date }}.</p><p>{{ our_story }}</p>"
GIVEN = {"f_school_name": "Cedar School", "f_start_date": "2027-08-05", "f_our_story": "One\nTwo"}


@pytest.fixture
def letter(world: World) -> Document:
    return shelve_template(world.mona, LETTER, preview=PREVIEW, title="Welcome letter")


def at(document: Document) -> str:
    return f"/library/{document.pk}/fill/"


def send(who: Member, document: Document, do: str = "download", **fields: str) -> Page:
    return signed_in(who).post(at(document), {"do": do, "version": "1", **GIVEN, **fields})


def test_a_template_with_fields_has_a_button(world: World) -> None:
    content = word("{{ school_name }}")
    send_document(signed_in(world.mona), "plan.docx", content)
    document = Document.objects.get()
    page = f"/library/{document.pk}/"
    assert "Fill it in" not in text_of(signed_in(world.ada).get(page))  # nobody looked yet
    carry_out_jobs()
    assert f'href="{at(document)}"' in text_of(signed_in(world.ada).get(page))
    send_version(signed_in(world.mona), document, "plan.docx", word("No fields any more"))
    carry_out_jobs()
    assert "Fill it in" not in text_of(signed_in(world.ada).get(page))


def test_older_documents_are_looked_at_by_and_by(world: World, letter: Document) -> None:
    shelve(world.mona, "Notes")
    actions.find_missing_fields.call()
    assert sorted(FieldList.objects.values_list("count", flat=True)) == [0, 4]


def test_the_form_asks_in_words_and_knows_the_school(world: World, letter: Document) -> None:
    page = text_of(signed_in(world.ada).get(at(letter)))
    assert re.findall(r'<label for="id_f_\w+">([^<]+)</label>', page) == [
        "School name", "Start date", "Our story", "Signature",
    ]  # fmt: skip
    assert 'value="Cedar School"' in page
    assert re.search(r'type="date" id="id_f_start_date"', page)
    assert re.search(r'<textarea[^>]* name="f_our_story"', page)
    assert "1 of 4 filled" in page
    assert "“Signature: ____”" in page


def test_the_preview_shows_where_answers_go(world: World, letter: Document) -> None:
    page = text_of(send(world.ada, letter, do="look", f_school_name="<b>Cedar</b>"))
    assert (
        '<mark class="blank" data-field="school_name" data-label="School name">&lt;b&gt;Cedar&lt;/b&gt;</mark>' in page
    )
    assert 'data-label="Start date">August 5, 2027</mark></b>.' in page
    assert "One<br>Two</mark>" in page
    assert 'data-label="School name">School name</mark>' in text_of(
        send(world.ada, letter, do="look", f_school_name="")
    )


def test_a_copy_is_handed_out_and_nothing_of_it_is_kept(world: World, letter: Document) -> None:
    before = sorted(Path(settings.MEDIA_ROOT).rglob("*"))
    signed_in(world.ada).get(at(letter))
    answer = send(world.ada, letter)
    assert texts(answer.content) == [
        "Dear family, Cedar School opens on August 5, 2027.", "One\nTwo", "Signature: ____",
    ]  # fmt: skip
    assert answer["Content-Disposition"] == 'attachment; filename="letter - Cedar School.docx"'
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert sorted(Path(settings.MEDIA_ROOT).rglob("*")) == before
    assert (Answer.objects.count(), Upload.objects.count()) == (0, 2)


@pytest.mark.parametrize(
    "school", ["../../etc/passwd", 'a"; filename="x.exe', "x\r\nSet-Cookie: a=b", "Ünïcode 学校", "con"]
)
def test_the_name_of_a_copy_is_safe_whatever_the_school_is_called(world: World, letter: Document, school: str) -> None:
    answer = send(world.ada, letter, f_school_name=school)
    assert answer.status_code == 200
    assert not re.search(r'[\r\n]|/etc|filename="[^"]*"[^;]*filename=', answer["Content-Disposition"])
    assert answer["Content-Disposition"].endswith(('.docx"', ".docx"))
    assert "Set-Cookie" not in answer


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(world: World) -> None:
    document = shelve_template(world.mona, word("{{ contact_email }} {{ start_date }} {{ school_name }}"))
    answer = send(world.ada, document, f_contact_email="ada at school", f_start_date="soon", f_school_name="x" * 2001)
    page = text_of(answer)
    assert answer.status_code == 422
    assert [typed_in(answer, name) for name in ("f_contact_email", "f_start_date")] == ["ada at school", "soon"]
    assert typed_in(answer, "f_school_name") == "x" * 2001
    for words in ("not a complete email address", "2027-08-15", "2001 characters, and 2000 fit"):
        assert words in page


def test_answers_are_saved_for_the_next_time_and_for_other_documents(world: World, letter: Document) -> None:
    answer = send(world.ada, letter, do="save", f_signature="Ada")
    assert (answer.status_code, answer["Location"]) == (302, f"{at(letter)}?saved=1")
    page = signed_in(world.ada).get(answer["Location"])
    assert "Saved. Next time" in text_of(page)
    assert [typed_in(page, f"f_{name}") for name in ("start_date", "our_story", "signature")] == [
        "2027-08-05", "One\nTwo", "Ada",
    ]  # fmt: skip
    other = shelve_template(world.mona, word("{{ start_date }}", "Signature: ____"))
    page = signed_in(world.ada).get(at(other))
    assert (typed_in(page, "f_start_date"), typed_in(page, "f_signature")) == ("2027-08-05", "")
    assert typed_in(signed_in(world.ben).get(at(letter)), "f_start_date") == ""


def test_what_was_emptied_is_forgotten_and_what_the_profile_says_is_not_kept(world: World, letter: Document) -> None:
    send(world.ada, letter, do="save")
    assert set(Answer.objects.values_list("name", flat=True)) == {"start_date", "our_story"}
    send(world.ada, letter, do="save", f_start_date="", f_school_name="Cedar Annex")
    assert dict(Answer.objects.values_list("name", "value")) == {"our_story": "One\nTwo", "school_name": "Cedar Annex"}
    assert typed_in(signed_in(world.ada).get(at(letter)), "f_school_name") == "Cedar Annex"


def test_there_is_room_for_so_many_answers(world: World, letter: Document, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "MOST_ANSWERS", 1)
    answer = send(world.ada, letter, do="save")
    assert (answer.status_code, actions.TOO_MANY in text_of(answer)) == (422, True)
    assert typed_in(answer, "f_start_date") == "2027-08-05"
    assert not Answer.objects.exists()


def test_whoever_may_only_read_can_take_a_copy_and_save_nothing(world: World, letter: Document) -> None:
    assert send(world.ron, letter).status_code == 200
    assert "Save for next time" not in text_of(signed_in(world.ron).get(at(letter)))
    assert send(world.ron, letter, do="save").status_code == 403
    assert not Answer.objects.exists()


def test_whoever_may_not_read_the_document_gets_what_they_get_for_none(world: World) -> None:
    foreign = shelve_template(world.mona, LETTER, audience="moderators")
    for do in ("get", "download", "save", "look"):
        for person in INSIDE:
            who = world.people[person]
            answers = [
                signed_in(who).get(f"/library/{pk}/fill/") if do == "get"
                else signed_in(who).post(f"/library/{pk}/fill/", {"do": do, **GIVEN})
                for pk in (foreign.pk, uuid4())
            ]  # fmt: skip
            if person in ("mona", "olga"):
                assert answers[0].status_code in (200, 302)
            else:
                assert [answer.status_code for answer in answers] == [404, 404]
                assert answers[0].content == answers[1].content


def test_a_document_kept_from_an_organization_is_not_there_for_its_people(world: World) -> None:
    document = shelve_template(world.olga, LETTER, hidden_from=world.cedar)
    codes = [signed_in(who).get(at(document)).status_code for who in (world.ada, world.cleo)]
    assert codes == [404, 200]


def test_a_newer_version_does_not_take_away_what_somebody_is_writing(world: World, letter: Document) -> None:
    send_version(signed_in(world.mona), letter, "letter.docx", word("{{ other }}"))
    assert texts(send(world.ada, letter).content)[0].startswith("Dear family, Cedar School")
    assert texts(send(world.ada, letter, version="x", f_other="New").content) == ["New"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.txt", b"Nothing to fill in.", "Nothing was found to fill in"),
        ("list.csv", b"{{ school_name }},=1", "Only Word, Excel and text files"),
    ],
)
def test_a_document_without_fields_says_so(world: World, name: str, content: bytes, words: str) -> None:
    document = shelve_template(world.mona, content, name)
    answer = signed_in(world.ada).get(at(document))
    assert (answer.status_code, words in text_of(answer)) == (200, True)
    assert send(world.ada, document).status_code == 422


@pytest.mark.parametrize("broken", [b"PK\x03\x04 not a zip", b"", None])
def test_a_file_that_broke_on_the_disk_gets_a_sentence(world: World, letter: Document, broken: bytes | None) -> None:
    signed_in(world.ada).get(at(letter))
    path = Path(settings.MEDIA_ROOT) / letter.versions.get().upload.place
    path.unlink() if broken is None else path.write_bytes(broken)
    answer = send(world.ada, letter)
    assert answer.status_code == 422
    assert typed_in(answer, "f_our_story") == "One\nTwo"
    assert re.search(r"damaged|cannot be filled in here", text_of(answer))
    FieldList.objects.all().delete()
    answer = signed_in(world.ada).get(at(letter))
    assert re.search(r"damaged|cannot be filled in here", text_of(answer))


def test_too_many_copies_in_a_short_time_are_refused_with_the_text_kept(
    world: World, letter: Document, monkeypatch: Any
) -> None:
    monkeypatch.setattr("community.ratelimits.take", lambda name, key: 1.0 if name == "fill" else 0.0)
    answer = send(world.ada, letter)
    assert (answer.status_code, typed_in(answer, "f_our_story")) == (429, "One\nTwo")
    assert "filled in many documents" in text_of(answer)


def test_many_fields_are_in_groups_and_more_than_fit_are_told(world: World) -> None:
    wanted = " ".join(f"{{{{ {who}_{n} }}}}" for who in ("school", "partner") for n in range(100))
    blanks = "[DATE] to [DATE] or [DATE]"
    page = text_of(signed_in(world.ada).get(at(shelve_template(world.mona, word(blanks, wanted)))))
    assert re.findall(r"<legend>(\w+)</legend>", page) == ["Details", "School", "Partner"]
    assert "these are the first 150" in page


def test_a_district_is_the_organization_of_whoever_comes_from_one(world: World, letter: Document) -> None:
    Organization.objects.filter(pk=world.cedar.pk).update(kind="School district")
    asked = word("{{ district_name }} {{ school_name }} {{ your_name }} {{ state }} Email: ____")
    page = signed_in(world.ada).get(at(shelve_template(world.mona, asked)))
    names = ("district_name", "school_name", "your_name", "state", "email")
    assert [typed_in(page, f"f_{name}") for name in names] == ["Cedar School", "", "Ada", "CO", ""]


def test_what_was_saved_is_in_ones_archive_and_goes_when_one_leaves(world: World, letter: Document) -> None:
    send(world.ada, letter, do="save", f_our_story="<i>Ours</i>")
    send(world.ben, letter, do="save", f_our_story="Ben's")
    kept = {one["title"]: one for one in section(archive_of(world.ada), "answers")}
    assert set(kept) == {"Start date", "Our story"}
    assert kept["Our story"]["html"] == "<p>&lt;i&gt;Ours&lt;/i&gt;</p>"
    Member.objects.filter(pk=world.ada.pk).update(standing="left")
    actions.find_missing_fields.call()
    assert set(Answer.objects.values_list("member__handle", flat=True)) == {"ben"}
    assert actions.forget_some(world.ben.pk) is False
    assert not Answer.objects.exists()


def test_the_page_asks_little_however_much_there_is(world: World, letter: Document) -> None:
    counts = []
    for extra in (0, 60):
        document = shelve_template(world.mona, word(" ".join(f"{{{{ field_{n} }}}}" for n in range(3 + extra))))
        client = signed_in(world.ada)
        client.post(at(document), {"do": "save", **{f"f_field_{n}": "x" for n in range(3 + extra)}})
        client.get(at(document))
        with CaptureQueriesContext(connection) as asked:
            client.get(at(document))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_a_document_of_twenty_pages_is_filled_in_within_two_seconds(world: World) -> None:
    paragraphs = [f"{{{{ field_{n % 60} }}}} " + "and so it goes on and on. " * 12 for n in range(240)]
    document = shelve_template(world.mona, word(*paragraphs, cells=["{{ school_name }}"] * 12))
    signed_in(world.ada).get(at(document))
    began = timezone.now()
    answer = send(world.ada, document, **{f"f_field_{n}": f"Answer {n}" for n in range(60)})
    assert timezone.now() - began < timedelta(seconds=2)
    assert opened(answer.content).paragraphs[1].text.startswith("Answer 1 and")
    assert io.BytesIO(answer.content).getbuffer().nbytes == len(answer.content)
