"""Hours by category, certificates of them, and what a stranger with a code sees."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from cohorts.attendance import actions as attendance
from cohorts.certificates import actions, codes, paper, takeout
from cohorts.models import Certificate, HoursCategory, Session
from moderation.access.decision import Absent
from tests.cast import World, grants
from tests.cohorts.test_hours import was
from tests.pages import text_of
from tests.verbs import signed_in

ALL = actions.Shown("full", show_total=True, show_categories=True)
HOURS = "/cohorts/spring/hours/"


def category(world: World, name: str, *sessions: Session, state: str = "") -> HoursCategory:
    made = attendance.add_category(grants(world.fay), world.spring, name=name, state=state)
    for which in sessions:
        attendance.count_under(grants(world.fay), which, category_id=made.pk)
    return made


def certified(world: World, shown: actions.Shown = ALL, **facts: Any) -> Certificate:
    if not Certificate.objects.exists():
        category(world, "Instruction", was(world, 60, ada="present"), state="CO")
        was(world, 45, "Keys", ada="present")
    return actions.make(grants(world.ada), world.spring, shown, **facts)


def seen(code: str) -> tuple[int, str]:
    answer = signed_in(None).get(f"/verify/{code}/")
    return answer.status_code, re.sub(r'name="csrf[^>]*>', "", text_of(answer))


def test_hours_stand_under_their_category_for_ada_for_fay_and_in_the_file(world: World) -> None:
    one, other = was(world, 60, ada="present"), was(world, 45, "Keys", ada="present", ben="present")
    category(world, "Instruction", one, state="CO")
    safety = category(world, "Student safety")
    assert "Instruction (CO)" in text_of(signed_in(world.ada).get("/you/hours/"))
    answer = signed_in(world.fay).post(f"{HOURS}categories/{safety.pk}/", {"act": "loose"})
    assert answer["Location"] == f"{HOURS}how/"
    other.refresh_from_db()
    assert other.category_id == safety.pk
    file = signed_in(world.fay).get(f"{HOURS[:-1]}.csv").content.decode("utf-8-sig").splitlines()
    assert file[0].startswith(
        "Name,Handle,Sessions attended,Minutes,Minutes: Instruction (CO),Minutes: Student safety,"
    )
    assert file[1].startswith("Ada,ada,2,105,60,45,")
    assert file[2].startswith("Ben,ben,1,45,0,45,")
    page = text_of(signed_in(world.fay).get(HOURS))
    assert "Student safety" in page
    assert "1.75 hours" in page


def test_categories_are_added_renamed_and_removed_and_bad_ones_are_refused(world: World) -> None:
    fay, add = signed_in(world.fay), f"{HOURS}categories/"
    assert fay.post(add, {"name": "Safety", "state": "CO"}).status_code == 302
    for name, state in (("safety", "CO"), ("", ""), ("x" * 61, ""), ("Safety", "ZZ")):
        assert fay.post(add, {"name": name, "state": state}).status_code == 422
    made = HoursCategory.objects.get()
    assert fay.post(f"{add}{made.pk}/", {"name": "Student safety", "state": ""}).status_code == 302
    assert fay.post(f"{add}{made.pk}/", {"name": ""}).status_code == 422
    which = was(world, 60, ada="present")
    attendance.count_under(grants(world.fay), which, category_id=made.pk)
    fay.post(f"{add}{made.pk}/", {"act": "remove"})
    which.refresh_from_db()
    assert which.category_id is None
    foreign = HoursCategory.objects.create(cohort=world.autumn, name="Theirs")
    with pytest.raises(Absent):
        attendance.count_under(grants(world.fay), which, category_id=foreign.pk)


def test_ada_makes_a_certificate_and_its_numbers_never_change(world: World) -> None:
    was(world, 60, ada="present")
    given = {"show_name": "full", "show_total": "1", "years": ""}
    assert signed_in(world.ada).get("/you/certificates/of/spring/").status_code == 200
    answer = signed_in(world.ada).post("/you/certificates/of/spring/", given)
    assert answer["Location"] == "/you/certificates/"
    first = Certificate.objects.get()
    was(world, 90, "Leases", ada="present")
    first.refresh_from_db()
    second = actions.make(grants(world.ada), world.spring, ALL)
    assert (first.minutes, second.minutes) == (60, 150)
    assert first.code != second.code
    page = text_of(signed_in(world.ada).get("/you/certificates/"))
    assert codes.in_groups(first.code) in page
    for years in ("2", "x"):
        assert signed_in(world.ada).post("/you/certificates/of/spring/", given | {"years": years}).status_code == 422


def test_the_paper_says_who_what_when_and_how_to_check(world: World) -> None:
    made = certified(world)
    answer = signed_in(world.ada).get(f"/you/certificates/{made.pk}/certificate.pdf")
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    words = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    wide, high = document[0].get_size()
    assert wide > high
    for part in ("Ada", "Spring cohort", "Instruction (CO)", "1.75 hours", codes.in_groups(made.code), made.center):
        assert part in words
    assert signed_in(world.ben).get(f"/you/certificates/{made.pk}/certificate.pdf").status_code == 404


def test_a_paper_that_cannot_be_drawn_is_said_and_nothing_is_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = certified(world)
    monkeypatch.setattr(paper, "SECONDS", 0)  # of processor time: it ends before it has begun
    answer = signed_in(made.member).get(reverse("certificate_file", args=[made.pk]))
    assert (answer.status_code, "could not be drawn just now" in text_of(answer)) == (503, True)
    assert Certificate.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize("name", ["Łucja Šťastná-O’Brien", "Wolfeschlegelsteinhausen " * 4, "ليلى", "李娜 🙂", "A"])
def test_no_name_is_too_long_or_too_strange_for_the_paper(world: World, name: str) -> None:
    made = certified(world)
    made.holder, made.categories = name.strip(), [[f"{name} {n}", 60] for n in range(20)]
    assert len(pypdfium2.PdfDocument(paper.drawn(made))) == 1


def test_a_stranger_sees_what_ada_allows_and_nothing_else(world: World) -> None:
    made = certified(world)
    status, page = seen(codes.in_groups(made.code))
    assert status == 200
    assert all(words in page for words in ("Ada", "1.75 hours", "Instruction (CO)"))
    assert "Spring" not in page  # not even which cohort
    given = {"show_name": "initials"}
    signed_in(world.ada).post(f"/you/certificates/{made.pk}/", given)
    page = seen(made.code.lower())[1]
    assert "A." in page
    assert not any(words in page for words in ("Ada", "1.75 hours", "Instruction"))
    signed_in(world.ada).post(f"/you/certificates/{made.pk}/", {"show_name": "none", "show_categories": "1"})
    page = seen(made.code)[1]
    assert "Instruction (CO)" in page
    assert not any(words in page for words in ("Ada", "A.", "1.75 hours"))
    answer = signed_in(None).get(f"/verify/{made.code}/")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert signed_in(world.ben).post(f"/you/certificates/{made.pk}/", {"show_name": "full"}).status_code == 404


def test_unknown_withdrawn_and_expired_look_the_same(world: World) -> None:
    gone, old, unknown = certified(world), certified(world, years=1), codes.draw()
    assert seen(gone.code)[0] == seen(old.code)[0] == 200
    signed_in(world.ada).post(f"/you/certificates/{gone.pk}/", {"act": "withdraw"})
    Certificate.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    answers = {seen(code) for code in (gone.code, old.code, unknown, "short", "x" * 300, "%00", "🙂")}
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_a_code_is_typed_with_strokes_or_without_and_few_times(world: World) -> None:
    made = certified(world)
    loose = codes.in_groups(made.code).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    answer = signed_in(None).get("/verify/", {"code": loose})
    assert answer["Location"] == f"/verify/{codes.in_groups(made.code)}/"
    assert signed_in(None).get("/verify/", {"code": "no"}).status_code == 200
    assert len(codes.SIGNS) ** codes.LENGTH >= 2**80
    assert [seen(codes.draw())[0] for _ in range(30)] == [404] * 30
    assert seen(made.code)[0] == 429


def test_who_has_no_hours_has_nothing_to_certify(world: World) -> None:
    was(world, 60, ada="present")
    path = "/you/certificates/of/spring/"
    assert [signed_in(who).get(path).status_code for who in (world.ada, world.ben, world.cleo)] == [200, 403, 404]
    world.spring.enrollments.filter(member=world.ada).delete()
    assert signed_in(world.ada).get(path).status_code == 200  # her hours stay hers


def test_certificates_are_in_her_archive_and_go_with_her_words(world: World) -> None:
    made = certified(world)
    hours, certificates = takeout.SOURCES
    assert len(list(hours.read(world.ada.pk))) == 2
    assert codes.in_groups(made.code) in next(iter(certificates.read(world.ada.pk))).text
    assert certificates.forget is not None
    certificates.forget(world.ada.pk)
    assert seen(made.code)[0] == 404
