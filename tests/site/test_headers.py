"""What stands on every answer, whoever asks and whatever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from community import middleware
from moderation.access.audience import Surface
from tests.access.table import FIXED, TABLE
from tests.access.test_door import PATTERNS
from tests.access.ways import KINDS
from tests.cast import World
from tests.pages import text_of
from tests.verbs import signed_in

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


def policy_of(answer: HttpResponse) -> dict[str, str]:
    parts = (part.partition(" ") for part in answer["Content-Security-Policy"].split("; "))
    return {name: sources for name, _, sources in parts}


def answers(world: World) -> Iterator[tuple[str, HttpResponse]]:
    """Every address there is, asked for by a visitor, an owner and somebody who is out."""
    clients = [signed_in(member) for member in (None, world.olga, world.rex)]
    for name in TABLE:
        way = TABLE[name]
        ids = KINDS[way.of].missing() if way.of else FIXED.get(name, {})
        path = reverse(name, kwargs=ids)
        for number, client in enumerate(clients):
            yield f"GET {path} by {number}", client.get(path)
    for path in (
        "/nowhere/",
        "/static/nowhere.css",
        "/favicon.ico",
        "/%00",
        "/static/../settings.py",
        "//evil.test/",
    ):
        yield path, Client().get(path)
    yield "without a token", Client(enforce_csrf_checks=True).post("/sign-in/", {"email": "x"})
    yield "of another host", Client(headers={"host": "evil.test"}).get("/")


def test_every_answer_carries_the_headers_that_keep_it_safe(world: World) -> None:
    count = 0
    for what, answer in answers(world):
        count += 1
        assert policy_of(answer) == POLICY, what
        assert answer["X-Content-Type-Options"] == "nosniff", what
        assert answer["X-Frame-Options"] == "DENY", what
        assert answer["Referrer-Policy"] == "same-origin", what
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", what
        assert answer["X-Robots-Tag"] == "noindex, nofollow", what
        assert answer["Permissions-Policy"].startswith("camera=(), microphone=(), geolocation=()"), what
        assert "no-store" in answer["Cache-Control"], what
        assert "private" in answer["Cache-Control"], what
        assert "Server" not in answer, what
        assert not {"X-Powered-By", "X-Version"} & set(answer.headers), what
    assert count > 3 * len(TABLE)


def test_no_source_of_the_policy_is_a_stranger_or_lets_scripts_stand_in_pages() -> None:
    policy = middleware.CONTENT_SECURITY_POLICY
    for word in ("unsafe-inline", "unsafe-eval", "*", "http:", "https:", "strict-dynamic"):
        assert word not in policy


def test_a_static_file_may_be_kept_for_good_and_carries_the_policy_too() -> None:
    answer = Client().get(static("css/site.css"))
    assert len(b"".join(answer.streaming_content)) > 10_000
    assert re.fullmatch(r"max-age=\d{8,}, public, immutable", answer["Cache-Control"])
    assert (policy_of(answer), answer["X-Content-Type-Options"]) == (POLICY, "nosniff")


def test_no_page_needs_what_the_policy_forbids(world: World) -> None:
    """No script or style inside, no handler in an attribute, nothing from another host."""
    client = signed_in(world.olga)
    pages = [name for name, way in TABLE.items() if way.get == 200 and not way.of]
    for name in pages:
        page = text_of(client.get(reverse(name, kwargs=FIXED.get(name, {}))))
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", page), name
        assert re.findall(r"<script(?! type=\"(?:module\" src=\"/static/|application/json\"))[^>]*>", page) == [], name
        assert "<style" not in page, name
        assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//[^\"]*\"", page) == [], name
    assert len(pages) > 20


def test_signing_out_of_a_closed_door_clears_what_the_browser_kept(world: World) -> None:
    answer = signed_in(world.rex).get("/")
    assert (answer.status_code, answer["Clear-Site-Data"]) == (403, '"cache", "storage"')


def test_a_view_that_declares_nothing_is_for_nobody(world: World, rf: Any) -> None:
    """Not even for an owner: whoever adds a view and forgets whom it is for finds it closed."""
    gate = middleware.gate(lambda request: HttpResponse("inside"))
    for member in (None, world.olga):
        request = rf.get("/")
        request.grants, request.user = None, member
        answer = gate.process_view(request, lambda request: HttpResponse("inside"), (), {})
        assert answer is not None
        assert answer.status_code == 404


def test_the_gate_lets_other_errors_through_to_those_who_mend_them(rf: Any) -> None:
    gate = middleware.gate(lambda request: HttpResponse())
    assert gate.process_exception(rf.get("/"), ValueError("a mistake of ours")) is None


@pytest.mark.parametrize("path", ["/", "/forum/", f"/rooms/{uuid4()}/"])
def test_a_script_that_asks_without_a_session_is_told_by_a_status(path: str, db: None) -> None:
    answer = Client().get(path, headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer.content) == (401, b"Please sign in again.")


@pytest.mark.parametrize(
    ("method", "path", "place"),
    [
        ("get", "/", "/sign-in/"),
        ("get", "/forum/?show=unanswered", "/sign-in/?next=%2Fforum%2F%3Fshow%3Dunanswered"),
        ("post", "/search/", "/sign-in/"),
    ],
)
def test_a_visitor_comes_back_to_where_they_wanted_to_go(db: None, method: str, path: str, place: str) -> None:
    assert getattr(Client(), method)(path)["Location"] == place


def test_each_surface_is_one_the_gate_knows() -> None:
    assert {getattr(PATTERNS[name].callback, "surface", None) for name in TABLE} <= set(Surface)
