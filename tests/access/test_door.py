"""Every address for every person. What cannot be seen must look exactly like what was never there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from moderation.access.audience import Surface
from tests.access.scene import EVERYBODY, FLOWERS, NAMES, Scene, secrets_from
from tests.access.table import CROSS_SITE, FIXED, OPEN, TABLE
from tests.access.ways import KINDS, Way, expected
from tests.verbs import signed_in

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
Answer = tuple[int, bytes, frozenset[tuple[str, str]]]


def walk(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from walk(pattern)


PATTERNS = {str(pattern.name): pattern for pattern in walk()}


def test_every_address_is_in_the_table_under_its_own_name() -> None:
    names = [pattern.name for pattern in walk()]
    assert len(names) == len(set(names))
    assert set(names) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_every_view_declares_the_surface_the_table_gives_it(name: str) -> None:
    assert getattr(PATTERNS[name].callback, "surface", None) is TABLE[name].surface


def test_only_these_pages_are_open_to_visitors() -> None:
    assert {n for n, p in PATTERNS.items() if getattr(p.callback, "surface", None) is Surface.VISITORS} == OPEN


def test_the_table_knows_every_id_that_addresses_carry() -> None:
    """An address with ids of an unknown kind would be tried without them."""
    for name, way in TABLE.items():
        carried = set(PATTERNS[name].pattern.converters)
        known = set(KINDS[way.of].missing()) if way.of else set(FIXED.get(name, ()))
        assert carried == known, name


def plain(response: HttpResponse) -> Answer:
    """What one could compare from outside: status, body and headers, without what is new on every page."""
    content = b"".join(response)  # a file is read to its end, and so closed
    headers = {(k, v) for k, v in response.items() if k not in {"Last-Modified", "Content-Length"}}
    return response.status_code, CSRF.sub(b"", content), frozenset(headers)


def knock(client: Client, method: str, path: str, data: Any) -> Answer:
    """One request that leaves the world as it was."""
    with transaction.atomic():
        answer = plain(getattr(client, method.lower())(path, data))
        transaction.set_rollback(True)
    return answer


def places_of(way: Way, scene: Scene) -> Iterator[tuple[str, dict[str, Any]]]:
    if way.of:
        kind = KINDS[way.of]
        for place in kind.places:
            yield place, kind.ids(scene, place)


def tries(scene: Scene, name: str) -> Iterator[tuple[str, str, str, str, Way]]:
    """(what is tried, method, path, place, way) for everything there is, and for as much that never was."""
    for url, way in TABLE.items():
        fixed = FIXED.get(url, {})
        there = list(places_of(way, scene)) or [("", fixed)]
        for method, status in way.answers(member=name != "vera").items():
            # What is refused for its method is refused before the thing is looked for; one place shows it.
            for place, ids in there[:1] if status == 405 else there:
                yield f"{method} {url} {place}", method, reverse(url, kwargs=ids), place, way
            if way.of and status != 405:
                yield f"{method} {url} never", method, reverse(url, kwargs=KINDS[way.of].missing()), "never", way


@pytest.mark.parametrize("name", ["vera", *EVERYBODY])
def test_each_person_gets_in_where_they_may_and_nowhere_else(scene: Scene, name: str) -> None:
    client = signed_in(None if name == "vera" else scene.person(name))
    cookies = client.cookies.copy()
    surprises, outside, absent = [], set(), {knock(client, "GET", "/no/such/page/", None)}
    for what, method, path, place, way in tries(scene, name):
        client.cookies = cookies.copy()
        answer = knock(client, method, path, way.body() if method == "POST" else None)
        wanted = expected(way, method, name, place)
        if answer[0] != wanted:
            surprises.append(f"{what}: {answer[0]} instead of {wanted}")
        surprises += [f"{what} says {word}" for word in secrets_of(name) if word.encode() in answer[1]]
        if answer[0] == 404 and way.surface is not Surface.VISITORS:
            absent.add(answer)
        if answer[0] == 403 and wanted != 405:
            outside.add(answer)
    assert surprises == []
    assert len(absent) == 1  # hidden, missing and impossible: byte for byte the same, headers too
    assert name in {"vera", *EVERYBODY[:7]} or len(outside) == 1  # and the page of a closed door knows nothing


def secrets_of(name: str) -> list[str]:
    if name == "vera" or name not in EVERYBODY[:7]:
        return [*FLOWERS.values(), *NAMES["spring"], *NAMES["autumn"]]
    return secrets_from(name)


def test_a_visitor_is_led_to_the_sign_in_wherever_they_knock(scene: Scene) -> None:
    client = signed_in(None)
    for what, method, path, _, way in tries(scene, "vera"):
        if way.surface is not Surface.VISITORS:
            response = getattr(client, method.lower())(path)
            after = f"?next={path.replace('/', '%2F')}" if method == "GET" and path != "/" else ""
            assert response["Location"] == f"/sign-in/{after}", what


@pytest.mark.parametrize("method", ["head", "put", "patch", "delete", "options", "trace"])
def test_no_other_method_opens_what_get_does_not(scene: Scene, method: str) -> None:
    """For a visitor and for Rex: what is closed to reading is closed to every verb HTTP has."""
    for client, wanted in ((signed_in(None), 302), (signed_in(scene.world.rex), 403)):
        for what, way_method, path, _, way in tries(scene, "vera"):
            if way.surface is not Surface.VISITORS and way_method == "GET":
                assert getattr(client, method)(path).status_code == wanted, what


def test_no_post_is_taken_without_the_token_of_its_own_page(scene: Scene) -> None:
    client = signed_in(scene.world.olga)
    client.handler.enforce_csrf_checks = True
    for what, method, path, _, way in tries(scene, "olga"):
        if method == "POST" and what.split()[1] not in CROSS_SITE:
            assert client.post(path, way.body()).status_code == 403, what
