"""Lists brought as files: read, mapped, looked through, and only then invited. Before the last step nothing is sent and
nobody is changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from community.db import writing
from community.files import names
from community.jobs.queue import job, later
from community.members.models import Organization
from community.members.queries import cohort_choices
from moderation import audit, lists
from moderation.access import desk
from moderation.access.grants import Grants
from moderation.access.standing import Role
from moderation.actions.invitations import offer, usable_address
from moderation.actions.organizations import free_slug
from moderation.actions.refused import Refused
from moderation.lists import Table
from moderation.models import Batch
from moderation.queries import batches as queries

AT_ONCE = 50  # invitations in one transaction
KEPT = timedelta(days=30)  # then the list itself is forgotten


def bring(actor: Grants, name: str, content: bytes) -> Batch:
    """Read a file. Raises Denied, files.findings.Refused with a sentence."""
    desk.may_invite(actor, Role.MEMBER, timezone.now()).require()
    table = lists.read(name, content)
    with writing():
        return Batch.objects.create(
            made_by_id=actor.member_id, file_name=names.tidy(name, names.ending(name) or ".txt")[:150],
            table=table.stored(), mapping=lists.guess(table),
        )  # fmt: skip


def look_through(
    actor: Grants,
    batch: Batch,
    *,
    mapping: Mapping[str, int],
    organization: Organization | None,
    cohort: Any,
    adds_organizations: bool,
) -> Batch:
    """The dry run: every row in a pile, with its reason. Raises Denied, Refused."""
    desk.may_invite(actor, Role.MEMBER, timezone.now()).require()
    table = Table.from_stored(batch.table)
    usable = {field: column for field, column in mapping.items() if 0 <= column < len(table.header)}
    if "email" not in usable:
        raise Refused("email", "Say which column holds the email addresses.")
    known = queries.known_for(table, usable, adds_organizations=adds_organizations)
    entries = lists.sort(
        table,
        usable,
        known,
        organization=organization.slug if organization else "",
        cohort=cohort.slug if cohort else "",
    )
    with writing():
        batch = open_batch(batch)
        batch.mapping, batch.organization, batch.cohort = usable, organization, cohort
        batch.outcome = [entry.stored() for entry in entries]
        batch.stage = Batch.Stage.LOOKED
        batch.save(update_fields=["mapping", "organization", "cohort", "outcome", "stage"])
    return batch


def send_batch(actor: Grants, batch: Batch, *, ticked: Collection[int]) -> Batch:
    """Invite those that are ready, and of those that need a look the ones whose numbers were ticked. Once."""
    desk.may_invite(actor, Role.MEMBER, timezone.now()).require()
    with writing():
        batch = open_batch(batch)
        if batch.stage != Batch.Stage.LOOKED:
            raise Refused("stage", "Look through the list first.")
        chosen = 0
        for number, entry in enumerate(batch.outcome):
            goes = entry["pile"] == "ready" or (entry["pile"] == "look" and entry["usable"] and number in ticked)
            entry["state"] = "waiting" if goes else "left_out"
            chosen += goes
        if not chosen:
            raise Refused("stage", "Nobody is chosen. Tick whom you want to invite.")
        batch.stage, batch.sent_at, batch.made_by_id = Batch.Stage.SENT, timezone.now(), actor.member_id
        batch.save(update_fields=["stage", "sent_at", "made_by", "outcome"])
        audit.record(
            actor.member_id, "send_batch", kind="batch", subject=batch.pk, label=batch.file_name,
            reason=f"{chosen} people",
        )  # fmt: skip
        later(carry_on, str(batch.pk))
    return batch


def drop_batch(actor: Grants, batch: Batch) -> None:
    """Forget a list that was not sent."""
    desk.may_invite(actor, Role.MEMBER, timezone.now()).require()
    with writing():
        batch = open_batch(batch)
        batch.stage, batch.table, batch.outcome = Batch.Stage.DROPPED, {}, []
        batch.save(update_fields=["stage", "table", "outcome"])


def open_batch(batch: Batch) -> Batch:
    """Held, and not sent or dropped: two moderators may have it open."""
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if held.stage in {Batch.Stage.SENT, Batch.Stage.DROPPED}:
        raise Refused("stage", "This list was sent or dropped in the meantime.")
    return held


# ---- sending ------------------------------------------------------------------------------------


@job()
def carry_on(batch_id: str) -> None:
    """The next few of a list, then the rest in another job: stopped at any point, it goes on where it was."""
    with writing():
        batch = Batch.objects.select_for_update().get(pk=UUID(batch_id))
        waiting = [entry for entry in batch.outcome if entry.get("state") == "waiting"]
        for entry in waiting[:AT_ONCE]:
            entry["state"], entry["reason"] = invite_one(batch, entry)
        batch.save(update_fields=["outcome"])
        if len(waiting) > AT_ONCE:
            later(carry_on, batch_id)


def invite_one(batch: Batch, entry: dict[str, Any]) -> tuple[str, str]:
    """Looked at again at this moment: what the dry run saw may be hours old. Returns state and reason."""
    try:
        with writing():
            email = usable_address(entry["email"])
            offer(
                batch.made_by_id, email=email, name=entry["name"], organization=organization_of(batch, entry),
                cohort=cohort_choices().filter(slug=entry["cohort"]).first() if entry["cohort"] else None, batch=batch,
            )  # fmt: skip
    except Refused as refused:
        return "refused", refused.sentence
    except IntegrityError:
        return "refused", "Somebody else invited this address in the same moment."
    return "invited", ""


def organization_of(batch: Batch, entry: dict[str, Any]) -> Organization:
    if entry["organization"]:
        return Organization.objects.get(slug=entry["organization"])
    name = entry["founds"]
    found = Organization.objects.filter(name__iexact=name).first()
    if found is None:
        found = Organization.objects.create(slug=free_slug(name), name=name)
        audit.record(batch.made_by_id, "create_organization", kind="organization", subject=found.pk, label=name)
    return found


@job(every=timedelta(days=1))
def forget_lists() -> None:
    """People's addresses are not kept longer than they are needed: who was invited is in the invitations."""
    with writing():
        old = Batch.objects.filter(made_at__lt=timezone.now() - KEPT).exclude(table={})
        old.update(table={}, outcome=[])
