"""One's own page, and what others see of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from community.members import actions, epoch, forms, queries
from community.members.grants import grants_of
from community.members.models import AccessEpoch, Member, Organization
from moderation.access.decision import Absent
from tests.cast import World, grants, person
from tests.cohorts.talking import look
from tests.pages import Answer, text_of, typed_in
from tests.verbs import say, signed_in


def save(member: Member, **fields: str) -> Answer:
    given = {"name": "Ada Byron", "title": "Founder", "about": "Gardens", "timezone": "America/Phoenix"}
    return signed_in(member).post("/you/profile/", given | fields)


def test_ada_says_who_she_is_and_others_see_it(world: World) -> None:
    say(world.ada, world.room)
    assert save(world.ada)["Location"] == "/you/?saved=profile#profile"
    page = text_of(signed_in(world.ben).get("/people/ada/"))
    for words in ("<h1>Ada Byron</h1>", "Founder, Cedar School, CO", "Gardens", "Mention with @ada."):
        assert words in page, words
    assert '<b class="name">Ada Byron</b>' in text_of(look(signed_in(world.ben), world.room))  # at once
    assert "Saved." in text_of(signed_in(world.ada).get("/you/?saved=profile"))


def test_her_page_shows_what_she_wrote_and_how_she_signs_in(world: World) -> None:
    save(world.ada)
    page = signed_in(world.ada).get("/you/")
    assert [typed_in(page, name) for name in ("name", "title", "about", "timezone")] == [
        "Ada Byron", "Founder", "Gardens", "America/Phoenix",
    ]  # fmt: skip
    assert "or your password" in text_of(page)
    assert "times are shown for America/Phoenix" in text_of(page)


def test_without_a_password_one_is_offered_to_set_one(world: World) -> None:
    world.ada.set_unusable_password()
    world.ada.save()
    client = signed_in(world.ada)
    assert "or your password" not in text_of(client.get("/you/"))
    assert "Set one all the same" in text_of(client.get("/you/signing-in/"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Please write your name."),
        ({"name": " \u200b\u2800 "}, "Please write your name."),
        ({"name": "x" * 81}, "Ensure this value has at most 80 characters (it has 81)."),
        ({"title": "x" * 81}, "Ensure this value has at most 80 characters (it has 81)."),
        ({"about": "x" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
        ({"timezone": "Mars/Base"}, "This time zone is not known. Leave it empty to follow your device."),
        ({"timezone": "../../etc/passwd"}, "This time zone is not known."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world: World, fields: dict[str, str], sentence: str) -> None:
    answer = save(world.ada, **fields)
    [(field, value)] = fields.items()
    assert (answer.status_code, Member.objects.get(handle="ada").name) == (422, "Ada")
    assert f'id="id_{field}-error"' in text_of(answer)
    assert sentence in text_of(answer)
    assert typed_in(answer, field) == value


def test_a_name_is_one_line_that_cannot_pretend(world: World) -> None:
    save(world.ada, name="Ada\u202e\n  Byron\x00", title=" Head\u2066 ", about="a\tb")
    ada = Member.objects.get(handle="ada")
    assert (ada.name, ada.title, ada.about) == ("Ada Byron", "Head", "a b")


def test_no_words_about_oneself_become_markup(world: World) -> None:
    save(world.ada, name="<script>alert(1)</script>", about='"><img src=x onerror=alert(1)>')
    for path in ("/people/ada/", "/people/", "/cohorts/spring/", "/you/"):
        page = text_of(signed_in(world.ada).get(path))
        assert "<script>alert" not in page, path
        assert "<img src=x" not in page, path


def test_nobody_changes_anything_but_what_the_form_has(world: World) -> None:
    save(world.ada, role="owner", standing="active", email="x@y.test", handle="root", organization=str(world.dune.pk))
    ada = Member.objects.get(handle="ada")
    assert (ada.role, ada.email, ada.organization) == ("member", "ada@school.test", world.cedar)


def test_a_change_of_profile_keeps_what_changed_beside_it(world: World) -> None:
    """A page may be open while a moderator acts; what is saved is the profile and nothing else."""
    stale = Member.objects.get(handle="ada")
    Member.objects.filter(handle="ada").update(role="moderator")
    actions.edit_profile(stale, audiences={}, name="Ada B", title="", state="", about="", looking_for="", timezone="")
    assert Member.objects.get(handle="ada").role == "moderator"


# ---- other people ----------------------------------------------------------------------------


def test_ones_own_page_offers_to_change_it_and_a_moderator_to_open_the_desk(world: World) -> None:
    pages = {name: text_of(signed_in(world.people[name]).get("/people/ada/")) for name in ("ada", "ben", "mona")}
    assert ["Change what others see" in page for page in pages.values()] == [True, False, False]
    assert ["Open at the access desk" in page for page in pages.values()] == [False, False, True]


@pytest.mark.parametrize("name", ["sue", "rex", "lea"])
def test_who_is_not_here_has_no_page(world: World, name: str) -> None:
    for reader in (world.ada, world.mona):
        with pytest.raises(Absent):
            queries.member_for(grants(reader), name)
    assert signed_in(world.ada).get(f"/people/{name}/").status_code == 404


def test_people_are_ones_team_and_others(world: World) -> None:
    page = text_of(signed_in(world.ada).get("/people/"))
    team, others = page.index('id="team"'), page.index('id="others"')
    assert team < page.index("/people/ben/") < others < page.index("/people/fay/")
    assert "/people/cleo/" not in page


@pytest.mark.parametrize("words", ["ben", "BEN", "cedar be", "keeper"])
def test_people_are_searched_by_name_school_and_what_they_do(world: World, words: str) -> None:
    Member.objects.filter(handle="ben").update(title="Gate keeper")
    page = text_of(signed_in(world.ada).get("/people/", {"q": words}))
    assert ["/people/ben/" in page, "/people/fay/" in page] == [True, False]
    assert f'name="q" value="{words}" aria-label="Search people"' in page


@pytest.mark.parametrize(
    ("words", "somebody"),
    [("nobody", False), ("%", False), ("_", False), ("\x00", True), ("\u202e", True), ("a" * 500, False), ("'", False)],
)
def test_no_words_break_the_search_of_people(world: World, words: str, somebody: bool) -> None:
    page = text_of(signed_in(world.ada).get("/people/", {"q": words}))
    assert ("/people/ben/" in page, "Nobody here matches" in page) == (somebody, not somebody)


# ---- lists for those who arrange things ------------------------------------------------------


def test_people_are_found_by_address_or_handle(world: World) -> None:
    for text in ("ben", "@ben", " BEN ", "Ben@School.test"):
        assert queries.find_person(text) == world.ben
    for text in ("", "@", "rex", "nobody", "cedar"):
        with pytest.raises(Absent):
            queries.find_person(text)


def test_handles_and_organizations_are_looked_up_together(world: World) -> None:
    assert set(queries.by_handles({"ada", "cleo", "rex"}, "cohort", world.spring.pk)) == {"ada"}
    assert queries.by_handles(set(), "members", None) == {}
    assert [str(o) for o in queries.organizations()] == ["Cedar School, CO", "Dune School, AZ"]
    assert [str(c) for c in queries.cohort_choices()] == ["Autumn cohort", "Spring cohort"]


def test_the_number_of_readers_is_remembered_for_a_while(world: World, django_assert_num_queries: Any) -> None:
    at = grants(world.ada).epoch
    assert queries.audience_sizes(at).members == 7
    person("zoe", world.dune)  # as a row only: nothing has moved the epoch
    with django_assert_num_queries(0):
        assert queries.audience_sizes(at).members == 7
    assert queries.audience_sizes(epoch.move()).members == 8


def test_the_number_of_readers_follows_a_pause_that_ends_by_itself(world: World, monkeypatch: Any) -> None:
    at = grants(world.ada).epoch
    assert queries.audience_sizes(at).members == 7
    Member.objects.filter(handle="sue").update(suspended_until=world.sue.joined_at)
    later = queries.monotonic() + queries.REMEMBERED_S + 1
    monkeypatch.setattr(queries, "monotonic", lambda: later)
    assert queries.audience_sizes(at).members == 8


# ---- the epoch -------------------------------------------------------------------------------


def test_the_epoch_only_ever_moves_forward_and_has_a_history(db: None) -> None:
    before, history = epoch.current(), epoch.store()
    moved = [epoch.move() for _ in range(3)]
    assert moved == [before + 1, before + 2, before + 3]
    with transaction.atomic():
        assert epoch.hold() == before + 3
    assert epoch.store() == history
    assert epoch.renew_store() != history
    assert epoch.current() == before + 4


def test_a_database_without_an_epoch_gets_one(db: None) -> None:
    AccessEpoch.objects.all().delete()
    assert (epoch.current(), epoch.store()) == (0, "00000000-0000-0000-0000-000000000000")
    with transaction.atomic():
        assert epoch.hold() == 0
    assert epoch.move() == 2
    AccessEpoch.objects.all().delete()
    assert epoch.renew_store() == epoch.store() != "00000000-0000-0000-0000-000000000000"


def test_an_address_signs_in_whatever_its_capitals(world: World) -> None:
    assert Member.objects.get_by_natural_key("ADA@School.test") == world.ada


def test_who_does_not_exist_holds_nothing(world: World) -> None:
    assert grants_of([]) == grants_of([10**9]) == {}
    assert set(grants_of([world.ada.pk, 10**9])) == {world.ada.pk}


def test_an_empty_zone_follows_the_device() -> None:
    form = forms.ProfileForm({"name": "Ada", "timezone": ""})
    assert form.is_valid()
    assert form.cleaned_data["timezone"] == ""


def test_organizations_are_named_once_whatever_their_capitals(db: None) -> None:
    Organization.objects.create(slug="a", name="Elm")
    with pytest.raises(Exception, match=r"(?i)unique"):
        Organization.objects.create(slug="b", name="ELM")
