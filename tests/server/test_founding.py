"""`quickstart --empty`: a real community with an owner, and never a demo in it."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from community.forum.models import Space, Thread
from community.members.models import Member, Organization, Seat
from moderation.access.standing import Role, Standing
from tests.harness.browser import Browser
from tests.harness.community import ROOT, Server
from tests.server.holding import until
from tests.server.starting import Newcomer

OLGA = "olga.stone@school.test"


@pytest.fixture
def newcomer(tmp_path_factory: Any, collected: None) -> Newcomer:
    return Newcomer(tmp_path_factory.mktemp("newcomer"))


@pytest.fixture
def with_tables(tmp_path_factory: Any, collected: None, django_db_blocker: Any) -> Newcomer:
    """Making the tables takes half a minute, and one founder who waits for that is enough."""
    return Newcomer(tmp_path_factory.mktemp("newcomer"), tables=django_db_blocker)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        assert server.stop() == 0


def test_olga_founds_an_empty_community_and_no_demo_ever_comes_into_it(
    newcomer: Newcomer, django_db_blocker: Any
) -> None:
    with running(newcomer.server("--empty", "--founder", OLGA)), newcomer.database.inside(django_db_blocker):
        [olga] = Member.objects.all()
        assert (olga.email, olga.name, olga.role, olga.standing) == (OLGA, "Olga Stone", Role.OWNER, Standing.ACTIVE)
        assert (Organization.objects.count(), Seat.objects.filter(member=olga).count()) == (1, 1)
        assert (Space.objects.count(), Thread.objects.count()) == (3, 0)
    words = newcomer.words()
    assert "demo" not in words.lower()
    assert f"Mail to {OLGA}:" in words
    with running(newcomer.server()):
        assert newcomer.rows(django_db_blocker, Member, Space, Thread) == [1, 3, 0]
    assert "demo" not in newcomer.words().lower()
    assert not (newcomer.data / "demo.txt").exists()


def test_olga_signs_in_with_the_code_in_her_terminal(with_tables: Newcomer) -> None:
    with running(with_tables.server("--empty", "--founder", OLGA)):
        asked = Browser(with_tables.port).post("/sign-in/", email=OLGA)
        pending = re.findall(r"sessionid=(\w+)", asked.headers["set-cookie"])
        until(lambda: "Code: " in with_tables.words())
        [code] = re.findall(r"Code: (\d{6})", with_tables.words())
        done = Browser(with_tables.port, pending[0]).post("/sign-in/code/", code=code)
        [key] = re.findall(r"sessionid=(\w+)", done.headers["set-cookie"])
        home = Browser(with_tables.port, key).get("/moderation/")
    assert home.status == 200


# ---- what it says when it cannot ----------------------------------------------------------------------


def test_without_a_terminal_it_says_how_to_tell_the_founder(with_tables: Newcomer) -> None:
    assert with_tables.refused("--empty") == "Tell the founder's email: quickstart --empty --founder you@example.org"


@pytest.mark.parametrize("founder", ["olga", "olga@", "@school.test", "olga@school", ""])
def test_what_is_no_address_is_said_so(newcomer: Newcomer, founder: str) -> None:
    assert newcomer.refused("--empty", "--founder", founder) == f"{founder!r} does not look like an email address."
    assert not (newcomer.data / "community.sqlite3").exists(), "before anything is made"


def test_a_founder_of_a_demo_is_a_misunderstanding(newcomer: Newcomer) -> None:
    assert newcomer.refused("--founder", OLGA) == (
        "--founder is for a real community: quickstart --empty --founder you@example.org"
    )


def test_a_server_in_the_world_is_set_up_otherwise(newcomer: Newcomer) -> None:
    sentence = newcomer.refused(COMMUNITY_URL="https://community.example.org", COMMUNITY_SECRET_KEY="k" * 60)
    assert sentence.startswith("quickstart is for this machine only.")


def test_a_port_that_is_none_is_said_so(newcomer: Newcomer) -> None:
    newcomer.port = 70_000
    assert newcomer.refused() == "Ports are numbers from 0 to 65535, not 70000."


def test_static_files_that_cannot_be_prepared_are_said_so(with_tables: Newcomer) -> None:
    (with_tables.data / "static").rename(with_tables.data / "elsewhere")
    (with_tables.data / "static").write_text("in the way")
    said = with_tables.refused("--empty", "--founder", OLGA)
    assert said.startswith("Static files could not be prepared. NotADirectoryError: ")


# ---- with somebody at the terminal --------------------------------------------------------------------


def test_olga_is_asked_for_her_address_until_it_is_one(with_tables: Newcomer, django_db_blocker: Any) -> None:
    here, there = pty.openpty()
    with with_tables.log.open("ab") as log:
        process = subprocess.Popen(
            [*with_tables.command("--empty"), "--port", str(with_tables.port)], cwd=ROOT, env=with_tables.environment,
            stdin=there, stdout=log, stderr=log,
        )  # fmt: skip
    server = Server(with_tables.port, with_tables.log, [], {}, process)
    try:
        until(lambda: "The founder's email address:" in with_tables.words(), within=60)
        os.write(here, b"olga\n")
        until(lambda: "That does not look like an email address." in with_tables.words())
        os.write(here, f"{OLGA}\n".encode())
        server.wait_until_it_answers()
        assert server.stop() == 0
    finally:
        os.close(here)
        os.close(there)
        process.kill()
    assert with_tables.rows(django_db_blocker, Member) == [1]


def test_a_demo_that_was_cut_off_in_the_making_is_made_again(with_tables: Newcomer, django_db_blocker: Any) -> None:
    """Half a demo whose password nobody knows would be worse than none."""
    with with_tables.log.open("ab") as log:
        process = subprocess.Popen(
            [*with_tables.command(), "--port", str(with_tables.port)], cwd=ROOT, env=with_tables.environment,
            stdout=log, stderr=log,
        )  # fmt: skip
    until(lambda: any((with_tables.data / "files").glob("*/*")), within=60, missing="it keeps no document")
    process.kill()
    process.wait(10)
    with running(with_tables.server("--empty", "--founder", OLGA)):
        assert with_tables.rows(django_db_blocker, Member) == [1]
    assert "Sign in as" not in with_tables.words()
