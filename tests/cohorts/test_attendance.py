"""After a session: its recording and notes, who was there, and the trail of what was corrected."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cohorts.attendance import actions, queries
from cohorts.models import Attendance, Session
from community.members.models import Member
from moderation.access.decision import Denied
from moderation.actions import Refused
from tests.cast import World, grants
from tests.cohorts.meetings import place, session
from tests.cohorts.year import bring_to
from tests.crowd import at_once
from tests.moderation.desk import lines
from tests.pages import Answer, text_of, typed_in
from tests.verbs import signed_in

YESTERDAY = -timedelta(days=1)


def mark(by: Member, which: Session, reason: str = "", **marks: str) -> Answer:
    """By handle."""
    given = {f"mark-{Member.objects.get(handle=handle).pk}": value for handle, value in marks.items()}
    return signed_in(by).post(f"{place(which)}after/marks/", given | {"reason": reason})


def keep(by: Member, which: Session, **fields: str) -> Answer:
    return signed_in(by).post(f"{place(which)}after/keep/", {"recording": "", "notes": ""} | fields)


def counting(which: Session) -> dict[str, str]:
    """The marks that count."""
    return {Member.objects.get(pk=pk).handle: rows[0].mark for pk, rows in queries.trail_of(which).items()}


def test_fay_keeps_recording_and_notes_for_the_cohort(world: World) -> None:
    which = session(world, within=YESTERDAY)
    kept = keep(world.fay, which, recording="https://meet.test/again", notes="We keep **keys** here.")
    assert kept["Location"] == place(which)
    page = text_of(signed_in(world.ada).get(place(which)))
    assert 'href="https://meet.test/again" rel="noopener noreferrer"' in page
    assert "<strong>keys</strong>" in page
    assert lines() == [("fay", "keep_after", "Budgets", "")]


@pytest.mark.parametrize("recording", ["meet.test", "javascript:alert(1)", "ftp://meet.test/x", "https://" + "x" * 500])
def test_an_address_that_is_none_is_refused_beside_its_field(world: World, recording: str) -> None:
    which = session(world, within=YESTERDAY)
    refused = keep(world.fay, which, recording=recording, notes="Kept")
    assert refused.status_code == 422
    assert 'id="id_recording-error"' in text_of(refused)
    assert typed_in(refused, "notes") == "Kept"
    which.refresh_from_db()
    assert (which.recording, which.notes) == ("", "")


def test_who_was_there_is_marked_and_each_sees_their_own(world: World) -> None:
    which = session(world, within=YESTERDAY)
    assert mark(world.fay, which, ada="present", ben="excused").status_code == 302
    assert counting(which) == {"ada": "present", "ben": "excused"}
    assert lines() == [("fay", "mark_attendance", "Budgets", "")]
    ada, ron = (text_of(signed_in(who).get(place(which))) for who in (world.ada, world.ron))
    assert "You are marked as: <b>present</b>" in ada
    assert "excused" not in ada
    assert "You are marked" not in ron


def test_a_correction_needs_a_reason_and_leaves_a_trail(world: World) -> None:
    which = session(world, within=YESTERDAY)
    mark(world.fay, which, ada="absent", ben="present")
    refused = mark(world.fay, which, ada="present", ben="present")
    assert refused.status_code == 422
    assert "Say why: you change what was marked before." in text_of(refused)
    assert '<option value="present" selected>' in text_of(refused)  # what was chosen is still there
    assert counting(which) == {"ada": "absent", "ben": "present"}
    assert mark(world.mona, which, "She came late", ada="present", ben="present").status_code == 302
    rows = (
        Attendance.objects.filter(session=which)
        .order_by("pk")
        .values_list("member__handle", "mark", "reason", "by__handle")
    )
    assert list(rows) == [
        ("ada", "absent", "", "fay"), ("ben", "present", "", "fay"), ("ada", "present", "She came late", "mona"),
    ]  # fmt: skip
    assert lines()[-1] == ("mona", "mark_attendance", "Budgets", "She came late")
    page = text_of(signed_in(world.fay).get(f"{place(which)}after/"))
    assert "Present, by Mona" in page
    assert "“She came late”" in page
    assert "Absent, by Fay" in page


def test_a_mark_is_never_taken_back_and_only_the_cohorts_people_have_one(world: World) -> None:
    which = session(world, within=YESTERDAY)
    mark(world.fay, which, ada="present")
    mark(world.fay, which, ada="", cleo="present")
    assert counting(which) == {"ada": "present"}
    assert actions.mark(grants(world.fay), which, marks={world.cleo.pk: "present"}, reason="") == 0
    assert mark(world.fay, which, ada="late").status_code == 422
    assert Attendance.objects.count() == 1


def test_who_left_the_cohort_keeps_their_mark(world: World) -> None:
    which = session(world, within=YESTERDAY)
    mark(world.fay, which, ada="present")
    world.spring.enrollments.filter(member=world.ada).delete()
    assert "Ada" in text_of(signed_in(world.fay).get(f"{place(which)}after/"))
    mark(world.fay, which, "It was her sister", ada="absent")
    assert counting(which) == {"ada": "absent"}


@pytest.mark.parametrize(("who", "within", "status"), [
    ("fay", YESTERDAY, 200), ("mona", YESTERDAY, 200), ("ada", YESTERDAY, 403), ("cleo", YESTERDAY, 404),
    ("fay", timedelta(days=1), 403),
])  # fmt: skip
def test_who_keeps_the_list_and_when(world: World, who: str, within: timedelta, status: int) -> None:
    which = session(world, within=within)
    assert signed_in(world.people[who]).get(f"{place(which)}after/").status_code == status
    assert mark(world.people[who], which, ada="present").status_code == (302 if status == 200 else status)
    assert keep(world.people[who], which).status_code == (302 if status == 200 else status)
    assert bool(counting(which)) == (status == 200)


def test_an_archived_cohort_keeps_its_list_as_it_is(world: World) -> None:
    which = session(world, within=YESTERDAY)
    mark(world.fay, which, ada="present")
    bring_to(world, "archived")
    assert mark(world.mona, which, "Too late", ada="absent").status_code == 403
    with pytest.raises(Denied, match="archived"):
        actions.keep_after(grants(world.mona), which, recording="", notes="New")


def test_two_who_mark_in_the_same_moment_see_each_other(lasting_world: World) -> None:
    world = lasting_world
    which = session(world, within=YESTERDAY)
    who = [grants(world.fay), grants(world.mona)]
    works = [
        lambda n=n: actions.mark(who[n], which, marks={world.ada.pk: ("present", "absent")[n]}, reason="")  # type: ignore[misc]
        for n in range(2)
    ]
    answers = at_once(works)
    assert sorted(map(str, answers)) == ["1", "reason: Say why: you change what was marked before."]
    assert Attendance.objects.count() == 1
    with pytest.raises(Refused, match="Say why"):
        actions.mark(who[0], which, marks={world.ada.pk: "excused"}, reason="")
