"""Hours: what the marks come to, for oneself and for those who lead a cohort, also as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from cohorts.attendance import actions, queries
from cohorts.attendance.hours import in_words
from cohorts.lifecycle import takeout as places
from cohorts.models import Session
from cohorts.questions import takeout as questions
from cohorts.questions.actions import ask
from community.members.models import Member
from tests.cast import World, grants
from tests.cohorts.meetings import session
from tests.pages import text_of
from tests.takeout.test_archive import archive_of, section
from tests.verbs import signed_in


def was(world: World, minutes: int, title: str = "Budgets", reason: str = "", **marks: str) -> Session:
    """So many days ago as it has minutes, with these marks by handle."""
    which = session(world, title=title, minutes=minutes, within=-timedelta(days=minutes))
    given = {Member.objects.get(handle=handle).pk: mark for handle, mark in marks.items()}
    actions.mark(grants(world.fay), which, marks=given, reason=reason)
    return which


def test_ada_sees_what_she_was_at(world: World) -> None:
    was(world, 60, ada="present", ben="present")
    was(world, 90, "Leases", ada="present")
    was(world, 45, "Keys", ada="absent", ben="excused")
    page = text_of(signed_in(world.ada).get("/you/hours/"))
    assert "2 sessions, 2.5 hours" in page
    assert page.index("Budgets") < page.index("Leases")
    assert "Keys" not in page
    assert "Nothing yet." in text_of(signed_in(world.cleo).get("/you/hours/"))


def test_a_correction_counts_and_a_cancelled_session_does_not(world: World) -> None:
    which = was(world, 60, ada="present")
    gone = was(world, 30, ada="present")
    Session.objects.filter(pk=gone.pk).update(state="cancelled")
    assert [row.session_id for row in queries.hours_of(grants(world.ada))] == [which.pk]
    actions.mark(grants(world.fay), which, marks={world.ada.pk: "absent"}, reason="It was Ben")
    assert queries.hours_of(grants(world.ada)) == []


def test_her_hours_stay_when_she_is_in_the_cohort_no_more(world: World) -> None:
    was(world, 60, ada="present")
    world.spring.enrollments.filter(member=world.ada).delete()
    page = text_of(signed_in(world.ada).get("/you/hours/"))
    assert "1 session, 1 hour" in page
    assert "/cohorts/spring/sessions/" not in page  # what she cannot open is no link
    assert "Ada" in [line.member.name for line in queries.hours_in(world.spring)]


def test_fay_sees_everybody_of_her_cohort(world: World) -> None:
    was(world, 60, ada="present", ben="present")
    was(world, 90, ada="present")
    found = {line.member.handle: (line.sessions, line.minutes) for line in queries.hours_in(world.spring)}
    assert found == {"ada": (2, 150), "ben": (1, 60), "fay": (0, 0), "nia": (0, 0), "ron": (0, 0)}
    page = text_of(signed_in(world.fay).get("/cohorts/spring/hours/"))
    assert "2.5 hours" in page
    for who, status in ((world.ada, 403), (world.cleo, 404), (world.mona, 200)):
        for path in ("/cohorts/spring/hours/", "/cohorts/spring/hours.csv"):
            assert signed_in(who).get(path).status_code == status


def test_the_file_opens_in_a_spreadsheet_and_calculates_nothing(world: World) -> None:
    Member.objects.filter(pk=world.ada.pk).update(name="=1+1")
    Member.objects.filter(pk=world.ben.pk).update(name=" @SUM(A1)")
    was(world, 90, ada="present")
    answer = signed_in(world.fay).get("/cohorts/spring/hours.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="hours-spring.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Handle", "Sessions attended", "Minutes", "Minutes: Other hours", "Cohort", "As of"]
    by_handle = {row[1]: row for row in rows[1:]}
    assert b"@school.test" not in answer.content  # no address of anybody
    assert by_handle["ada"][0] == "'=1+1"
    assert by_handle["ben"][0] == "' @SUM(A1)"
    assert by_handle["ada"][2:6] == ["1", "90", "90", "Spring cohort"]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (75, "1.25 hours"),
        (100, "1 hour 40 minutes"),
        (150, "2.5 hours"),
        (6000, "100 hours"),
        (60_000_000, "1000000 hours"),
    ],
)
def test_hours_in_words(minutes: int, words: str) -> None:
    assert in_words(minutes) == words


# ---- one's words in one's archive ----------------------------------------------------------------


def test_what_was_asked_by_name_is_in_the_archive_and_what_was_not_is_nobodys(world: World) -> None:
    which = session(world)
    for body, nameless in (("Who has keys?", ""), ("Who is unhappy?", "1")):
        path = f"/cohorts/spring/sessions/{which.pk}/questions/ask/"
        signed_in(world.ada).post(path, {"body": body, "nameless": nameless})
    world.autumn.requests.create(member=world.ada, words="I open in fall.", at=which.starts_at)
    archive = archive_of(world.ada)
    assert [one["title"] for one in section(archive, "sessions")] == ["Budgets"]
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "Who has keys?" in everything
    assert "I open in fall." in everything
    assert "unhappy" not in everything


def test_who_leaves_with_their_words_takes_these_too(world: World) -> None:
    which = session(world)
    ask(grants(world.ada), which, body="Who has keys?", nameless=False)
    world.autumn.requests.create(member=world.ada, words="I open in fall.", at=which.starts_at)
    assert [questions.SOURCE.forget(world.ada.pk), places.SOURCE.forget(world.ada.pk)] == [False, False]  # type: ignore[misc]
    assert [list(source.read(world.ada.pk)) for source in (questions.SOURCE, places.SOURCE)] == [[], []]
    assert world.autumn.requests.get().words == ""
