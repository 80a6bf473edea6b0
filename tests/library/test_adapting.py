"""A school makes a template its own: who sees it, what its original does meanwhile, and how it comes back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from community.files.models import Upload
from community.library import actions as library
from community.library import indexing, linked
from community.library.adapting import actions
from community.library.models import Document, Lineage, Version
from community.library.revealing import traces
from community.members import epoch
from community.members.models import Member, Seat, SeatManager
from moderation.access.decision import Denied
from moderation.models import AuditEntry
from tests.cast import INSIDE, World, grants
from tests.crowd import at_once
from tests.files.bringing import code
from tests.library.giving_files import word as word_that_reveals
from tests.library.shelving import send_version, shelve
from tests.pages import Answer, text_of
from tests.verbs import signed_in

CEDAR = ("ada", "ben", "mona", "ron")


def press(member: Member, document: Document, what: str, **fields: Any) -> Answer:
    return signed_in(member).post(f"/library/{document.pk}/{what}/", fields)


def adapted(member: Member, document: Document) -> Document:
    assert press(member, document, "ours").status_code == 302
    return Document.objects.get(shelf=member.organization, lineage__parent=document)


def page(member: Member, document: Document) -> str:
    return text_of(signed_in(member).get(f"/library/{document.pk}/"))


def renew(mona: Member, document: Document, words: bytes = b"Doors open at 9.") -> None:
    assert send_version(signed_in(mona), document, "handbook.txt", words).status_code == 302


def test_what_ada_makes_hers_only_her_school_sees_anywhere(world: World) -> None:
    original = shelve(world.mona, "Larkspur handbook")
    ours = adapted(world.ada, original)
    Document.objects.filter(pk=ours.pk).update(title="Foxglove handbook")
    indexing.index(Document.objects.get(pk=ours.pk), ours.versions.get())
    upload = ours.versions.get().upload
    assert upload.pk != original.versions.get().upload_id
    for person in INSIDE:
        member, sees = world.people[person], person in CEDAR
        client, expected = signed_in(member), 200 if person in CEDAR else 404
        for address in (f"/library/{ours.pk}/", f"/files/{upload.pk}/", f"/library/{ours.pk}/compare/"):
            assert code(client, address) == expected, (person, address)
        assert ("Foxglove" in text_of(client.get("/library/ours/"))) is sees, person
        for address in ("/library/", "/"):
            assert "Foxglove" not in text_of(client.get(address)), (person, address)
        assert 'All <span class="num">1</span>' in text_of(client.get("/library/"))
        found = text_of(client.get("/search/?q=foxglove&in=documents"))
        assert (f"/library/{ours.pk}/" in found) is sees, person
        assert bool(linked.look(grants(member), [str(ours.pk)])) is sees
    assert not AuditEntry.objects.exists(), "what a school does for itself stands in no log"


def test_its_people_work_on_it_and_others_cannot(world: World) -> None:
    ours = adapted(world.ada, shelve(world.mona))
    assert send_version(signed_in(world.ben), ours, "b.txt", b"Ours").status_code == 302
    assert "Ours" in page(world.ada, ours) or ours.versions.count() == 2
    for outsider in (world.cleo, world.olga):
        assert send_version(signed_in(outsider), ours, "b.txt", b"x").status_code == 404
    assert send_version(signed_in(world.ron), ours, "b.txt", b"x").status_code == 403
    assert press(world.ben, ours, "drop").status_code == 403
    SeatManager.objects.create(member=world.ben, organization=world.cedar)
    epoch.move()
    assert "Delete from our shelf" in page(world.ben, ours)
    assert press(world.ben, ours, "drop").status_code == 302
    assert (Document.objects.count(), Upload.objects.filter(subject_kind="version").count()) == (1, 1)
    assert not Lineage.objects.exists()


def test_pressed_twice_or_by_two_it_is_one_copy(world: World) -> None:
    original = shelve(world.mona)
    ours = adapted(world.ada, original)
    assert press(world.ben, original, "ours").headers["Location"] == f"/library/{ours.pk}/"
    assert Document.objects.filter(shelf=world.cedar).count() == 1
    assert f'href="/library/{ours.pk}/"' in page(world.ben, original)
    assert press(world.ada, original, "ours", version="7").status_code == 404


def test_what_not_all_of_a_school_may_read_does_not_come_onto_its_shelf(world: World) -> None:
    spring = shelve(world.mona, audience="cohort", cohort=world.spring)
    waits = shelve(world.ada, offered_at=world.ada.joined_at or spring.created_at)
    hidden = shelve(world.ada, hidden_from=world.cedar)
    for document in (spring, waits, hidden):
        assert "Make it ours" not in page(world.ada, document)
        assert press(world.ada, document, "ours").status_code == 403
    assert "Make it ours" in page(world.ada, shelve(world.mona))


def test_without_the_seat_the_shelf_is_closed_and_waits(world: World) -> None:
    ours = adapted(world.ada, shelve(world.mona))
    address = f"/files/{ours.versions.get().upload_id}/"
    client = signed_in(world.ben)
    assert code(client, address) == 200
    Seat.objects.filter(member=world.ben).update(freed_at=ours.created_at)
    epoch.move()
    assert (code(client, address), code(client, f"/library/{ours.pk}/"), code(client, "/library/ours/")) == (403,) * 3
    Seat.objects.filter(member=world.ben).update(freed_at=None)
    epoch.move()
    assert code(client, address) == 200
    Member.objects.filter(pk=world.ben.pk).update(organization=world.dune)  # he moved on
    Seat.objects.filter(member=world.ben).update(organization=world.dune)
    epoch.move()
    assert (code(client, address), code(client, f"/library/{ours.pk}/")) == (404, 404)
    assert "It is kept" in text_of(signed_in(world.ada).get("/library/ours/"))


def test_the_tree_names_what_one_may_see_and_counts_the_rest(world: World) -> None:
    original = shelve(world.mona, "Larkspur")
    adapted(world.ada, original)
    adapted(world.cleo, original)
    for member, other in ((world.ada, "Dune School"), (world.cleo, "Cedar School")):
        seen = page(member, original)
        tree = seen[seen.index('id="adapted"') :].split("</section>")[0]
        assert "Adapted by 2 schools" in tree
        assert other not in tree
        assert "1 school keeps its to itself" in tree


def test_when_the_original_changes_ben_takes_it_or_leaves_it(world: World) -> None:
    original = shelve(world.mona)
    ours = adapted(world.ada, original)
    assert "original has changed" not in page(world.ben, ours)
    renew(world.mona, original)
    seen = page(world.ben, ours)
    assert "The original has changed since: version 1 → 2" in seen
    assert f"/library/{original.pk}/compare/?from=1&amp;to=2" in seen
    assert press(world.ben, ours, "original", do="leave").status_code == 302
    assert "original has changed" not in page(world.ben, ours)
    renew(world.mona, original, b"Doors open at 10.")
    assert "version 1 → 3" in page(world.ben, ours)
    late = press(world.ben, ours, "original", do="take", seen="0")
    assert (late.status_code, "A colleague shared version 1" in text_of(late)) == (409, True)
    for bent in ("", "x", "9" * 30):
        assert press(world.ben, ours, "original", do="take", seen=bent).status_code == 409
    assert press(world.ben, ours, "original", do="take", seen="1").status_code == 302
    numbers = list(ours.versions.order_by("number").values_list("number", "note"))
    assert numbers == [(1, "From the library: version 1"), (2, "The original as of its version 3")]
    assert "version 3" in page(world.ben, ours)
    assert "original has changed" not in page(world.ben, ours)
    assert press(world.ron, ours, "original", do="take", seen="2").status_code == 403


def test_ada_offers_hers_back_and_where_it_came_from_stays_visible(world: World) -> None:
    original = shelve(world.mona, "Larkspur")
    ours = adapted(world.ada, original)
    assert press(world.ada, ours, "offer", title=" ").status_code == 422
    assert press(world.cleo, ours, "offer", title="x").status_code == 404
    assert press(world.ada, original, "offer", title="x").status_code == 403
    for _ in range(2):
        assert press(world.ada, ours, "offer", title="Larkspur for deserts").status_code == 302
    offered = Document.objects.get(title="Larkspur for deserts")
    assert "Adapted by Cedar School from" in page(world.olga, offered)
    assert signed_in(world.cleo).get(f"/library/{offered.pk}/").status_code == 404
    assert press(world.mona, offered, "decide", do="publish").status_code == 302
    seen = page(world.cleo, offered)
    assert f"/library/{original.pk}/?version=1" in seen
    seen = page(world.cleo, original)
    assert "Adapted by 1 school<" in seen
    assert "Larkspur for deserts" in seen
    theirs = adapted(world.cleo, offered)
    assert theirs.lineage.root_id == original.pk  # type: ignore[attr-defined]
    assert "Adapted by 2 schools" in page(world.ada, original)
    assert ours.versions.count() == 1


def test_notes_and_reviews_are_for_the_library_only(world: World) -> None:
    ours = adapted(world.ada, shelve(world.mona))
    assert "How it went elsewhere" not in page(world.ada, ours)
    assert press(world.ada, ours, "notes", verdict="as_is").status_code == 403
    assert press(world.mona, ours, "holds").status_code == 403
    assert press(world.mona, ours, "decide", do="publish").status_code == 403


def test_who_shares_second_keeps_file_and_words_and_looks_first(world: World) -> None:
    document = shelve(world.mona)
    assert send_version(signed_in(world.olga), document, "b.txt", b"Olga's", seen=1).status_code == 302
    client = signed_in(world.mona)
    late = send_version(client, document, "c.txt", b"Mona's", seen=1, note="At nine")
    seen = text_of(late)
    assert (late.status_code, "Somebody shared version 2 a moment ago" in seen) == (409, True)
    assert 'value="At nine"' in seen
    kept = Upload.objects.get(name="c.txt")
    assert f'name="kept" value="{kept.pk}"' in seen
    where = f"/library/{document.pk}/versions/"
    stolen = signed_in(world.olga).post(where, {"kept": kept.pk, "seen": 2})
    assert (stolen.status_code, "no longer there" in text_of(stolen)) == (422, True)
    assert client.post(where, {"kept": kept.pk, "seen": 2, "note": "At nine"}).status_code == 302
    assert document.versions.get(number=3).upload_id == kept.pk
    for bent in ({"kept": "x"}, {"seen": "-1"}, {"seen": "x" * 99}, {"kept": kept.pk, "seen": 3}):
        assert client.post(where, bent).status_code == 422


def test_who_shares_second_still_leaves_behind_what_the_file_reveals(world: World) -> None:
    document = shelve(world.mona)
    client, where = signed_in(world.mona), f"/library/{document.pk}/versions/"
    wanted = {"take_out": "1", "final": "yes"}
    late = send_version(client, document, "c.docx", word_that_reveals(), seen=0, **wanted)
    assert late.status_code == 409
    kept = Upload.objects.get(name="c.docx")  # nothing else lies about
    assert client.post(where, {"kept": kept.pk, "seen": 1, "note": "Clean", **wanted}).status_code == 302
    newest = document.versions.get(number=2)
    assert not Upload.objects.filter(pk=kept.pk).exists()
    assert not any(trace.can_go for trace in traces.read(newest.traces))
    assert send_version(client, document, "d.docx", word_that_reveals(), seen=2).status_code == 302
    left = document.versions.get(number=3).traces
    assert left
    assert adapted(world.ada, document).versions.get().traces == left


def test_of_two_who_share_at_the_same_moment_one_wins(lasting_world: World) -> None:
    document = shelve(lasting_world.mona)

    def share(member: Member) -> str:
        try:
            file = SimpleUploadedFile("a.txt", b"Words")
            library.add_version(grants(member), document, file=file, note=member.name, seen=1)
            return "shared"
        except library.Overtaken as late:
            return str(late.newest)

    answers = at_once([lambda: share(lasting_world.mona), lambda: share(lasting_world.olga)])
    assert sorted(map(str, answers)) == ["2", "shared"]
    assert list(Version.objects.filter(document=document).values_list("number", flat=True)) == [2, 1]


def test_no_action_lets_an_outsider_in_by_another_way(world: World) -> None:
    ours = adapted(world.ada, shelve(world.mona))
    actions.leave_original(grants(world.ben), ours)
    for attempt in (
        lambda who: actions.make_ours(who, ours, ours.versions.get()),
        lambda who: actions.take_original(who, ours, seen=1),
        lambda who: actions.leave_original(who, ours),
        lambda who: actions.offer_back(who, ours, title="x", summary=""),
        lambda who: actions.drop(who, ours),
    ):
        with pytest.raises(Denied):
            attempt(grants(world.olga))
