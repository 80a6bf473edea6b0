"""Vouching: few in a month, for ever, told where somebody decides, and tied to the person who comes in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from community.members.models import Member
from moderation import actions
from moderation.access.decision import Denied
from moderation.actions import vouching
from moderation.models import Vouch
from tests.cast import World, grants, person
from tests.moderation.desk import invite, join
from tests.moderation.knocking import EMAIL, link_to, waiting
from tests.pages import Answer, text_of, typed_in
from tests.verbs import signed_in

NEW_EACH_TIME = re.compile(r'(name="csrfmiddlewaretoken" value|name="csrf" content)="[^"]*"|<time[^>]*>')


def vouch(member: Member, **given: str) -> Answer:
    return signed_in(member).post("/vouching/", {"email": EMAIL, "words": "We taught together.", **given})


def test_ada_vouches_from_her_own_page(world: World) -> None:
    client = signed_in(world.ada)
    assert "Vouch for somebody" in text_of(client.get("/you/"))
    assert vouch(world.ada, email=" NADIA@wren.test")["Location"] == "/vouching/?said=1"
    page = text_of(client.get("/vouching/?said=1"))
    assert (EMAIL in page, "We taught together." in page, "Thank you" in page) == (True, True, True)
    assert EMAIL not in text_of(signed_in(world.ben).get("/vouching/"))


def test_whoever_may_only_read_cannot_vouch(world: World) -> None:
    assert (vouch(world.ron).status_code, "Vouch for somebody" in text_of(signed_in(world.ron).get("/you/"))) == (
        403, False,
    )  # fmt: skip
    with pytest.raises(Denied):
        vouching.vouch(grants(world.ron), email=EMAIL, words="Yes")


def test_her_words_stand_beside_the_request_and_nowhere_else(world: World) -> None:
    vouch(world.ada)
    application = waiting()
    page = text_of(signed_in(world.mona).get(f"/moderation/applications/{application.pk}/"))
    assert "We taught together." in page
    assert "We taught together." not in text_of(signed_in(world.ben).get(link_to(application)))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"email": "ada@school.test"}, "your own address"), ({"email": "nadia"}, "does not look like an email"),
        ({"words": ""}, "how you know them"), ({"words": " \u200b "}, "how you know them"),
        ({"words": "x" * 501}, "keep it to 500"), ({"email": ""}, "address they will apply with"),
        ({"email": "x" * 300 + "@a.test"}, "does not look like"),
    ],
)  # fmt: skip
def test_a_vouch_that_cannot_be_is_refused_and_stays_in_the_form(
    world: World, given: dict[str, str], sentence: str
) -> None:
    answer = vouch(world.ada, **given)
    assert (answer.status_code, sentence in text_of(answer), Vouch.objects.count()) == (422, True, 0)
    assert typed_in(answer, "words").strip() == given.get("words", "We taught together.").strip()


def test_three_in_a_month_and_each_address_once(world: World) -> None:
    for number in range(3):
        assert vouch(world.ada, email=f"n{number}@wren.test").status_code == 302
    assert "3 people this month" in text_of(vouch(world.ada))
    assert vouch(world.ben).status_code == 302, "the month of each is their own"
    Vouch.objects.filter(sponsor=world.ada).update(at=timezone.now() - timedelta(days=31))
    assert "Once is for ever" in text_of(vouch(world.ada, email="n0@wren.test"))
    assert vouch(world.ada).status_code == 302


@pytest.mark.parametrize("email", ["ben@school.test", "rex@school.test", "vera@elsewhere.test"])
def test_vouching_tells_nobody_who_is_known_here(world: World, email: str) -> None:
    told = []
    for address in (email, "una@elsewhere.test"):
        answer = vouch(world.cleo, email=address)
        page = text_of(signed_in(world.cleo).get(answer["Location"]))
        told.append((answer.status_code, NEW_EACH_TIME.sub("", page).replace(address, "somebody")))
        Vouch.objects.all().delete()
    assert told[0] == told[1]


def test_when_nadia_comes_in_her_sponsors_are_hers_for_good(world: World) -> None:
    vouch(world.ada)
    vouch(world.cleo, words="A friend.")
    vouch(world.ada, email="other@wren.test")
    token = invite(world.mona, world.dune, EMAIL)
    join(token, email=EMAIL, name="Nadia Belmont")
    nadia = Member.objects.get(email=EMAIL)
    assert set(nadia.sponsors.values_list("sponsor__handle", flat=True)) == {"ada", "cleo"}
    assert Vouch.objects.get(email="other@wren.test").member is None
    actions.remove(grants(world.mona), nadia, reason="So")
    assert nadia.sponsors.count() == 2


def came(world: World, name: str, *, by: Member, sponsor: Member | None = None) -> Member:
    """Somebody more, brought by that person."""
    email = f"{name}@wren.test"
    if sponsor is not None:
        Vouch.objects.create(sponsor=sponsor, email=email, words="Yes")
    join(invite(by, world.dune, email), email=email, name=name.title())
    return Member.objects.get(email=email)


def test_a_moderator_sees_who_brought_whom_both_ways_with_their_standing(world: World) -> None:
    una = came(world, "una", by=world.mona, sponsor=world.ada)
    actions.set_role(grants(world.olga), una, role="moderator")
    came(world, "vic", by=una, sponsor=una)
    wim = came(world, "wim", by=una)
    actions.remove(grants(world.olga), wim, reason="So")
    page = text_of(signed_in(world.olga).get("/moderation/people/una/"))
    up, down = page.partition("Whom Una let in")[::2]
    down = down.partition("What was decided")[0]
    assert all(f">{name}</a>" in up.partition("Who let Una in")[2] for name in ("Mona", "Ada"))
    assert "invited and vouched" in down
    assert (">Vic</a>" in down, ">Wim</a>" in down, "Removed" in down) == (True, True, True)
    deeper = text_of(signed_in(world.olga).get("/moderation/people/mona/")).partition("Whom Mona let in")[2]
    assert deeper.index(">Una</a>") < deeper.index(">Vic</a>")


def test_a_ring_of_vouches_is_drawn_once(world: World) -> None:
    for one, other in ((world.ada, world.ben), (world.ben, world.cleo), (world.cleo, world.ada)):
        Vouch.objects.create(sponsor=one, email=other.email, member=other, words="Yes")
    page = text_of(signed_in(world.mona).get("/moderation/people/ada/"))
    down = page.partition("Whom Ada let in")[2].partition("What was decided")[0]
    assert [down.count(f">{name}</a>") for name in ("Ada", "Ben", "Cleo")] == [0, 1, 1]


def test_the_tree_asks_as_much_for_many_people_as_for_few(world: World, django_assert_max_num_queries: Any) -> None:
    client = signed_in(world.mona)
    Vouch.objects.create(sponsor=world.ada, email="first@wren.test", member=person("first", world.dune), words="Yes")
    client.get("/moderation/people/ada/")
    with django_assert_max_num_queries(24):
        client.get("/moderation/people/ada/")
    for number in range(40):
        member = person(f"one{number}", world.dune)
        Vouch.objects.create(sponsor=world.ada, email=member.email, member=member, words="Yes")
    with django_assert_max_num_queries(24):
        client.get("/moderation/people/ada/")
