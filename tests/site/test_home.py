"""Home, and the few pages that belong to no app."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cohorts import actions as rooms
from community.members.models import Member
from community.shell import Shell
from tests.cast import World, grants
from tests.cohorts.talking import fill
from tests.forum.filling import threads
from tests.library.shelving import shelve
from tests.pages import link_named, text_of, titles
from tests.verbs import ask, reply, say, signed_in

INSIDE_ONLY = ("Commons", "Spring", "Cedar", "Ada", "rooms")


def side(client: Client, path: str = "/help/") -> dict[str, list[str]]:
    """The sidebar: names of rooms and spaces, those with news marked by a star."""
    page = text_of(client.get(path)).partition('aria-label="Rooms and spaces"')[2].partition("</nav>")[0]
    found = re.findall(
        r'<a class="nav-item( is-unread)?" href="/(rooms|forum)/.*?<span class="label">(.*?)</span>', page
    )
    lines: dict[str, list[str]] = {"rooms": [], "forum": []}
    for unread, where, name in found:
        lines[where].append(name + ("*" if unread else ""))
    return lines


# ---- home ------------------------------------------------------------------------------------


def test_home_shows_what_waits_what_is_new_and_ends(world: World) -> None:
    ask(world.cleo, world.commons, "Who knows?")
    mine = ask(world.ada, world.commons, "When?")
    reply(world.ben, mine, "<p>At noon</p>")
    say(world.fay, world.room, "Who has keys?")
    shelve(world.mona, "Family handbook")
    page = text_of(signed_in(world.ada).get("/"))
    parts = [page.index(f'id="{part}"') for part in ("waiting", "cohorts", "unanswered", "recent", "new-library")]
    assert parts == sorted(parts)
    for words in ("Ben replied to “When?”", "<b>Fay:</b> Who has keys?", "Who knows?", "Family handbook"):
        assert words in page, words
    assert "That is all for now." in page


def test_a_first_evening_has_nothing_and_says_what_to_do(world: World) -> None:
    page = text_of(signed_in(world.cleo).get("/"))
    assert "No questions yet. Be the first to ask." in page
    assert 'id="waiting"' not in page
    assert 'id="new-library"' not in page


def test_four_things_wait_at_home_and_all_of_them_are_counted(world: World) -> None:
    mine = [ask(world.ada, world.commons, f"When {n}?") for n in range(6)]
    for thread in mine:
        reply(world.ben, thread)
    page = signed_in(world.ada).get("/")
    assert "6 things wait for you." in text_of(page)
    assert text_of(page).count('<span class="dot dot-new">') == 4
    assert link_named(page, "See all") == "/notices/"


def test_home_lists_eight_threads_and_three_unanswered_ones(world: World) -> None:
    threads(world.ada, world.commons, 12)
    page = signed_in(world.ben).get("/")
    shown = titles(page)
    assert shown[:3] == [f"Question {n} of 12" for n in (12, 11, 10)]
    assert shown[3:] == [f"Question {n} of 12" for n in range(12, 4, -1)]
    assert link_named(page, "See all") == "/forum/?show=unanswered"


def test_only_ones_own_rooms_are_at_home_even_for_moderators(world: World) -> None:
    say(world.ben, world.room)
    say(world.cleo, world.other_room)
    pages = {name: text_of(signed_in(world.people[name]).get("/")) for name in ("ada", "cleo", "mona")}
    assert ["Spring room" in page for page in pages.values()] == [True, False, False]
    assert 'id="cohorts"' not in pages["mona"]


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "Good evening"), (4, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_home_greets_by_the_clock_of_whoever_comes(world: World, monkeypatch: Any, hour: int, words: str) -> None:
    Member.objects.filter(handle="ada").update(timezone="Asia/Tokyo")
    now = datetime.now(UTC).replace(hour=(hour - 9) % 24, minute=30)
    client = signed_in(world.ada)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert f"<h1>{words}, Ada</h1>" in text_of(client.get("/"))


# ---- the frame -------------------------------------------------------------------------------


def test_the_sidebar_marks_what_is_new_and_where(world: World) -> None:
    rooms.mark_read({(world.ada.pk, world.room.pk): 0})
    client = signed_in(world.ada)
    assert side(client) == {"rooms": ["Spring room"], "forum": ["Commons", "Spring space"]}
    fill(world.room, [world.ben], 2)
    ask(world.ben, world.commons)
    assert side(client) == {"rooms": ["Spring room*"], "forum": ["Commons*", "Spring space"]}


def test_a_moderators_sidebar_has_every_space_and_only_her_own_rooms(world: World) -> None:
    assert side(signed_in(world.mona)) == {"rooms": [], "forum": ["Commons", "Spring space", "Table"]}
    world.autumn.enrollments.create(member=world.mona)
    rooms.enroll(grants(world.olga), world.autumn, world.mona, role="member")
    assert side(signed_in(world.mona))["rooms"] == ["Autumn room"]


def test_a_lock_says_for_whom_a_space_is(world: World) -> None:
    page = text_of(signed_in(world.mona).get("/help/"))
    assert '<span class="sr-only">, only its cohort</span>' in page
    assert '<span class="sr-only">, only moderators</span>' in page


def test_the_desk_is_named_only_to_those_who_have_one(world: World) -> None:
    pages = {name: text_of(signed_in(world.people[name]).get("/you/")) for name in ("ada", "fay", "mona", "olga")}
    assert [page.count("Access desk") for page in pages.values()] == [0, 0, 2, 2]


def test_a_frame_around_nobody_is_empty(rf: Any) -> None:
    frame = Shell(rf.get("/"))
    assert (frame.rooms, frame.spaces, frame.waiting, frame.moderates, frame.owns) == ([], [], 0, False, False)
    assert (frame.member, frame.forum_news, frame.room_news, frame.theme) == (None, False, False, "")


# ---- appearance ------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_is_kept_on_this_device_and_drawn_by_the_server(world: World, theme: str) -> None:
    client = signed_in(world.ada)
    answer = client.post("/you/appearance/", {"theme": theme})
    cookie = client.cookies["theme"]
    assert (answer["Location"], cookie.value, cookie["samesite"], cookie["httponly"]) == ("/you/", theme, "Lax", True)
    assert int(cookie["max-age"]) == 365 * 24 * 3600
    assert f'<html lang="en" data-theme="{theme}">' in text_of(client.get("/"))
    client.post("/you/appearance/", {"theme": ""})
    assert "data-theme" not in text_of(client.get("/"))


@pytest.mark.parametrize("theme", ["", "purple", '"><script>alert(1)</script>'])
def test_a_theme_that_is_none_is_like_the_device(world: World, theme: str) -> None:
    client = signed_in(world.ada)
    client.post("/you/appearance/", {"theme": theme})
    assert "theme" not in client.cookies or client.cookies["theme"].value == ""
    client.cookies["theme"] = theme
    page = text_of(client.get("/"))
    assert '<html lang="en">' in page
    assert "<script>alert" not in page


def test_a_theme_is_drawn_for_visitors_too() -> None:
    client = Client()
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in text_of(client.get("/help/ground-rules/"))


# ---- times -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "told", "shown"),
    [
        ("", "", "5:00 am"),  # the community's: Denver, in winter
        ("", "America/New_York", "7:00 am"),
        ("Asia/Tokyo", "America/New_York", "9:00 pm"),
        ("", "Mars/Base", "5:00 am"),
        ("", "../../etc/passwd", "5:00 am"),
        ("Gone/Away", "Asia/Tokyo", "9:00 pm"),
    ],
)
def test_times_are_shown_where_the_member_is(world: World, chosen: str, told: str, shown: str) -> None:
    thread = ask(world.ben, world.commons)
    at = datetime(2026, 1, 15, 12, tzinfo=UTC)
    type(thread).objects.update(created_at=at, last_post_at=at)
    thread.posts.update(created_at=at)
    Member.objects.filter(handle="ada").update(timezone=chosen)
    client = signed_in(world.ada)
    client.cookies["zone"] = told
    assert f"Thursday, January 15, 2026, {shown}" in text_of(client.get(f"/forum/t/{thread.key}/"))


# ---- pages of no app -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/help/", "Help"), ("/help/ground-rules/", "Ground rules"), ("/help/who-sees-me/", "Who can see me")],
)
def test_pages_to_read_are_there(world: World, path: str, heading: str) -> None:
    page = text_of(signed_in(world.ada).get(path))
    assert f"<h1>{heading}</h1>" in page


def test_the_ground_rules_are_open_and_tell_nothing_of_the_inside(world: World) -> None:
    page = text_of(Client().get("/help/ground-rules/"))
    assert "What is said here stays here" in page
    assert [words for words in INSIDE_ONLY if f">{words}" in page] == []


def test_the_process_says_that_it_lives_and_nothing_else() -> None:
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok\n", "text/plain; charset=utf-8")
    assert (Client().head("/health/").status_code, Client().head("/health/").content) == (200, b"")
    assert Client().post("/health/").status_code == 405


def test_robots_are_asked_to_stay_away() -> None:
    assert Client().get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_somebody_new_has_read_everything_from_before(world: World) -> None:
    threads(world.ada, world.commons, 3, newest=timezone.now() - timedelta(days=40))
    assert side(signed_in(world.ben))["forum"] == ["Commons", "Spring space"]


@pytest.mark.parametrize(
    "path", ["/", "/forum/", "/rooms/", "/library/", "/people/", "/notices/", "/search/", "/help/"]
)
def test_whatever_can_be_got_can_be_asked_for_its_head(world: World, path: str) -> None:
    """RFC 9110, 9.1: both methods, always."""
    answer = signed_in(world.ada).head(path)
    assert (answer.status_code, answer.content) == (200, b"")


def test_single_keys_are_switched_off_on_this_device_and_the_theme_stays(world: World) -> None:
    client = signed_in(world.ada)
    client.post("/you/appearance/", {"theme": "dark"})
    assert 'name="keys"' not in text_of(client.get("/"))
    client.post("/you/appearance/", {"keys": "off"})
    assert '<meta name="keys" content="off">' in text_of(client.get("/"))
    assert client.cookies["theme"].value == "dark"
    client.post("/you/appearance/", {"keys": "on"})
    assert 'name="keys"' not in text_of(client.get("/"))
