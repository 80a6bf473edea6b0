"""From nothing to a running community in one command, and the same command again."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from cohorts.models import Cohort, Enrollment, Message, Room, Session
from community.forum.models import Post, Space, Thread
from community.library.models import Document
from community.library.starter.reading import papers
from community.members.models import Member, Organization, Seat
from moderation.access.standing import Role
from moderation.models import AuditEntry
from tests.harness.browser import Browser
from tests.harness.community import Server
from tests.harness.tab import Tab
from tests.server.holding import until
from tests.server.starting import Newcomer, mode
from tests.services import free_port

PATIENT_S = 240  # forty previews, one after the other, beside everything else
SOON_S = 20  # what a newcomer waits before looking for what went wrong; on an idle machine it is two
COUNTED = (Member, Organization, Seat, Space, Thread, Post, Cohort, Room, Message, Document, AuditEntry)


class Demo:
    """A demo that was set up from nothing, and runs."""

    def __init__(self, newcomer: Newcomer, blocker: Any) -> None:
        self.newcomer, self.blocker = newcomer, blocker
        self.server: Server = newcomer.server()
        self.first_s = self.start()

    def start(self) -> float:
        began = time.monotonic()
        self.server.start()
        return time.monotonic() - began

    def has_its_starters(self) -> bool:
        time.sleep(0.5)  # it has enough to do
        with self.newcomer.database.inside(self.blocker):
            return Document.objects.exclude(starter="").count() == len(papers())

    def counts(self) -> list[int]:
        return self.newcomer.rows(self.blocker, *COUNTED)

    def member(self) -> Browser:
        address, password = self.newcomer.sign_ins()["member"]
        return self.newcomer.signed_in("/sign-in/password/", login=address, password=password)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: Any, collected: None, django_db_blocker: Any) -> Iterator[Demo]:
    made = Demo(Newcomer(tmp_path_factory.mktemp("demo"), prepared=False), django_db_blocker)
    yield made
    if made.server.process is not None:
        assert made.server.stop() == 0
    assert "Traceback" not in made.newcomer.words()


def test_the_demo_is_as_large_as_it_says(demo: Demo) -> None:
    """People in schools, talk in spaces and rooms: enough to look lively, little enough to read."""
    with demo.newcomer.database.inside(demo.blocker):
        assert (Member.objects.count(), Organization.objects.count(), Space.objects.count()) == (40, 12, 8)
        assert (Cohort.objects.count(), Room.objects.filter(session=None).count()) == (1, 4), "and one talk"
        assert Room.objects.exclude(session=None).count() == Session.objects.filter(state="scheduled").count()
        assert 55 <= Thread.objects.count() <= 65
        assert 280 <= Message.objects.count() <= 350
        assert 12 <= Document.objects.filter(starter="", lineage=None).count() <= 14
        assert Member.objects.filter(role=Role.MODERATOR).exists()
        assert Enrollment.objects.filter(role=Enrollment.Role.FACILITATOR).exists()


def test_the_starter_library_comes_by_itself_once_the_server_runs(demo: Demo) -> None:
    until(demo.has_its_starters, within=PATIENT_S, missing="The starter library did not come.")


def test_those_who_are_printed_can_sign_in(demo: Demo) -> None:
    found = demo.newcomer.sign_ins()
    assert set(found) == {"member", "facilitator", "moderator"}
    desks = {}
    for who, (address, password) in found.items():
        browser = demo.newcomer.signed_in("/sign-in/password/", login=address, password=password)
        home = browser.get("/")
        assert (home.status, address.partition("@")[0].title() in home.body.decode()) == (200, True)
        desks[who] = browser.get("/moderation/").status
    assert desks == {"member": 404, "facilitator": 404, "moderator": 200}


def test_another_password_does_not_open_the_demo(demo: Demo) -> None:
    address, _ = demo.newcomer.sign_ins()["member"]
    refused = Browser(demo.newcomer.port).post("/sign-in/password/", login=address, password="thicket-orchard-1")
    assert (refused.status, 'role="alert"' in refused.body.decode()) == (200, True)
    assert not re.search(r"sessionid=\w", refused.headers.get("set-cookie", ""))


def test_a_code_for_signing_in_appears_in_the_terminal(demo: Demo) -> None:
    address, _ = demo.newcomer.sign_ins()["moderator"]
    asked = Browser(demo.newcomer.port).post("/sign-in/", email=address)
    assert asked.status == 302
    note = re.compile(rf"Mail to {re.escape(address)}: .*\n  Code: \d{{6}}\n")
    until(lambda: note.search(demo.newcomer.words()) is not None, missing="No code was printed.")


def test_only_the_owner_of_the_machine_reads_what_is_kept(demo: Demo) -> None:
    data = demo.newcomer.data
    assert mode(data) == 0o700
    assert mode(data / "demo.txt") == 0o600
    assert mode(data / "secret.key") == 0o600
    assert {mode(place) for place in (data / "files").glob("*")} == {0o700}
    assert {mode(place) for place in (data / "files").glob("*/*")} == {0o600}


def test_a_second_community_on_the_same_port_is_told_of_another(demo: Demo) -> None:
    port = demo.newcomer.port
    assert demo.newcomer.refused() == (
        f"Port {port} on 127.0.0.1 is in use, perhaps by a community that runs already. Try --port {port + 1}."
    )


def test_a_demo_is_not_turned_into_a_real_community(demo: Demo) -> None:
    assert demo.newcomer.refused("--empty", "--founder", "olga@school.test", port=free_port()) == (
        f"There is a demo in {demo.newcomer.data}. Choose another place: --data real"
    )


def test_the_same_command_starts_it_again_and_nothing_is_lost(demo: Demo) -> None:
    maria = demo.member()
    until(demo.has_its_starters, within=PATIENT_S, missing="The starter library did not come.")
    with demo.newcomer.database.inside(demo.blocker):
        room = Room.objects.first()
    tab = Tab(demo.newcomer.port, maria.session_key, origin=f"http://127.0.0.1:{demo.newcomer.port}")
    assert tab.says(room, "This stays")["type"] == "ack"
    tab.close()
    before, password = demo.counts(), demo.newcomer.sign_ins()
    assert demo.server.stop() == 0
    took_s = demo.start()
    print(f"quickstart: {demo.first_s:.1f} s from nothing, {took_s:.1f} s the second time")
    assert took_s < SOON_S
    assert (demo.counts(), demo.newcomer.sign_ins()) == (before, password)
    assert demo.newcomer.words().count("Writing the demo community") == 1
    assert maria.get("/").status == 200, "who was signed in still is"
