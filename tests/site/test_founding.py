"""The first minute of a real community."""

from __future__ import annotations

from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from community.forum.models import Space
from community.founding import found
from community.members.models import Member
from moderation.models import AuditEntry
from tests.members.signing import sign_in_by_code
from tests.moderation.desk import join, send_invitation, token
from tests.pages import text_of


def test_the_founder_is_told_signs_in_and_owns_the_place(db: None) -> None:
    owner = found(" Maria.Lopez@School.TEST")
    assert (owner.email, owner.name, owner.handle, owner.role) == (
        "maria.lopez@school.test", "Maria Lopez", "maria-lopez", "owner",
    )  # fmt: skip
    [message] = mail.outbox
    assert (message.to, message.subject) == (["maria.lopez@school.test"], "Your community is open")
    assert "http://testserver/" in str(message.body)
    mail.outbox.clear()
    client, answer = sign_in_by_code(owner)
    assert answer["Location"] == "/"
    assert client.get("/moderation/").status_code == 200


def test_the_place_begins_with_three_spaces_a_seat_and_a_first_line_in_the_log(db: None) -> None:
    owner = found("maria@school.test")
    assert list(Space.objects.values_list("slug", "audience")) == [
        ("start-here", "members"), ("questions", "members"), ("moderators", "moderators"),
    ]  # fmt: skip
    assert owner.seats.get(freed_at=None).organization.name == "Founders"
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.subject_label) == (owner, "found", "Center community")


def test_the_founder_invites_the_first_member_who_finds_it_ready(db: None) -> None:
    owner = found("maria@school.test")
    DBTaskResult.objects.filter(task_path__endswith=".stock").delete()  # the starter library has tests of its own
    assert send_invitation(owner, organization="founders").status_code == 302
    client = Client()
    assert join(token(), client, agreement="1").status_code == 302
    page = text_of(client.get("/"))
    assert "No questions yet." in page
    assert "Moderators&#39; table" not in page
    assert Member.objects.count() == 2
