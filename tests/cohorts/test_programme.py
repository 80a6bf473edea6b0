"""The programme of a cohort: what is open to whom, ticks, how far all are; and the first steps of who is new."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cohorts.attendance import actions as attendance
from cohorts.lifecycle.actions.rolling import roll_forward
from cohorts.models import Milestone, MilestoneDone
from cohorts.programme import actions, queries, takeout
from cohorts.sessions.models import CalendarAddress
from community.members.models import Member
from moderation.access.decision import Denied
from tests.cast import World, grants, person
from tests.cohorts.year import bring_to
from tests.pages import Answer, text_of
from tests.verbs import say, signed_in

PLACE = "/cohorts/spring/programme/"
FORM = {"title": "Week 1", "body": "", "links": "", "due": "", "opening": "now", "opens_on": ""}


def write(by: Member, **fields: str) -> Answer:
    return signed_in(by).post(f"{PLACE}new/", FORM | fields)


def milestone(world: World, title: str, **facts: Any) -> Milestone:
    now = timezone.now()
    given = {"body": "", "links": [], "due": None, "opens_at": now} | facts
    return actions.add(grants(world.fay), world.spring, actions.Written(title=title, **given))


def order(world: World) -> list[str]:
    return list(world.spring.milestones.order_by("position").values_list("title", flat=True))


def test_fay_writes_a_week_and_ada_ticks_it_and_takes_it_back(world: World) -> None:
    links = "https://example.org/a A plan\n/library/\n\n"
    assert write(world.fay, body="Count **all**.", links=links, due="2027-01-31").status_code == 302
    made = Milestone.objects.get()
    assert made.links == [["https://example.org/a", "A plan"], ["/library/", ""]]
    page = text_of(signed_in(world.ada).get(PLACE))
    assert all(words in page for words in ("<strong>all</strong>", "A plan", "By January 31, 2027", "0 of 1"))
    for _ in range(2):
        assert signed_in(world.ada).post(f"{PLACE}{made.pk}/done/")["Location"] == PLACE
    assert MilestoneDone.objects.get().member == world.ada
    assert "You have done 1 of 1." in text_of(signed_in(world.ada).get(PLACE))
    signed_in(world.ada).post(f"{PLACE}{made.pk}/done/", {"off": "1"})
    assert MilestoneDone.objects.count() == 0


@pytest.mark.parametrize("wrong", [
    {"title": ""}, {"title": "x" * 121}, {"links": "javascript:alert(1)"}, {"links": "//evil.test/"}, {"links": "plan"},
    {"links": "/library/\n" * 11}, {"due": "soon"}, {"due": "9999-12-31"}, {"opening": "day"}, {"opening": "x"},
    {"opening": "day", "opens_on": "1000-01-01"},
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_kept(world: World, wrong: dict[str, str]) -> None:
    assert write(world.fay, **wrong).status_code == 422
    assert Milestone.objects.count() == 0


def test_what_is_not_open_only_fay_sees(world: World) -> None:
    open_one = milestone(world, "Open")
    later = milestone(world, "Later", opens_at=timezone.now() + timedelta(days=1))
    hidden = milestone(world, "Hidden", opens_at=None)
    ada, fay = (text_of(signed_in(who).get(PLACE)) for who in (world.ada, world.fay))
    assert [title in ada for title in ("Open", "Later", "Hidden")] == [True, False, False]
    assert [title in fay for title in ("Open", "Later", "Hidden")] == [True, True, True]
    statuses = [signed_in(world.ada).post(f"{PLACE}{m.pk}/done/").status_code for m in (open_one, later, hidden)]
    assert statuses == [302, 404, 404]
    Milestone.objects.filter(pk=later.pk).update(opens_at=timezone.now())
    assert "Later" in text_of(signed_in(world.ada).get(PLACE))


def test_fay_puts_them_in_order_changes_and_removes_them(world: World) -> None:
    first, second, third = (milestone(world, title) for title in ("One", "Two", "Three"))
    fay = signed_in(world.fay)
    fay.post(f"{PLACE}{third.pk}/", {"act": "up"})
    fay.post(f"{PLACE}{first.pk}/", {"act": "up"})
    assert order(world) == ["One", "Three", "Two"]
    fay.post(f"{PLACE}{second.pk}/", FORM | {"title": "The second"})
    fay.post(f"{PLACE}{third.pk}/", {"act": "remove"})
    assert order(world) == ["One", "The second"]
    assert "The second" in text_of(fay.get(f"{PLACE}{second.pk}/"))
    assert fay.get(f"{PLACE}{10**9}/").status_code == 404
    for path in (f"{PLACE}new/", f"{PLACE}{first.pk}/", f"{PLACE}progress/"):
        assert [signed_in(who).get(path).status_code for who in (world.ada, world.cleo)] == [403, 404]


def test_an_archived_cohort_keeps_its_programme_to_read(world: World) -> None:
    made = milestone(world, "One")
    bring_to(world, "archived")
    assert "One" in text_of(signed_in(world.ada).get(PLACE))
    assert signed_in(world.ada).post(f"{PLACE}{made.pk}/done/").status_code == 403
    with pytest.raises(Denied, match="archived"):
        actions.remove(grants(world.mona), made)


def test_fay_sees_how_far_everybody_is_in_pages(world: World, django_assert_max_num_queries: Any) -> None:
    first = milestone(world, "One")
    milestone(world, "Two")
    for who in (world.ada, world.ben):
        actions.tick(grants(who), first, done=True)
    page = text_of(signed_in(world.fay).get(f"{PLACE}progress/"))
    people = len(queries.members_of(world.spring))  # who is out is not counted, and Fay leads
    assert f"<b>2 of {people}</b>" in page
    assert f"<b>0 of {people}</b>" in page
    assert "Fay</th>" not in page
    assert page.count('data-name="Done">1 of 2</td>') == 2  # Ada and Ben
    assert page.count('<span class="sr-only">Done</span>') == 2
    for n in range(queries.PAGE):
        world.spring.enrollments.create(member=person(f"new{n}", world.cedar))
    fay = signed_in(world.fay)
    fay.get(f"{PLACE}progress/")
    with django_assert_max_num_queries(12):
        first_page = text_of(fay.get(f"{PLACE}progress/"))
    assert "More members" in first_page
    assert "New0<" in first_page
    after = first_page.partition('href="?after=')[2].partition('"')[0]
    assert "New49" in text_of(fay.get(f"{PLACE}progress/?after={after}"))
    assert fay.get(f"{PLACE}progress/?after=x~y").status_code == 200


def test_who_leads_sees_what_the_members_have_done_and_has_nothing_to_tick(world: World) -> None:
    for title in ("One", "Two"):
        made = milestone(world, title)
    milestone(world, "Hidden", opens_at=None)
    actions.tick(grants(world.ada), made, done=True)
    people = len(queries.members_of(world.spring))
    for who in (world.fay, world.mona):  # Fay is enrolled, to lead; Mona is not
        page = text_of(signed_in(who).get(PLACE))
        assert f"Together, its {people} members have done 1 of {2 * people}." in page
        assert [f"Done by {number} of {people} members" in page for number in (0, 1, 2)] == [True, True, False]
        assert "You have done" not in page
        assert "I have done this" not in page
    ada = text_of(signed_in(world.ada).get(PLACE))
    assert "Done by" not in ada
    assert "You have done 1 of 2." in ada
    world.spring.enrollments.filter(role="member").delete()
    assert "What the members do week by week" in text_of(signed_in(world.fay).get(PLACE))


def test_next_year_has_the_same_programme_and_categories_and_nothing_is_open_or_ticked(world: World) -> None:
    day = timezone.localdate() - timedelta(days=30)
    one = milestone(world, "One", due=day)
    actions.tick(grants(world.ada), one, done=True)
    attendance.add_category(grants(world.fay), world.spring, name="Safety", state="CO")
    attendance.set_share(grants(world.fay), world.spring, share=60)
    made = roll_forward(grants(world.mona), world.spring, name="Spring 2027", facilitator_ids=[], sessions=True)
    again = made.milestones.get()
    assert (again.title, again.due, again.opens_at) == ("One", day + timedelta(weeks=52), None)
    assert not again.done.exists()
    assert [str(c) for c in made.hours_categories.all()] == ["Safety (CO)"]
    assert made.least_share == 60


# ---- who is new ----------------------------------------------------------------------------------


def test_somebody_new_sees_three_steps_until_they_are_done(world: World) -> None:
    ada = signed_in(world.ada)
    page = text_of(ada.get("/cohorts/spring/"))
    assert "Welcome. Three first steps" in page
    assert "Say hello in “Spring room”" in page
    say(world.ada, world.room, "Hello")
    Member.objects.filter(pk=world.ada.pk).update(title="Founder")
    page = text_of(ada.get("/cohorts/spring/"))
    assert "You said hello." in page
    assert "Your profile says who you are." in page
    CalendarAddress.objects.create(member=world.ada, token_hash="0" * 64, made_at=timezone.now())
    assert "Welcome. Three" not in text_of(ada.get("/cohorts/spring/"))


def test_who_knows_their_way_hides_them_and_others_never_see_them(world: World) -> None:
    ben = signed_in(world.ben)
    assert "Welcome. Three" in text_of(ben.get("/cohorts/spring/"))
    for _ in range(2):
        assert ben.post("/cohorts/spring/welcome/")["Location"] == "/cohorts/spring/"
    assert "Welcome. Three" not in text_of(ben.get("/cohorts/spring/"))
    assert "Welcome. Three" in text_of(signed_in(world.ada).get("/cohorts/spring/"))
    world.spring.enrollments.filter(member=world.ada).update(since=timezone.now() - timedelta(days=31))
    for who in (world.ada, world.fay, world.mona):
        assert "Welcome. Three" not in text_of(signed_in(who).get("/cohorts/spring/"))
    assert signed_in(world.cleo).post("/cohorts/spring/welcome/").status_code == 404


def test_ticks_are_in_the_archive_and_go_when_ada_goes(world: World) -> None:
    actions.tick(grants(world.ada), milestone(world, "One"), done=True)
    actions.dismiss_welcome(grants(world.ada), world.spring)
    [words] = takeout.SOURCE.read(world.ada.pk)
    assert words.where == "Spring cohort"
    assert takeout.SOURCE.drop is not None
    takeout.SOURCE.drop(world.ada.pk)
    assert list(takeout.SOURCE.read(world.ada.pk)) == []
