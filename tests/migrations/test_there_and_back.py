"""Migrations forward, back and forward again, on both databases, with people and their words in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from community.members import epoch
from moderation import actions
from moderation.models import AuditEntry, Invitation
from tests import cast
from tests.cast import World, grants
from tests.conftest import forget
from tests.harness import databases
from tests.moderation.desk import everything_stored
from tests.verbs import ask, reply, say

OURS = ("moderation", "cohorts", "library", "forum", "notifications", "files", "members")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: Any, tmp_path: Path, django_db_blocker: Any) -> Iterator[None]:
    """A database of the test's own, with all migrations and no rows."""
    with databases.fresh(request.param, tmp_path, django_db_blocker).inside(django_db_blocker):
        yield
    forget()


@pytest.fixture
def lived_in(database: None) -> World:
    """A week of the cast."""
    world = cast.build()
    thread = ask(world.ada, world.commons, "When?")
    reply(world.ben, thread, '<p><span data-mention="ada">@ada</span> at noon</p>')
    say(world.fay, world.room, "Who has keys, @ben?")
    actions.invite(grants(world.mona), email="ina@school.test", organization=world.cedar, inviter_name="Mona")
    actions.suspend(grants(world.mona), world.ben, until=timezone.now() + timedelta(days=1), reason="A quarrel")
    return world


def migrate(*where: str) -> None:
    call_command("migrate", *where, verbosity=0, interactive=False)


def migrated() -> dict[str, list[str]]:
    """Of our apps, what is applied."""
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: [name for label, name in applied if label == app] for app in OURS}


def tables() -> set[str]:
    return {table for table in connection.introspection.table_names() if table.partition("_")[0] in OURS}


def refuses_changes() -> bool:
    """The log's own guard, asked of the database itself."""
    try:
        with transaction.atomic():
            AuditEntry.objects.update(reason="better")
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def test_everything_goes_back_to_nothing_and_forward_again(lived_in: World) -> None:
    there = tables()
    assert len(there) > 20
    migrate("members", "zero")  # everything of ours stands on people, and goes first
    assert (tables(), set(map(len, migrated().values()))) == (set(), {0})
    migrate()
    assert tables() == there
    assert epoch.current() == 1  # its one row is there from the beginning
    assert cast.build().ada.pk


def test_the_epoch_begins_anew_with_its_row_and_people_stay(lived_in: World) -> None:
    before = [row for row in everything_stored() if row[0] != "members.AccessEpoch"]
    migrate("members", "0001")
    assert epoch.current() == 0
    migrate()
    assert epoch.current() == 1
    assert [row for row in everything_stored() if row[0] != "members.AccessEpoch"] == before


def test_the_guard_of_the_log_goes_and_comes_with_its_migration(lived_in: World) -> None:
    assert refuses_changes()
    migrate("moderation", "0001")
    assert not refuses_changes()
    migrate()
    assert refuses_changes()


def test_of_two_open_invitations_the_newest_stays_open(lived_in: World) -> None:
    """Before 0004 there could be two; then the older one is taken back, and nothing else is touched."""
    migrate("moderation", "0002")
    [first] = Invitation.objects.all()
    second = Invitation.objects.create(
        email=first.email, organization=first.organization, token_hash="x" * 64, invited_by=lived_in.olga,
        sent_at=timezone.now(), expires_at=timezone.now() + timedelta(days=7),
    )  # fmt: skip
    old = Invitation.objects.create(
        email="zoe@school.test", organization=first.organization, token_hash="y" * 64, invited_by=lived_in.olga,
        sent_at=timezone.now(), expires_at=timezone.now() - timedelta(days=7),
    )  # fmt: skip
    migrate()
    assert set(Invitation.objects.filter(revoked_at=None)) == {second, old}


def test_what_is_stored_survives_every_step_back_that_keeps_its_table(lived_in: World) -> None:
    """Step by step, as a deployment that is taken back: no step loses a row that has a place in it."""
    before = everything_stored()
    executor = MigrationExecutor(connection)
    steps = [name for label, name in sorted(executor.loader.graph.nodes) if label == "moderation"]
    for step in reversed(steps[:-1]):
        migrate("moderation", step)
        assert everything_stored() == before, step
    migrate()
    assert everything_stored() == before
