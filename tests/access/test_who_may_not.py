"""Standings that nobody of the cast combines: suspended in a talk, a moderator who only reads or has no school."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from cohorts.models import Message, Room
from cohorts.talks.models import TalkLook, TalkReport
from community.library.models import Document
from moderation.access import adapting, talks
from moderation.access.grants import Grants
from moderation.access.standing import Audience, Role, Standing

ROOM = Room(pk=uuid4(), pair=None)
SAID = Message(pk=uuid4(), room=ROOM, seq=1, author_id=2)
SUSPENDED = Grants(1, standing=Standing.SUSPENDED, talks={ROOM.pk: 0})
READING = Grants(1, role=Role.MODERATOR, standing=Standing.READ_ONLY)


def test_who_is_suspended_neither_leaves_a_talk_nor_reports_in_it() -> None:
    now = timezone.now()
    assert talks.may_leave_talk(SUSPENDED, ROOM, now).code == "suspended"
    assert talks.may_report_message(SUSPENDED, ROOM, SAID, now).code == "suspended"
    inside = Grants(1, talks={ROOM.pk: 0})
    assert talks.may_leave_talk(inside, ROOM, now)
    assert talks.may_report_message(inside, ROOM, SAID, now)


def test_a_moderator_who_only_reads_decides_nothing() -> None:
    now = timezone.now()
    report, look = TalkReport(message=SAID, room=ROOM), TalkLook(one_id=3, other_id=4, asked_by_id=5)
    assert talks.may_see_report(READING, report)
    assert talks.may_close_report(READING, report, now).code == "read_only"
    assert talks.may_ask_look(READING, (3, 4), now).code == "read_only"
    assert talks.may_decide_look(READING, look, now).code == "read_only"


def test_who_has_no_organization_has_no_shelf() -> None:
    document = Document(audience=Audience.MEMBERS)
    decision = adapting.may_adapt(Grants(1, role=Role.MODERATOR, seated=False), document, timezone.now())
    assert decision is adapting.NO_ORGANIZATION
