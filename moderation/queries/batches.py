"""Lists brought as files, and what the community knows about the people in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from community.members.models import Member, Organization
from community.members.queries import cohort_choices
from community.text import sheets
from moderation.access import desk
from moderation.access.decision import Absent
from moderation.access.grants import Grants
from moderation.lists import Known, Table
from moderation.lists.piles import key, people_in
from moderation.models import Batch, Invitation
from moderation.queries.seating import seats_left

CHUNK = 500
SHUT_OUT = {"suspended": "This person's access is paused.", "removed": "This person was removed: decide by hand."}


def batches_for(who: Grants) -> QuerySet[Batch]:
    desk.may_see_desk(who).require_sight()
    return Batch.objects.select_related("made_by").defer("table", "outcome").order_by("-made_at")[:30]


def batch_for(who: Grants, pk: UUID) -> Batch:
    desk.may_see_desk(who).require_sight()
    batch = Batch.objects.select_related("made_by", "organization", "cohort").filter(pk=pk).first()
    if batch is None:
        raise Absent
    return batch


def known_for(table: Table, mapping: Mapping[str, int], *, adds_organizations: bool) -> Known:
    """A handful of queries, however long the list."""
    emails = {entry.email for line, cells in table.rows for entry in people_in(line, cells, mapping)}
    organizations = {key(o.name): o for o in Organization.objects.all()}
    return Known(
        left_out=left_out(emails),
        adds_organizations=adds_organizations,
        organizations={name: o.slug for name, o in organizations.items()},
        cohorts={key(name): slug for name, slug in cohort_choices().values_list("name", "slug")},
        seats_left=seats_left(),
    )


def left_out(emails: set[str]) -> dict[str, str]:
    """Address → why it is not invited."""
    found: dict[str, str] = {}
    now = timezone.now()
    for some in chunks(sorted(emails)):
        waiting = Invitation.objects.filter(email__in=some, used_at=None, revoked_at=None, expires_at__gt=now)
        for email, sent_at in waiting.values_list("email", "sent_at"):
            found[email] = f"An invitation is on its way since {timezone.localtime(sent_at):%B %-d}."
        for member in Member.objects.filter(email__in=some).exclude(standing="left"):
            found[member.email] = SHUT_OUT.get(member.standing, "This person is already a member.")
    return found


def chunks(values: list[str]) -> Iterable[list[str]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


RESULT = ("line", "email", "name", "organization", "what happened", "why")
WORDS = {"invited": "invited", "refused": "not invited", "waiting": "on its way", "left_out": "left out"}


def result_file(batch: Batch) -> bytes:
    """For a spreadsheet."""
    rows: list[tuple[object, ...]] = [RESULT]
    for entry in batch.outcome:
        what = WORDS.get(entry.get("state", ""), entry["pile"])
        cells = (entry["line"], entry["email"], entry["name"], entry["organization"] or entry["founds"], what)
        rows.append((*cells, entry["reason"]))
    return sheets.written(rows)
