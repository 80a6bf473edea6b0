"""Lists of people at the desk: looked through, sent once and in pieces, and forgotten after a month."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from community.members.models import Member, Organization
from moderation import lists
from moderation.actions import Refused, batches
from moderation.models import AuditEntry, Batch, Invitation
from moderation.queries import batches as reads
from tests.cast import World, grants
from tests.pages import text_of
from tests.verbs import carry_out_jobs, signed_in

BASIC = "Name,Email,School\nIna Berg,ina@elm.test,Cedar School\nOtto Kern,otto@elm.test,Cedar School\n"


# ---- the desk ---------------------------------------------------------------------------------


def bring(world: World, content: str | bytes = BASIC, name: str = "list.csv") -> Batch:
    data = content if isinstance(content, bytes) else content.encode()
    answer = signed_in(world.mona).post("/moderation/lists/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, text_of(answer)
    return Batch.objects.latest("made_at")


def look_through(world: World, batch: Batch, **more: Any) -> Any:
    given = {field: str(column) for field, column in batch.mapping.items()} | more
    return signed_in(world.mona).post(f"/moderation/lists/{batch.pk}/columns/", given)


def test_mona_invites_a_school_from_its_list(world: World) -> None:
    client = signed_in(world.mona)
    batch = bring(world)
    page = text_of(client.get(f"/moderation/lists/{batch.pk}/"))
    assert "ina@elm.test" in page
    assert look_through(world, batch).status_code == 302
    assert "Ready" in text_of(client.get(f"/moderation/lists/{batch.pk}/"))
    assert (Invitation.objects.count(), mail.outbox) == (0, []), "a dry run sends nothing"
    assert client.post(f"/moderation/lists/{batch.pk}/send/").status_code == 302
    carry_out_jobs()
    assert {message.to[0] for message in mail.outbox} == {"ina@elm.test", "otto@elm.test"}
    assert Invitation.objects.get(email="ina@elm.test").organization == world.cedar
    assert "2 people invited" in text_of(client.get(f"/moderation/lists/{batch.pk}/"))
    assert AuditEntry.objects.get(verb="send_batch").reason == "2 people"


def test_members_invited_and_removed_people_are_left_out_with_the_reason(world: World) -> None:
    batch = bring(world, "Email\nben@school.test\nrex@school.test\nsue@school.test\nnew@elm.test\n")
    look_through(world, batch, organization_default="cedar")
    batch.refresh_from_db()
    reasons = {entry["email"]: entry["reason"] for entry in batch.outcome}
    assert reasons == {
        "ben@school.test": "This person is already a member.",
        "rex@school.test": "This person was removed: decide by hand.",
        "sue@school.test": "This person's access is paused.",
        "new@elm.test": "",
    }


def test_what_needs_a_look_goes_only_when_it_is_ticked(world: World) -> None:
    batch = bring(world, 'Name,Email\nIna,"ina@elm.test, otto@elm.test"\nEva,eva@elm.test\n')
    look_through(world, batch, organization_default="cedar")
    client = signed_in(world.mona)
    assert client.post(f"/moderation/lists/{batch.pk}/send/", {"look": ["1", "77", "x"]}).status_code == 302
    carry_out_jobs()
    assert set(Invitation.objects.values_list("email", flat=True)) == {"otto@elm.test", "eva@elm.test"}


def test_organizations_of_the_file_are_added_when_that_was_ticked(world: World) -> None:
    text = "Email,School\nina@elm.test,Elm Street School\notto@elm.test,elm street  school\n"
    batch = bring(world, text)
    look_through(world, batch)
    batch.refresh_from_db()
    assert {entry["pile"] for entry in batch.outcome} == {"look"}
    look_through(world, batch, adds_organizations="1")
    signed_in(world.mona).post(f"/moderation/lists/{batch.pk}/send/")
    carry_out_jobs()
    elm = Organization.objects.get(name="Elm Street School")
    assert Invitation.objects.filter(organization=elm).count() == 2
    assert Organization.objects.filter(name__icontains="elm street").count() == 1


def test_a_list_is_sent_once(world: World) -> None:
    batch = bring(world)
    look_through(world, batch)
    batches.send_batch(grants(world.mona), batch, ticked=())
    with pytest.raises(Refused, match="sent or dropped in the meantime"):
        batches.send_batch(grants(world.olga), batch, ticked=())
    answer = signed_in(world.olga).post(f"/moderation/lists/{batch.pk}/drop/")
    assert (answer.status_code, "in the meantime" in text_of(answer)) == (422, True)


def test_a_long_list_is_sent_in_pieces_and_each_person_once(world: World) -> None:
    text = "Email\n" + "".join(f"p{n}@elm.test\n" for n in range(130))
    batch = bring(world, text)
    look_through(world, batch, organization_default="cedar")
    batches.send_batch(grants(world.mona), batch, ticked=())
    batches.carry_on.call(str(batch.pk))  # a worker that was killed before it was marked as done
    carry_out_jobs()
    assert (Invitation.objects.count(), len(mail.outbox)) == (130, 130)


def test_somebody_who_came_in_meanwhile_is_not_invited(world: World) -> None:
    batch = bring(world)
    look_through(world, batch)
    Member.objects.filter(pk=world.ben.pk).update(email="ina@elm.test")
    batches.send_batch(grants(world.mona), batch, ticked=())
    carry_out_jobs()
    batch.refresh_from_db()
    assert [(e["state"], e["reason"]) for e in batch.outcome] == [
        ("refused", "This person is already a member."), ("invited", ""),
    ]  # fmt: skip


def test_the_result_file_calculates_nothing(world: World) -> None:
    batch = bring(world, 'Name,Email\n"=cmd|calc",ina@elm.test\n@SUM(A1),otto@elm.test\n+1,x\n')
    look_through(world, batch, organization_default="cedar")
    answer = signed_in(world.mona).get(f"/moderation/lists/{batch.pk}/result.csv")
    assert answer["Content-Disposition"].startswith("attachment")
    lines = answer.content.decode("utf-8-sig").splitlines()
    cells = [cell.strip('"') for line in lines[1:] for cell in line.split(",")]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}]


def test_the_list_itself_is_forgotten_after_a_month(world: World) -> None:
    batch = bring(world)
    Batch.objects.update(made_at=timezone.now() - timezone.timedelta(days=31))  # type: ignore[attr-defined]
    batches.forget_lists.call()
    batch.refresh_from_db()
    assert (batch.table, batch.outcome) == ({}, [])
    assert signed_in(world.mona).get(f"/moderation/lists/{batch.pk}/").status_code == 200


def test_the_dry_run_asks_as_much_for_a_thousand_as_for_ten(world: World, django_assert_max_num_queries: Any) -> None:
    for count in (10, 400):
        rows = "".join(f"p{n}@elm.test,Cedar School\n" for n in range(count))
        table = lists.read("list.csv", f"Email,School\n{rows}".encode())
        with django_assert_max_num_queries(8):
            reads.known_for(table, {"email": 0, "organization": 1}, adds_organizations=False)
