"""The demo's queue: people who ask to come in, what is thought of them, and who brought whom before."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from community.members.models import Member
from community.notifications.models import Notice
from moderation.access.standing import moderates
from moderation.actions.telling import WAITING, place_of
from moderation.models import Application, ApplicationWord, AuditEntry, Invitation, Question, Vote, Vouch
from moderation.queries import hash_of

CONTENT = Path(__file__).resolve().parent / "content" / "applicants.json"
LETTERS = {
    "admitted": "Dear {name},\n\nwelcome. We are glad to have you.\n\n{by}",
    "declined": "Dear {name},\n\nthank you for asking. This is for people who found or lead a microschool.\n\n{by}",
}
BROUGHT_BY = ("ana", "luis", "josephine")


def applications(people: dict[str, Member], now: datetime) -> None:
    """Some wait, one is in somebody's hands, one was asked, one is on the waiting list; some are over."""
    questions = {question.key: question for question in Question.objects.filter(retired_at=None)}
    for row in json.loads(CONTENT.read_text(encoding="utf-8")):
        asked_at = now - timedelta(hours=row["hours_ago"])
        claimed = now - timedelta(hours=row["claimed_hours_ago"]) if "claimed_by" in row else None
        made = Application.objects.create(
            email=row["email"], name=row["name"], school=row["school"], state=row["state"], stage=row["stage"],
            answers=list(answers(row, questions)), nonce=uuid4(), submitted_at=asked_at, told_at=asked_at,
            claimed_by=people.get(row.get("claimed_by", "")), claimed_at=claimed,
        )  # fmt: skip
        opinions(made, row, people, now)
        if made.stage == Application.Stage.WAITING:
            tell(made, people, asked_at)
        if "after" in row:
            decided(made, row, people[row["by"]], asked_at + timedelta(hours=row["after"]))


def tell(made: Application, people: dict[str, Member], at: datetime) -> None:
    moderators = [person for person in people.values() if moderates(person.role)]
    for person in moderators:
        notice = Notice.objects.create(
            member=person, kind=WAITING, subject=str(made.pk), place=place_of(made),
            read_at=at if made.claimed_by == person else None,
        )  # fmt: skip
        Notice.objects.filter(pk=notice.pk).update(at=at)


def answers(row: dict[str, Any], questions: dict[str, Question]) -> Any:
    given = {**row, "kind": questions["kind"].choices[row["kind"]] if "kind" in questions else "", "affirm": True}
    for key, question in questions.items():
        yield {"key": key, "label": question.label, "kind": question.kind, "answer": given.get(key, "")}


def opinions(made: Application, row: dict[str, Any], people: dict[str, Member], now: datetime) -> None:
    for one in row["vouches"]:
        vouch = Vouch.objects.create(sponsor=people[one["by"]], email=made.email, words=one["words"])
        Vouch.objects.filter(pk=vouch.pk).update(at=now - timedelta(hours=row["hours_ago"] + 20))
    for one in sorted(row.get("words", []), key=lambda word: -word["hours_ago"]):
        at = now - timedelta(hours=one["hours_ago"])
        word = ApplicationWord.objects.create(
            application=made, kind=one["kind"], author=people[one["by"]], body=one["body"], mailed_at=at
        )
        ApplicationWord.objects.filter(pk=word.pk).update(at=at)
    for one in row.get("votes", []):
        Vote.objects.create(application=made, moderator=people[one["by"]], yes=one["yes"], reason=one["reason"])


def decided(made: Application, row: dict[str, Any], by: Member, at: datetime) -> None:
    made.decided_by, made.decided_at = by, at
    made.save(update_fields=["decided_by", "decided_at"])
    letter = LETTERS[made.stage].format(name=made.name.split()[0], by=by.name)
    ApplicationWord.objects.create(application=made, kind="letter", author=by, body=letter, mailed_at=at)
    AuditEntry.objects.create(
        actor=by, verb="admit" if made.stage == "admitted" else "decline", subject_kind="application",
        subject_id=str(made.pk), subject_label=f"{made.name}, {made.school}"[:120],
    )  # fmt: skip


def invitations(people: dict[str, Member]) -> None:
    """Everybody came by an invitation: of somebody from their own school, or of a moderator."""
    first: dict[int | None, Member] = {}
    for index, (handle, person) in enumerate(people.items()):
        if handle == "josephine":
            continue
        by = people["josephine"] if handle in BROUGHT_BY else people[BROUGHT_BY[index % 2]]
        by = first.setdefault(person.organization_id, person) if person.organization_id in first else by
        first.setdefault(person.organization_id, person)
        at = person.joined_at
        if by == person or at is None or person.organization is None:
            continue
        Invitation.objects.create(
            email=person.email, name=person.name, organization=person.organization, invited_by=by, used_by=person,
            token_hash=hash_of(secrets.token_urlsafe(32)), sent_at=at - timedelta(days=3), used_at=at, mailed_at=at,
            expires_at=at + timedelta(days=4),
        )  # fmt: skip
    for sponsor, to, words in (
        ("luis", "jo", "Opened the first school in our county. Knows every fire marshal by name."),
        ("ana", "renee", "We trained together."),
    ):
        Vouch.objects.create(sponsor=people[sponsor], email=people[to].email, member=people[to], words=words)
