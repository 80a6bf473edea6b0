"""Migrations forward, back and forward again, on both databases, with people and their words in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from cohorts.models import Room
from community.forum.actions import choose_answer
from community.forum.models import Thread
from community.members import epoch
from moderation import actions
from moderation.models import AuditEntry, Invitation
from tests import cast
from tests.cast import World, grants
from tests.cohorts.meetings import HOUR, session, with_room
from tests.conftest import forget
from tests.forum.polling import poll, votes
from tests.harness import databases
from tests.verbs import ask, reply, say

OURS = ("moderation", "takeout", "cohorts", "library", "forum", "notifications", "files", "drafts", "members")
PEOPLE = ("members.Member", "forum.Post", "cohorts.Message")


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: Any) -> Iterator[None]:
    """A database of the test's own, of the kind of this run, with all migrations and no rows."""
    kind = "postgres" if settings.DATABASE_URL else "sqlite"
    with databases.fresh(kind, tmp_path, django_db_blocker).inside(django_db_blocker):
        yield
    forget()


@pytest.fixture
def lived_in(database: None) -> World:
    """A week of the cast."""
    world = cast.build()
    thread = ask(world.ada, world.commons, "When?")
    reply(world.ben, thread, '<p><span data-mention="ada">@ada</span> at noon</p>')
    say(world.fay, world.room, "Who has keys, @ben?")
    actions.invite(grants(world.mona), email="ina@school.test", organization=world.cedar)
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


def models_now() -> Any:
    """The models as the applied migrations know them."""
    return MigrationExecutor(connection)._create_project_state(with_applied_migrations=True).apps


def everything() -> dict[tuple[str, Any], dict[str, Any]]:
    """Every row of ours by its table and key; fields by their columns."""
    found = {}
    for model in models_now().get_models():
        if model._meta.app_label in OURS:
            for row in model._base_manager.values():
                found[(model._meta.label, row[model._meta.pk.attname])] = row
    return found


def rows_now(*labels: str) -> dict[tuple[str, Any], dict[str, Any]]:
    return {place: row for place, row in everything().items() if place[0] in labels}


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


def test_going_back_before_polls_and_before_aliases_keeps_the_words_and_names_nobody(lived_in: World) -> None:
    """The tables before know no polls, announcements or aliases: what stood under one is a former member's then."""
    announced = ask(lived_in.mona, lived_in.commons, "We meet in May", kind="announcement")
    voted = poll(lived_in.ada, lived_in.commons)
    votes(lived_in.cleo, voted, 1)
    thread = ask(lived_in.ada, lived_in.commons, "A hard question", anonymous=True)
    answer = reply(lived_in.cleo, thread)
    choose_answer(grants(lived_in.ada), answer)
    migrate("forum", "0004")
    threads = models_now().get_model("forum", "Thread").objects
    kinds = threads.filter(pk__in=[announced.pk, voted.thread_id]).values_list("kind", flat=True)
    assert (list(kinds), "forum_poll" in tables()) == (["discussion"] * 2, False)
    migrate("forum", "0003")
    models = models_now()
    post, there = models.get_model("forum", "Post"), models.get_model("forum", "Thread").objects.get(pk=thread.pk)
    nobody = post.objects.get(thread_id=thread.pk, number=1).author
    assert (nobody.name, nobody.standing) == ("Anonymous", "left")
    assert (there.author_id, there.last_author_id, there.answer.chosen_by_id) == (
        nobody.pk,
        lived_in.cleo.pk,
        nobody.pk,
    )
    assert post.objects.get(pk=answer.pk).author_id == lived_in.cleo.pk
    migrate()
    assert Thread.objects.get(pk=thread.pk).author_id == nobody.pk
    assert Thread.objects.get(pk=announced.pk).title == "We meet in May"


def test_the_guard_of_the_log_goes_and_comes_with_its_migration(lived_in: World) -> None:
    assert refuses_changes()
    migrate("moderation", "0001")
    assert not refuses_changes()
    migrate()
    assert refuses_changes()


def test_of_two_open_invitations_the_newest_stays_open(lived_in: World) -> None:
    """Before 0004 there could be two; then the older one is taken back, and nothing else is touched."""
    migrate("moderation", "0002")
    invitations = models_now().get_model("moderation", "Invitation").objects
    [first] = invitations.all()
    facts = {"organization": first.organization, "invited_by": first.invited_by, "sent_at": timezone.now()}
    second = invitations.create(
        email=first.email, token_hash="x" * 64, expires_at=timezone.now() + timedelta(days=7), **facts
    )
    old = invitations.create(
        email="zoe@school.test", token_hash="y" * 64, expires_at=timezone.now() - timedelta(days=7), **facts
    )
    migrate()
    assert set(Invitation.objects.filter(revoked_at=None).values_list("pk", flat=True)) == {second.pk, old.pk}


def test_replies_of_before_know_with_what_their_thread_began(lived_in: World, monkeypatch: Any) -> None:
    """Chains, several in one room and over the bounds of a batch; what answers nothing began nothing."""
    monkeypatch.setattr(import_module("cohorts.migrations.0011_threads"), "BATCH", 2)
    one, other = say(lived_in.ada, lived_in.room, "One"), say(lived_in.fay, lived_in.room, "Other")
    last = one
    for words in ("Two", "Three", "Four"):
        last = say(lived_in.fay, lived_in.room, words, reply_to=last.pk)
        say(lived_in.ada, lived_in.room, words, reply_to=other.pk)
    before = rows_now("cohorts.Message")
    assert Counter(row["root_id"] for row in before.values() if row["root_id"]) == {one.pk: 3, other.pk: 3}
    migrate("cohorts", "0010")
    assert all("root_id" not in row for row in rows_now("cohorts.Message").values())
    migrate()
    assert rows_now("cohorts.Message") == before


def test_the_room_of_a_session_goes_back_to_a_room_as_others_and_comes_anew(lived_in: World) -> None:
    room = with_room(lived_in, -HOUR / 2)
    say(lived_in.ada, room, "We are here")
    session(lived_in)
    for _ in range(2):
        migrate("cohorts", "0010")
        assert models_now().get_model("cohorts", "Room").objects.get(pk=room.pk).kind == "plain"
        migrate()
        assert Room.objects.filter(kind="session").count() == 2
    assert room.messages.get().body == "We are here"


def test_what_only_leaders_read_opens_to_nobody_on_the_way_back_and_is_theirs_again(lived_in: World) -> None:
    room = Room.objects.create(cohort=lived_in.spring, slug="leaders-1", name="Leading", kind="leaders")
    say(lived_in.fay, room, "Between us")
    migrate("cohorts", "0012")
    before = models_now().get_model("cohorts", "Room").objects.get(pk=room.pk)
    assert (before.cohort_id, before.kind) == (None, "plain"), "as a talk in which nobody is"
    migrate()
    after = Room.objects.get(pk=room.pk)
    assert (after.cohort_id, after.kind, after.slug) == (lived_in.spring.pk, "leaders", "leaders-1")
    assert after.messages.get().body == "Between us"


@pytest.mark.parametrize("app", OURS)
def test_what_is_stored_survives_every_step_back_that_keeps_its_place(lived_in: World, app: str) -> None:
    """Step by step, as a deployment that is taken back: no step loses what has a table and a column in it."""
    before = everything()
    people = rows_now(*PEOPLE)
    assert len(people) > 10
    steps = [name for label, name in sorted(MigrationExecutor(connection).loader.graph.nodes) if label == app]
    for step in reversed(steps[:-1]):
        migrate(app, step)
        there = everything()
        assert len(there) > 30
        for place, row in there.items():
            assert row.items() <= before[place].items(), (step, place)
    if app == "members":  # behind its first step: the epoch begins anew with its row, and people stay
        assert epoch.current() == 0
    migrate()
    after = everything()
    if app == "members":
        assert (epoch.current(), rows_now(*PEOPLE)) == (1, people)
    assert {place: after[place].keys() for place in before if place in after} == {
        place: row.keys() for place, row in before.items() if place in after
    }
