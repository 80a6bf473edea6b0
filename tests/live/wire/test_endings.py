"""When access ends, the open socket ends with it, or loses the room: within two seconds, at every process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from cohorts import actions as cohorts
from cohorts.models import Room
from community.db import writing
from community.live import news
from community.live.protocol import Close
from community.members import epoch
from community.members.models import Member, Session
from moderation.models import Acceptance, Agreement
from tests.cast import PASSWORD, World, grants
from tests.cohorts import meetings
from tests.harness.browser import Browser
from tests.harness.community import Community
from tests.harness.tab import Tab
from tests.verbs import session_of

PROMISE_S = 2.0
SLACK_S = 3.0  # for a busy machine; the poll, which would hide a lost act, takes five and more in this community


def everywhere(community: Community, member: Member | str) -> list[Tab]:
    """A tab at every process."""
    return [community.tab(member, at=number) for number in range(community.processes)]


def remove(desk: Browser, people: World) -> None:
    words = {"reason": "Shared a message outside", "confirm": people.ben.handle}
    assert desk.post(f"/moderation/people/{people.ben.handle}/remove/", **words).status == 302


def suspend(desk: Browser, people: World) -> None:
    until = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    words = {"reason": "A quarrel", "until": until}
    assert desk.post(f"/moderation/people/{people.ben.handle}/suspend/", **words).status == 302


@pytest.mark.parametrize("end", [remove, suspend])
def test_every_tab_of_ben_closes_when_he_is_sent_away(
    paced: Community, neighbors: World, end: Callable[[Browser, World], None]
) -> None:
    tabs, ada = everywhere(paced, neighbors.ben), paced.tab(neighbors.ada)
    for tab in (*tabs, ada):
        tab.enter(neighbors.room)
    desk = paced.browser(neighbors.mona)
    began = time.monotonic()
    end(desk, neighbors)
    assert [tab.ends(within=SLACK_S)[0] for tab in tabs] == [Close.ACCESS_ENDED] * len(tabs)
    assert time.monotonic() - began < SLACK_S
    assert ada.says(neighbors.room, "After")["type"] == "ack"
    assert not any("After" in text for tab in tabs for text in tab.heard)


def test_signing_out_closes_the_tabs_of_that_browser_and_of_no_other(paced: Community, neighbors: World) -> None:
    here, elsewhere = (session_of(neighbors.ada).session_key or "" for _ in range(2))
    tabs, others = everywhere(paced, here), everywhere(paced, elsewhere)
    assert paced.browser(here).post("/you/sign-out/").status == 302
    assert [tab.ends(within=SLACK_S) for tab in tabs] == [(Close.SIGNED_OUT, "signed out")] * len(tabs)
    for tab in others:
        tab.answers()


def test_a_new_password_closes_every_socket_of_the_old_one(paced: Community, neighbors: World) -> None:
    """Also those of whoever stole the old one."""
    neighbors.ada.password = Argon2PasswordHasher().encode(PASSWORD, "salt-of-sixteen-")  # one that servers read
    neighbors.ada.save()
    here = session_of(neighbors.ada)
    here["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    here.save()
    tabs = everywhere(paced, neighbors.ada) + everywhere(paced, here.session_key or "")
    new = "another quiet sentence"
    words = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = paced.browser(here.session_key or "").post("/you/password/", **words)
    assert answer.status == 302, answer.body
    assert {tab.ends(within=SLACK_S)[0] for tab in tabs} == {Close.SIGNED_OUT}


def test_a_session_that_runs_out_closes_its_sockets(community: Community, people: World) -> None:
    key = session_of(people.ada).session_key or ""
    soon = datetime.now(UTC) + timedelta(seconds=1.5)
    Session.objects.filter(session_key=key).update(expire_date=soon)
    tab = community.tab(key)
    assert tab.ends(within=20) == (Close.SIGNED_OUT, "signed out")
    assert datetime.now(UTC) >= soon


def test_who_leads_no_longer_is_out_of_the_room_of_those_who_lead(paced: Community, neighbors: World) -> None:
    helm = Room.objects.create(cohort=neighbors.spring, slug="helm", name="Helm", kind="leaders")
    tabs, olga, ada = everywhere(paced, neighbors.fay), paced.tab(neighbors.olga), paced.tab(neighbors.ada)
    for tab in (*tabs, olga):
        tab.enter(helm)
        tab.enter(neighbors.room)
    ada.send("enter", room=helm.pk, after=None)
    assert ada.hears("refused")["code"] == "no_access"
    people = {"person": neighbors.fay.handle, "role": "member"}
    assert paced.browser(neighbors.mona).post(f"/cohorts/{neighbors.spring.slug}/people/", **people).status == 302
    for tab in tabs:
        assert tab.hears("gone", within=SLACK_S, forgets=True) == {"type": "gone", "room": str(helm.pk)}
    olga.says(helm, "After")
    for tab in tabs:
        tab.hears_nothing("message", "presence", during=0.2, room=str(helm.pk))
        assert tab.says(helm)["code"] == "no_access"
        assert tab.says(neighbors.room)["type"] == "ack"
        assert not any("After" in text for text in tab.heard)


def test_out_of_a_cohort_is_out_of_its_room_and_of_nothing_else(paced: Community, neighbors: World) -> None:
    tabs, ada = everywhere(paced, neighbors.ben), paced.tab(neighbors.ada)
    for tab in (*tabs, ada):
        tab.enter(neighbors.room)
    tabs[0].send("follow", topic=f"space:{neighbors.spring_space.slug}")
    tabs[0].hears("followed")
    withdraw = f"/cohorts/{neighbors.spring.slug}/people/{neighbors.ben.handle}/withdraw/"
    assert paced.browser(neighbors.mona).post(withdraw).status == 302
    for tab in tabs:
        assert tab.hears("gone", within=SLACK_S, forgets=True) == {"type": "gone", "room": str(neighbors.room.pk)}
    topic = f"space:{neighbors.spring_space.slug}"
    assert tabs[0].hears("update") == {"type": "update", "topic": topic, "kind": "gone", "data": {}}
    ada.says(neighbors.room, "After")
    for tab in tabs:
        tab.hears_nothing("message", "presence", "heads", during=0.2)
        assert tab.says(neighbors.room)["code"] == "no_access"
        assert not any("After" in text for text in tab.heard)


def test_a_cohort_that_is_moved_on_tells_those_in_its_rooms_at_once(paced: Community, neighbors: World) -> None:
    """Open pages learn what may be done now, at every process; and nothing more is said once it is archived."""
    tabs, room, desk = everywhere(paced, neighbors.ben), str(neighbors.room.pk), paced.browser(neighbors.mona)
    for tab in tabs:
        tab.enter(neighbors.room)
    for state in ("alumni", "archived"):
        moved = desk.post(f"/cohorts/{neighbors.spring.slug}/year/move/", state=state)
        assert moved.status == 302
        for tab in tabs:
            assert tab.hears("room", within=SLACK_S) == {"type": "room", "room": room, "state": state}
    for tab in tabs:
        assert tab.says(neighbors.room)["code"] == "archived"
        tab.syncs(neighbors.room, 0)  # it is read on


def test_who_is_out_of_a_cohort_hears_nothing_of_its_sessions(paced: Community, neighbors: World) -> None:
    """News of the questions to a session reach those on its page, and nobody who may not see it any more."""
    which = meetings.session(neighbors)
    topic, path = f"session:{which.pk}", f"{meetings.place(which)}questions/ask/"
    tabs, ada = everywhere(paced, neighbors.ben), paced.browser(neighbors.ada)
    for tab in tabs:
        tab.send("follow", topic=topic)
        tab.hears("followed")
    assert ada.post(path, body="Who has keys?").status == 302
    news = {"type": "update", "topic": topic, "kind": "question", "data": {}}
    assert [tab.hears("update", within=SLACK_S) for tab in tabs] == [news] * len(tabs)
    withdraw = f"/cohorts/{neighbors.spring.slug}/people/{neighbors.ben.handle}/withdraw/"
    assert paced.browser(neighbors.mona).post(withdraw).status == 302
    assert [tab.hears("update", within=SLACK_S)["kind"] for tab in tabs] == ["gone"] * len(tabs)
    assert ada.post(path, body="And the alarm?").status == 302
    for tab in tabs:
        tab.hears_nothing("update", during=0.3)


def test_an_act_beside_the_servers_reaches_their_sockets(community: Community, people: World) -> None:
    """A command of the operator's: through Redis at once, without it by the poll."""
    ben = community.tab(people.ben, at=community.processes - 1)
    ben.enter(people.room)
    cohorts.withdraw(grants(people.mona), people.spring, people.ben)
    assert ben.hears("gone", within=20)["room"] == str(people.room.pk)


# ---- what waits at the door ---------------------------------------------------------------------------


@pytest.fixture
def no_agreement_after(neighbors: World) -> Iterator[None]:
    """The community is shared with other tests."""
    yield
    with writing():
        Acceptance.objects.all().delete()
        Agreement.objects.all().delete()
        news.tell_access_moved(epoch.move())


def test_a_new_agreement_leads_every_open_page_to_it(
    paced: Community, neighbors: World, no_agreement_after: None
) -> None:
    tabs = everywhere(paced, neighbors.ben)
    tabs[0].enter(neighbors.room)
    assert tabs[0].says(neighbors.room, "Before")["type"] == "ack"
    began = time.monotonic()
    words = {"title": "Our agreement", "body": f"What is said here stays here. {began}", "publish": "1"}
    assert paced.browser(neighbors.olga).post("/moderation/agreement/", **words).status == 302
    assert {tab.ends(within=SLACK_S) for tab in tabs} == {(Close.DOOR_WAITS, "something waits at the door")}
    assert time.monotonic() - began < SLACK_S
    assert paced.tab(neighbors.ben, greet=False).ends()[0] == Close.DOOR_WAITS
    browser = paced.browser(neighbors.ben)
    number = Agreement.objects.latest("number").number
    assert browser.post("/agreement/", number=str(number), accept="1").status == 302
    assert paced.tab(neighbors.ben).enter(neighbors.room)["rev"] >= 1


def test_a_second_step_that_falls_due_ends_the_socket_at_that_moment(paced: Community, neighbors: World) -> None:
    """No act announces it, and no epoch moves."""
    due = datetime.now(UTC) + timedelta(seconds=2)
    with writing():
        Member.objects.filter(pk=neighbors.olga.pk).update(second_step_due=due)
        epoch.move()
    tabs, ada = everywhere(paced, neighbors.olga), paced.tab(neighbors.ada)
    for tab in tabs:
        tab.answers()
    assert {tab.ends(within=2 + SLACK_S)[0] for tab in tabs} == {Close.DOOR_WAITS}
    assert due <= datetime.now(UTC) < due + timedelta(seconds=PROMISE_S)
    ada.answers()
