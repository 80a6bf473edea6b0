"""Where one is signed in: on what, since when, never where; ended one by one or all at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from community.members import devices, epoch
from community.members.models import KnownDevice, Session
from community.routing import Door
from tests.cast import World
from tests.members.signing import sessions_of, sign_in_by_code, sign_in_by_password
from tests.pages import text_of
from tests.verbs import carry_out_jobs, session_of, signed_in

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Safari/604.1"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15"
AGENTS = {
    CHROME: "Chrome on Windows",
    f"{CHROME} Edg/142.0.0.0": "Edge on Windows",
    IPHONE: "Safari on an iPhone",
    IPHONE.replace("Version/19.1", "CriOS/142.0"): "Chrome on an iPhone",
    MAC: "Safari on a Mac",
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0": "Firefox on Linux",
    "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36": "Chrome on Android",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36": "Chrome on ChromeOS",
    "curl/8.5": "An unknown browser",
    "": "An unknown browser",
    "<script>alert(1)</script> Firefox/1 Windows": "Firefox on Windows",
}
MARK = re.compile(r'name="session" value="([0-9a-f]{24})"')


def on(agent: str, member: Any, *, known: Client | None = None) -> Client:
    """Signs in with this browser; one that is `known` keeps its cookies."""
    client = Client(headers={"user-agent": agent})
    if known is not None and "known" in known.cookies:
        client.cookies["known"] = known.cookies["known"].value
    client.post("/sign-in/password/", {"login": member.email, "password": "a long and quiet sentence"})
    assert client.get("/").status_code == 200
    return client


def marks(client: Client) -> list[str]:
    return MARK.findall(text_of(client.get("/you/sessions/")))


# ---- the list -------------------------------------------------------------------------------


@pytest.mark.parametrize("agent", AGENTS)
def test_a_device_is_told_in_words(agent: str) -> None:
    assert devices.in_words(agent) == AGENTS[agent]


def test_ada_sees_her_devices_this_one_first(world: World) -> None:
    on(IPHONE, world.ada)
    here = on(CHROME, world.ada)
    on(CHROME, world.ben)
    page = text_of(here.get("/you/sessions/"))
    found = re.findall(r'class="title">([^<]+?)(?: <span|</p>)', page)
    assert found == ["Chrome on Windows", "Safari on an iPhone"]
    assert page.count("This device") == 1
    assert "since just now" in re.sub(r"<[^>]+>", "", page)


def test_no_place_and_no_key_is_on_the_page_or_in_the_row(world: World) -> None:
    here = Client(headers={"user-agent": CHROME}, REMOTE_ADDR="203.0.113.77")
    here.post("/sign-in/password/", {"login": world.ada.email, "password": "a long and quiet sentence"})
    page, key = text_of(here.get("/you/sessions/")), here.cookies["sessionid"].value
    row = Session.objects.get(session_key=key)
    assert "203.0.113" not in page + str(row.get_decoded()) + row.device
    assert key not in page
    assert row.began_at is not None
    assert timezone.now() - row.began_at < timedelta(minutes=1)


def test_since_when_and_on_what_stays_while_the_session_changes(world: World) -> None:
    client = on(CHROME, world.ada)
    began = Session.objects.get(member=world.ada).began_at
    client.post("/you/again/", {"password": "a long and quiet sentence"})  # notes something in the session
    row = Session.objects.get(member=world.ada)
    assert (row.began_at, row.device) == (began, "Chrome on Windows")


def test_a_session_from_before_and_one_that_is_over(world: World) -> None:
    session_of(world.ada)
    old = session_of(world.ada)
    Session.objects.filter(session_key=old.session_key).update(expire_date=timezone.now() - timedelta(seconds=1))
    page = text_of(on(CHROME, world.ada).get("/you/sessions/"))
    assert page.count("A device from before") == 1


# ---- ending ---------------------------------------------------------------------------------


def test_ending_one_ends_its_pages_and_sockets_at_once_and_no_other(world: World) -> None:
    phone, here = on(IPHONE, world.ada), on(CHROME, world.ada)
    gone, kept = phone.cookies["sessionid"].value, here.cookies["sessionid"].value
    before = epoch.current()
    answer = here.post("/you/sessions/end/", {"session": marks(here)[1]})
    assert answer["Location"] == "/you/sessions/?ended=one"
    assert [phone.get("/").status_code, here.get("/").status_code] == [302, 200]
    verdicts = Door().judge({gone: world.ada.pk, kept: world.ada.pk}, {})
    assert (verdicts.ended, verdicts.epoch > before) == ({gone}, True)


def test_ending_all_others_leaves_this_one(world: World) -> None:
    others = [on(IPHONE, world.ada) for _ in range(3)]
    here = on(CHROME, world.ada)
    here.post("/you/sessions/end-others/")
    assert [browser.get("/").status_code for browser in (*others, here)] == [302, 302, 302, 200]
    assert sessions_of(world.ada) == 1


def test_ending_this_one_is_signing_out(world: World) -> None:
    here = on(CHROME, world.ada)
    assert here.post("/you/sessions/end/", {"session": marks(here)[0]})["Location"] == "/sign-in/"
    assert here.get("/").status_code == 302


def test_nobody_ends_the_session_of_somebody_else(world: World) -> None:
    ben, ada = on(CHROME, world.ben), on(CHROME, world.ada)
    for mark in (marks(ben)[0], ben.cookies["sessionid"].value, "", "x" * 5000, "\x00"):
        assert ada.post("/you/sessions/end/", {"session": mark})["Location"] == "/you/sessions/"
    assert ben.get("/").status_code == 200


def test_looking_ends_nothing(world: World) -> None:
    here = on(CHROME, world.ada)
    assert [here.get(f"/you/sessions/{way}").status_code for way in ("end/", "end-others/")] == [405, 405]
    assert here.get("/").status_code == 200


# ---- a device nobody knows ------------------------------------------------------------------


def new_device_mails() -> list[Any]:
    carry_out_jobs()
    return [message for message in mail.outbox if message.subject == "You signed in on a new device"]


def test_the_first_sign_in_ever_sends_none(world: World) -> None:
    on(CHROME, world.ada)
    assert new_device_mails() == []
    assert KnownDevice.objects.get().device == "Chrome on Windows"


def test_a_second_device_is_told_of_with_what_and_when_and_how_to_end_it(world: World) -> None:
    on(CHROME, world.ada)
    on(IPHONE, world.ada)
    [message] = new_device_mails()
    body = str(message.body)
    assert message.to == [world.ada.email]
    assert "Safari on an iPhone, on " in body
    assert f"{timezone.localtime():%Y}" in body
    assert "http://testserver/you/sessions/" in body


def test_a_known_device_is_not_told_of_however_she_signs_in(world: World) -> None:
    first = on(CHROME, world.ada)
    on(CHROME, world.ada, known=first)
    again = Client(headers={"user-agent": f"{CHROME} newer"})
    again.cookies["known"] = first.cookies["known"].value
    again.post("/sign-in/password/", {"login": world.ada.email, "password": "a long and quiet sentence"})
    assert new_device_mails() == []
    assert KnownDevice.objects.count() == 1


def test_a_made_up_cookie_makes_no_device_known(world: World) -> None:
    on(CHROME, world.ada)
    for made_up in ("x", "a" * 43, "a" * 5000, "\u00e9" * 43):
        client = Client(headers={"user-agent": CHROME})
        client.cookies["known"] = made_up
        client.post("/sign-in/password/", {"login": world.ada.email, "password": "a long and quiet sentence"})
    assert len(new_device_mails()) == 4


def test_the_cookie_tells_nothing_and_the_row_does_not_tell_the_cookie(world: World) -> None:
    cookie = on(CHROME, world.ada).cookies["known"]
    assert (cookie["httponly"], cookie["samesite"], int(cookie["max-age"])) == (True, "Lax", 365 * 24 * 3600)
    assert len(cookie.value) == 43
    assert cookie.value not in str(list(KnownDevice.objects.values()))


def test_two_people_at_one_browser_cannot_be_told_by_their_rows(world: World) -> None:
    first = on(CHROME, world.ada)
    on(CHROME, world.ben, known=first)
    assert len(set(KnownDevice.objects.values_list("token_hash", flat=True))) == 2
    assert new_device_mails() == []  # it was Ben's first


def test_somebody_removed_in_between_gets_no_mail(world: World) -> None:
    on(CHROME, world.ada)
    on(IPHONE, world.ada)
    type(world.ada).objects.filter(pk=world.ada.pk).update(standing="removed")
    assert new_device_mails() == []


def test_a_device_not_used_for_longer_than_its_cookie_is_forgotten(world: World) -> None:
    on(CHROME, world.ada)
    KnownDevice.objects.update(used_at=timezone.now() - timedelta(days=401))
    sign_in_by_code(world.ada)
    devices.forget_old_devices.call()
    assert KnownDevice.objects.count() == 1
    assert KnownDevice.objects.get().used_at > timezone.now() - timedelta(minutes=1)
    assert sign_in_by_password(world.ada.email)[1].status_code == 302
    assert signed_in(world.ada).get("/").status_code == 200
