"""A whole cohort is named: those of it who can read it are told, once; who may, and what it must not give away."""

from __future__ import annotations

from typing import Any

import pytest

from cohorts.models import Cohort, Enrollment
from community.forum.models import Post, Space, Thread
from community.members import epoch
from community.members.models import Member
from community.notifications.models import Notice
from tests.cast import World, person
from tests.forum.forms import place, send_edit, send_question, send_reply
from tests.pages import text_of
from tests.verbs import ask, carry_out_jobs, reply, signed_in

SPRING = '<p><span data-mention="cohort:spring">@whatever</span> look</p>'


def told(kind: str = "post.cohort") -> list[str]:
    carry_out_jobs()
    return sorted(Notice.objects.filter(kind=kind).values_list("member__handle", flat=True))


def number(member: Member, space: Space, names: str, **more: str) -> int:
    answer = signed_in(member).get(f"/forum/in/{space.slug}/telling/", {"names": names, **more})
    return int(answer.json()["people"])


def offered(member: Member, beginning: str, space: str = "commons") -> list[dict[str, Any]]:
    people = signed_in(member).get(f"/forum/in/{space}/mentions/", {"q": beginning}).json()["people"]
    return [one for one in people if one["handle"].startswith("cohort:")]


def test_all_of_spring_are_told_of_what_fay_asks(world: World) -> None:
    thread = ask(world.fay, world.commons, body=SPRING)
    assert told() == ["ada", "ben", "ron"]  # nobody outside, not Cleo of Autumn, not Fay herself
    assert number(world.fay, world.commons, "cohort:spring") == 3
    assert "mentioned your cohort in “How do you do it?”" in text_of(signed_in(world.ben).get("/notices/"))
    page = text_of(signed_in(world.cleo).get(place(thread)))
    assert '<a class="mention" data-mention="cohort:spring">@Spring cohort</a>' in page
    carry_out_jobs()
    assert told() == ["ada", "ben", "ron"]


def test_whoever_is_named_too_or_follows_is_told_once_as_it_concerns_them_most(world: World) -> None:
    thread = ask(world.ada, world.commons)
    signed_in(world.ben).post("/forum/in/commons/follow/", {"level": "watch"})
    body = '<p><span data-mention="cleo">@x</span> <span data-mention="ron">@x</span></p>' + SPRING
    reply(world.fay, thread, body)
    assert (told(), told("post.mention"), told("post.reply"), told("post.followed")) == (
        ["ben"], ["cleo", "ron"], ["ada"], [],
    )  # fmt: skip
    assert number(world.fay, world.commons, "cohort:spring,cleo,ron") == 4  # Ada, Ben, Cleo, Ron


def test_only_those_of_the_cohort_who_can_read_the_place_are_told(world: World) -> None:
    ask(world.olga, world.table, body=SPRING)
    assert (told(), number(world.olga, world.table, "cohort:spring")) == ([], 0)
    autumn = Space.objects.create(slug="fall", name="Autumn space", audience="cohort", cohort=world.autumn)
    Enrollment.objects.create(cohort=world.autumn, member=world.ben)
    epoch.move()
    ask(world.mona, autumn, body=SPRING)
    assert (told(), number(world.mona, autumn, "cohort:spring")) == (["ben"], 1)


def test_what_fay_keeps_from_her_organization_reaches_nobody_of_it(world: World) -> None:
    Enrollment.objects.create(cohort=world.spring, member=person("dan", world.dune))
    epoch.move()
    ask(world.fay, world.commons, body=SPRING, hide=True)
    assert told() == ["ada", "ben", "ron"]
    assert number(world.fay, world.commons, "cohort:spring", hide="1") == 3
    assert number(world.fay, world.commons, "cohort:spring") == 4


def test_who_is_left_in_peace_stays_so(world: World) -> None:
    signed_in(world.ben).post("/forum/in/commons/follow/", {"level": "mute"})
    ask(world.fay, world.commons, body=SPRING)
    assert told() == ["ada", "ron"]
    assert number(world.fay, world.commons, "cohort:spring") == 3  # that Ben is left in peace is his own business


def test_ada_who_does_not_lead_it_is_told_why_not_and_loses_no_word(world: World) -> None:
    before = Thread.objects.count()
    answer = send_question(signed_in(world.ada), world.commons, body="<p>My long words.</p>" + SPRING)
    assert (answer.status_code, Thread.objects.count()) == (422, before)
    page = text_of(answer)
    assert "Only its facilitators and moderators can tell a whole cohort." in page
    assert "My long words." in page
    assert number(world.ada, world.commons, "cohort:spring") == 0
    thread = ask(world.ben, world.commons)
    assert send_reply(signed_in(world.ada), thread, body=SPRING).status_code == 422


@pytest.mark.parametrize("name", ["cohort:autumn", "cohort:never-was", "cohort:", "cohort:<b>", "cohort:" + "x" * 99])
def test_a_cohort_one_cannot_see_is_as_one_that_is_not_there(world: World, name: str) -> None:
    """Of the one that is there as little is said as of the other."""
    answer = send_question(
        signed_in(world.fay), world.commons, body=f'<p><i data-x data-mention="{name}">@Autumn</i></p>'
    )
    assert answer.status_code == 302
    answer = send_question(signed_in(world.fay), world.commons, body=f'<p><a data-mention="{name}">@Autumn</a></p>')
    assert (answer.status_code, told()) == (302, [])
    assert "data-mention" not in Post.objects.order_by("-pk")[0].html
    assert number(world.fay, world.commons, name) == 0


def test_under_an_alias_no_cohort_is_named_and_no_edit_brings_it_in(world: World) -> None:
    thread = ask(world.fay, world.commons, anonymous=True)
    for answer in (
        send_question(signed_in(world.fay), world.commons, body=SPRING, anonymous="1"),
        send_reply(signed_in(world.fay), thread, body=SPRING, anonymous="1"),
        send_edit(signed_in(world.fay), thread, 1, body=SPRING, title="So?"),
    ):
        assert answer.status_code == 422
        assert "Naming a cohort would show that you belong to it." in text_of(answer)
    assert not Post.objects.filter(html__contains="cohort:").exists()
    assert told() == []


def test_an_edit_tells_nobody_and_whoever_edits_a_page_of_all_keeps_its_cohort(world: World) -> None:
    thread = ask(world.fay, world.commons, body=SPRING)
    assert told() == ["ada", "ben", "ron"]
    signed_in(world.fay).post(f"{place(thread, 1)}everybody/")
    assert send_edit(signed_in(world.cleo), thread, 1, body=SPRING + "<p>And me.</p>").status_code == 302
    assert 'data-mention="cohort:spring"' in Post.objects.get().html
    other = ask(world.ada, world.commons)
    assert send_edit(signed_in(world.ada), other, 1, body=SPRING, title="So?").status_code == 422
    assert told() == ["ada", "ben", "ron"]


def test_typed_without_an_editor_it_is_one(world: World) -> None:
    send_question(signed_in(world.fay), world.commons, body="@cohort:spring, look", plain="on")
    assert told() == ["ada", "ben", "ron"]


def test_the_menu_offers_ones_own_cohorts_and_says_whom_they_tell(world: World) -> None:
    assert offered(world.fay, "spr") == [
        {"handle": "cohort:spring", "name": "Spring cohort", "school": "Tells 3 people", "initials": "@",
         "hue": world.spring.hue, "closed": False},
    ]  # fmt: skip
    [of_ada] = offered(world.ada, "coh")
    assert (of_ada["closed"], of_ada["school"][:36]) == (True, "Only its facilitators and moderators")
    assert (offered(world.cleo, "spr"), offered(world.mona, "s"), len(offered(world.mona, "cohort"))) == ([], [], 2)


@pytest.mark.parametrize("count", [60, 200])
def test_naming_a_large_cohort_takes_as_many_statements_as_a_small_one(
    world: World, count: int, django_assert_max_num_queries: Any
) -> None:
    crowd = [person(f"zoe-{n}", world.cedar) for n in range(count)]
    Enrollment.objects.bulk_create([Enrollment(cohort=world.spring, member=one) for one in crowd])
    epoch.move()
    with django_assert_max_num_queries(60):
        ask(world.fay, world.commons, body=SPRING)
        assert len(told()) == count + 3


def test_two_hundred_names_are_too_many_and_said_so_with_the_words_kept(
    world: World, django_assert_max_num_queries: Any
) -> None:
    crowd = [person(f"zoe-{n}", world.cedar).handle for n in range(200)]
    body = "<p>My long words. " + " ".join(f'<span data-mention="{name}">@{name}</span>' for name in crowd) + "</p>"
    client = signed_in(world.ada)
    with django_assert_max_num_queries(20):
        answer = send_question(client, world.commons, body=body)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "A post tells up to 20 people; this one names 200. Name fewer, please." in page
    assert "My long words." in page
    assert told("post.mention") == []
    cohorts = [Cohort.objects.create(slug=f"c-{n}", name=f"C {n}") for n in range(4)]
    many = "".join(f'<p><span data-mention="cohort:{one.slug}">@x</span></p>' for one in cohorts)
    answer = send_question(signed_in(world.mona), world.commons, body=many)
    assert "A post tells up to 3 cohorts; this one names 4." in text_of(answer)
