"""Cohorts, who is enrolled, their rooms, and what is said in them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from cohorts.arranging import keeping, kinds
from cohorts.attendance.models import Attendance, CodeWord, HoursCategory, Presence, WordTyped
from cohorts.certificates.models import Certificate
from cohorts.knowledge.models import Line, Proposal, Voice
from cohorts.later.models import LaterMessage
from cohorts.levels.models import RoomLevel
from cohorts.lifecycle.models import EnrollmentRequest
from cohorts.programme.models import Milestone, MilestoneDone, WelcomeDismissed
from cohorts.questions.models import QuestionVote, SessionQuestion
from cohorts.sessions.models import CalendarAddress, Rsvp, Series, Session
from cohorts.talks.models import TalkLook, TalkPerson, TalkReport

__all__ = [
    "Attendance", "CalendarAddress", "Certificate", "ChangeNonce", "CodeWord", "Cohort", "Enrollment",
    "EnrollmentRequest", "HoursCategory", "LaterMessage", "Line", "Message", "MessageReaction", "Milestone",
    "MilestoneDone", "Presence", "Proposal", "QuestionVote", "ReadMark", "Room", "RoomLevel", "Rsvp", "Series",
    "Session", "SessionQuestion", "Stage", "TalkLook", "TalkPerson", "TalkReport", "Voice",
    "WelcomeDismissed", "WordTyped",
]  # fmt: skip

if TYPE_CHECKING:
    from moderation.access.grants import Grants

PERSON = settings.AUTH_USER_MODEL


def community_zone() -> str:
    return settings.COMMUNITY_TIME_ZONE


class Stage(models.TextChoices):
    """Where a cohort stands in its year. What each allows: moderation/access/cohorts.py."""

    DRAFT = "draft"  # there for those who prepare it
    OPEN = "open"  # people are enrolled, and others may ask to be
    RUNNING = "running"
    ALUMNI = "alumni"  # read on, and talk slowly
    ARCHIVED = "archived"  # read only


class Cohort(models.Model):
    """A group that learns together for a while, led by facilitators."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200, blank=True)
    hue = models.CharField(max_length=8, default="pine")
    zone = models.CharField(max_length=64, default=community_zone)  # in which its sessions keep their hour
    state = models.CharField(max_length=12, choices=Stage.choices, default=Stage.RUNNING)
    moved_at = models.DateTimeField(default=timezone.now)  # when it came to that state
    places = models.PositiveSmallIntegerField(null=True, blank=True)  # for members; empty: as many as like
    asks_while_running = models.BooleanField(default=False)  # may one still ask to be enrolled?
    least_share = models.PositiveSmallIntegerField(default=75)  # percent of a session that counts as having been there
    people_changed_at = models.DateTimeField(null=True, blank=True)  # when somebody came or left last
    leading_changed_at = models.DateTimeField(null=True, blank=True)  # the same of those who facilitate
    made_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="made_into")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Enrollment(models.Model):
    """One person in one cohort. Facilitating is a role here and nowhere else."""

    class Role(models.TextChoices):
        MEMBER = "member"
        FACILITATOR = "facilitator"

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrollments")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="enrollments")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "member"], name="enrollment_once")]


class Room(models.Model):
    """A timeline. `rev` is the number of its latest change; every change takes the next under this row's lock.

    A room without a cohort is a talk: heard by the people named in its TalkPerson rows, and by nobody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="rooms")
    slug = models.SlugField(max_length=60, blank=True)
    name = models.CharField(max_length=80, blank=True)  # a talk's may be empty: then it is called by its people
    pair = models.CharField(max_length=40, unique=True, null=True, blank=True)  # "3-17": of just these two
    floor = models.BigIntegerField(
        default=0
    )  # what its newest person may not read goes up to there, and stays as it is
    said_at = models.DateTimeField(null=True, blank=True)  # when something was said last
    topic = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    rev = models.BigIntegerField(default=0)
    last_seq = models.BigIntegerField(default=0)  # seq of the newest message said; not every rev is one
    message_count = models.BigIntegerField(default=0)  # messages ever said: the ordinal of the newest
    created_at = models.DateTimeField(auto_now_add=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.RUNNING)  # its cohort's, copied
    kind = models.CharField(max_length=14, choices=kinds.VALUES, default=kinds.PLAIN)
    hours = models.CharField(max_length=200, blank=True)  # of office hours: when somebody is there, in words
    since_joining = models.BooleanField(default=False)  # people of its cohort read what is said from their first day on
    since_changed_at = models.DateTimeField(null=True, blank=True)
    since_changed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    keeps_days = models.PositiveSmallIntegerField(null=True, blank=True)  # what is said; empty: for ever
    keeps_changed_at = models.DateTimeField(null=True, blank=True)
    keeps_changed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    keeps_step = models.PositiveIntegerField(default=0)  # batches deleted so far, so that none is carried out twice
    session = models.OneToOneField(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="room"
    )  # whose room it is
    opens_at = models.DateTimeField(null=True, blank=True)  # of a session's room; none: the session was cancelled
    closes_at = models.DateTimeField(null=True, blank=True)
    listeners = models.PositiveIntegerField(default=0)  # who want to hear of every message: RoomLevel, counted

    class Meta:
        ordering = ("position", "name")
        constraints = [models.UniqueConstraint(fields=["cohort", "slug"], name="room_slug_once")]
        indexes = [models.Index(fields=["-said_at", "-id"], name="room_by_last_words")]

    def __str__(self) -> str:
        return self.name

    @property
    def place_name(self) -> str:
        return self.cohort.name if self.cohort else "Talks"

    @property
    def shown_as(self) -> kinds.Shown:
        return kinds.KINDS[self.kind]

    @property
    def keeps(self) -> keeping.Keeps | None:
        """How long it keeps what is said; None: for ever."""
        if self.keeps_days is None or self.keeps_changed_at is None:
            return None
        return keeping.Keeps(self.keeps_days, self.keeps_changed_at)

    # Of a talk of two: what both hold, filled by whoever asks the rules whether something may be said (talks/queries).
    both: Mapping[int, Grants] = MappingProxyType({})


class Message(models.Model):
    """One thing said. `seq` is its place for ever, `rev` its latest change. Deleted means the words are gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    seq = models.BigIntegerField()
    rev = models.BigIntegerField()
    ordinal = models.BigIntegerField()  # 1, 2, 3 … among messages only: unread counts are differences of these
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="messages")
    nonce = models.UUIDField()
    body = models.TextField(max_length=8000)
    fingerprint = models.CharField(max_length=64)  # of what was said first: a retry after an edit is still a retry
    html = models.TextField()
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # With what a conversation of replies began. No constraint: SQLite could not take the column away without making the
    # table anew, and what triggers of other migrations do for it would be lost.
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False, db_index=False
    )
    reactions = models.JSONField(default=dict)  # {emoji: [member id, …]} kept equal to MessageReaction rows
    files = models.JSONField(default=list)  # what the wire shows of its Upload rows
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_seq_once"),
            models.UniqueConstraint(fields=["room", "rev"], name="message_rev_once"),
            models.UniqueConstraint(fields=["author", "nonce"], name="message_nonce_once"),
        ]
        indexes = [
            models.Index(
                fields=["room", "-pinned_at"],
                condition=models.Q(pinned_at__isnull=False),
                name="message_pinned",
            ),
            models.Index(
                fields=["root", "seq"],
                condition=models.Q(root__isnull=False),
                name="message_of_thread",
            ),
        ]

    @property
    def thread(self) -> uuid.UUID:
        """The message with which the conversation began that a reply to this one belongs to."""
        return self.root_id or self.pk


class MessageReaction(models.Model):
    """Who reacted how."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reaction_rows")
    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=16)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "member", "emoji"], name="message_reaction_once")]


class ChangeNonce(models.Model):
    """What an edit, deletion, reaction or pin already did, so that sending it again does it once."""

    author = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    nonce = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    rev = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "nonce"], name="change_nonce_once")]


class ReadMark(models.Model):
    """How far one person has read one room."""

    member = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="read_marks")
    seq = models.BigIntegerField()
    ordinal = models.BigIntegerField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "room"], name="room_read_mark_once")]
