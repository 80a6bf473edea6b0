"""What a person sees when something is not to be had: one page, in words, that knows nothing of the inside."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from community import errors, urls
from moderation.access.audience import Surface, open_to
from moderation.access.decision import Absent, Denied, no
from tests.access.test_door import plain
from tests.cast import World
from tests.pages import text_of
from tests.verbs import ask, signed_in

HEADING = re.compile(r"<h1>(.*?)</h1><p>(.*?)</p>")


def raising(error: BaseException) -> Callable[[HttpRequest], HttpResponse]:
    @open_to(Surface.VISITORS)
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


# The house, with rooms in which something goes wrong.
urlpatterns = [
    *urls.urlpatterns,
    path("broken/", raising(ZeroDivisionError("secret: Saxifrage"))),
    path("forbidden/", raising(PermissionDenied("secret: Saxifrage"))),
    path("odd/", raising(SuspiciousOperation("secret: Saxifrage"))),
    path("absent/", raising(Absent())),
    path("denied/", raising(Denied(no("locked", "The room is closed.")))),
]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500


@pytest.fixture
def house(settings: Any) -> Client:
    settings.ROOT_URLCONF = sys.modules[__name__].__name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("place", "status", "heading"),
    [
        ("/broken/", 500, "Something broke on our side"),
        ("/forbidden/", 403, "This isn&#39;t yours to do"),
        ("/odd/", 400, "That could not be read"),
        ("/absent/", 404, "This page isn&#39;t available to you"),
        ("/nowhere/", 404, "This page isn&#39;t available to you"),
        ("/denied/", 403, "This isn&#39;t yours to do"),
    ],
)
def test_each_trouble_has_its_words(db: None, house: Client, place: str, status: int, heading: str) -> None:
    answer = house.get(place)
    [(found, sentence)] = HEADING.findall(text_of(answer))
    assert (answer.status_code, found) == (status, heading)
    assert sentence.endswith(".")
    assert "Saxifrage" not in text_of(answer)
    assert "Traceback" not in text_of(answer)


def test_what_may_not_be_done_says_why(db: None, house: Client) -> None:
    assert "The room is closed." in text_of(house.get("/denied/"))


def test_hidden_and_missing_are_the_same_to_the_byte(world: World, house: Client) -> None:
    hidden = ask(world.mona, world.table)
    client = signed_in(world.ada)
    places = (
        f"/forum/t/{hidden.key}/", f"/forum/t/{uuid4()}/", f"/rooms/{world.other_room.pk}/", f"/rooms/{uuid4()}/",
        "/cohorts/autumn/", "/cohorts/nowhere/", "/moderation/", "/moderation/people/ben/", "/nowhere/", "/absent/",
        "/people/rex/", "/people/nobody/", "/forum/in/table/", "/forum/in/nowhere/",
    )  # fmt: skip
    assert len({plain(client.get(place)) for place in places}) == 1


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.server_error, 500),
        (errors.not_found, 404),
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.too_many, 429),
        (errors.csrf_failure, 403),
    ],
)
def test_a_page_of_trouble_asks_the_database_nothing(rf: Any, view: Any, status: int) -> None:
    """It must be there when the database is not; this test has none."""
    answer = view(rf.get("/"))
    assert answer.status_code == status
    assert HEADING.search(text_of(answer))
    assert "ground-rules" in text_of(answer)


def test_an_address_of_another_host_is_not_answered() -> None:
    answer = Client(headers={"host": "evil.test"}).get("/")
    assert (answer.status_code, b"evil.test" in answer.content) == (400, False)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("sue", "Your access is paused"),
        ("rex", "Your access has ended"),
        ("lea", "You left the community"),
        ("nia", "Your seat is not active"),
    ],
)
def test_a_closed_door_says_what_happened_and_offers_to_sign_out(world: World, name: str, heading: str) -> None:
    page = text_of(signed_in(world.people[name]).get("/forum/"))
    assert f"<h1>{heading}</h1>" in page
    assert 'action="/you/sign-out/"' in page
    assert 'name="csrfmiddlewaretoken"' in page


def test_somebody_whose_place_is_not_open_yet_is_told_so(world: World) -> None:
    world.ben.standing = "invited"
    world.ben.save()
    assert "<h1>Not yet</h1>" in text_of(signed_in(world.ben).get("/"))


def test_too_many_tries_to_sign_in_end_in_words(world: World) -> None:
    answers = [Client().post("/sign-in/password/", {"login": f"x{n}@y.test", "password": "x"}) for n in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {200}
    assert (answers[30].status_code, "<h1>Too many tries</h1>" in text_of(answers[30])) == (429, True)
