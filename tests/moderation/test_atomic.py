"""Every act and its line in the log are one: whatever fails in the middle, nothing of either stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cohorts import actions as cohorts
from moderation import actions, audit
from moderation.models import AuditEntry, Invitation
from tests.cast import World, grants
from tests.moderation.desk import EMAIL, everything_stored, invite, member, token
from tests.verbs import carry_out_jobs

Act = Callable[[World], object]


def inviting(world: World) -> object:
    return actions.invite(grants(world.mona), email=EMAIL, organization=world.cedar, cohort=world.spring)


def joining(world: World) -> object:
    return actions.accept_invitation(token(), email=EMAIL, name="Ina")


def taking_back(world: World) -> object:
    actions.revoke_invitation(grants(world.mona), Invitation.objects.get())
    return None


def suspending(world: World) -> object:
    return actions.suspend(grants(world.mona), member("ben"), until=timezone.now() + timedelta(days=1), reason="So")


ACTS: dict[str, Act] = {
    "invite": inviting,
    "revoke_invitation": taking_back,
    "join": joining,
    "suspend": suspending,
    "remove": lambda world: actions.remove(grants(world.mona), member("ben"), reason="So"),
    "restore": lambda world: actions.restore(grants(world.mona), member("rex"), reason="So"),
    "set_role": lambda world: actions.set_role(grants(world.olga), member("ben"), role="moderator"),
    "create_organization": lambda world: actions.create_organization(
        grants(world.mona), name="Elm School", state="", kind=""
    ),
    "create_cohort": lambda world: cohorts.create_cohort(
        grants(world.mona), name="Summer", purpose="", rooms=["One", "Two"]
    ),
    "add_room": lambda world: cohorts.add_room(grants(world.mona), world.spring, name="Kitchen", topic=""),
    "enroll": lambda world: cohorts.enroll(grants(world.mona), world.spring, world.cleo, role="member"),
    "withdraw": lambda world: cohorts.withdraw(grants(world.mona), world.spring, world.ben),
}


@pytest.fixture
def prepared(world: World) -> World:
    """With an invitation on its way, which some of the acts are about."""
    invite(world.mona, world.cedar, cohort=world.spring)
    return world


class Broken(DatabaseError):
    """What the database says in the middle of an act."""


@contextmanager
def breaking(at: int) -> Iterator[list[str]]:
    """Let the statement with this number fail; the list is of those that came that far."""
    seen: list[str] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.split()[0] not in {"SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN"}:
            seen.append(sql)
            if len(seen) == at:
                raise Broken(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield seen


@pytest.mark.parametrize("verb", ACTS)
def test_an_act_writes_one_line_with_its_verb(prepared: World, verb: str) -> None:
    before = list(AuditEntry.objects.values_list("pk", flat=True))
    ACTS[verb](prepared)
    fresh = list(AuditEntry.objects.exclude(pk__in=before).order_by("id"))
    assert [entry.verb for entry in fresh] == (["enroll", "join"] if verb == "join" else [verb])
    assert all(entry.subject_id and entry.subject_label for entry in fresh)


@pytest.mark.parametrize("verb", ACTS)
def test_whatever_fails_in_an_act_leaves_nothing_of_it(prepared: World, verb: str) -> None:
    before, failed = everything_stored(), []
    for at in range(1, 60):
        with breaking(at):
            try:
                ACTS[verb](prepared)
                break  # there was no statement with this number: all of them were tried
            except Broken as error:
                failed.append(str(error))
        assert everything_stored() == before, f"{verb} leaves something when this fails: {failed[-1]}"
    assert any("moderation_auditentry" in sql for sql in failed)
    assert any("members_accessepoch" in sql and sql.startswith("UPDATE") for sql in failed) or verb in {
        "invite", "revoke_invitation", "create_organization", "create_cohort", "add_room",
    }  # fmt: skip


def test_a_line_outside_the_transaction_of_an_act_is_an_error(lasting_world: World) -> None:
    with pytest.raises(RuntimeError, match="belongs into the transaction of the act"):
        audit.record(lasting_world.mona.pk, "invite", kind="member", subject=1, label="Somebody")
    assert not AuditEntry.objects.exists()


def test_a_mail_goes_out_only_after_the_commit(lasting_world: World, mailoutbox: list[Any]) -> None:
    with pytest.raises(Broken), transaction.atomic():
        inviting(lasting_world)
        raise Broken
    assert (carry_out_jobs(), mailoutbox, Invitation.objects.count()) == (0, [], 0)
    inviting(lasting_world)
    carry_out_jobs()
    assert [message.to for message in mailoutbox] == [[EMAIL]]
