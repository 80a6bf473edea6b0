"""People, the organizations they come from, and the seats that let them in."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from moderation.access.standing import Role, Standing

HUES = ("pine", "indigo", "plum", "brick", "ochre", "moss", "sky", "slate")
# Standings that may hold a session at all; what a suspended person may open is one page (middleware.gate).
MAY_SIGN_IN = {Standing.ACTIVE, Standing.READ_ONLY, Standing.SUSPENDED}


def choices(enum: type[Standing] | type[Role]) -> list[tuple[str, str]]:
    return [(item.value, item.value.replace("_", "-")) for item in enum]


class Organization(models.Model):
    """A school, a district, a network: the holder of a Center membership, with its term and its seats.

    Days are days of the community's own time zone; a term includes its last day.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    seats_allowed = models.PositiveIntegerField(null=True, blank=True)  # empty: as many as it likes
    term_starts = models.DateField(null=True, blank=True)
    term_ends = models.DateField(null=True, blank=True)  # empty: until somebody says otherwise
    # The yearly question "is everybody still with you?": asked at, to be answered by the end of that day.
    roster_asked_at = models.DateTimeField(null=True, blank=True)
    roster_due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(Lower("name"), name="organization_name_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.state}" if self.state else self.name


class OrganizationDomain(models.Model):
    """A mail domain its people use. A suggestion to whoever decides, never a way in."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253)  # in lower case

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "domain"], name="organization_domain_once")]
        indexes = [models.Index(fields=["domain"], name="organization_by_domain")]


class MemberManager(BaseUserManager["Member"]):
    """Finding by email ignores case, as people type it."""

    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(email__iexact=username or "")


class Member(AbstractBaseUser):
    """A person. The email is the sign-in; the handle is for mentions; there is no username."""

    email = models.EmailField(max_length=254, unique=True)  # kept in lower case by every action
    handle = models.SlugField(max_length=32, unique=True, allow_unicode=False)
    name = models.CharField("display name", max_length=80)
    title = models.CharField("role at school", max_length=80, blank=True)
    about = models.CharField("ask me about", max_length=200, blank=True)
    looking_for = models.CharField("what I look for", max_length=200, blank=True)
    state = models.CharField(max_length=40, blank=True)
    photo = models.ForeignKey("files.Upload", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    listed = models.BooleanField(default=False)  # may be found by members who share nothing with this person
    shows_reading = models.BooleanField(default=True, db_default=True)  # both ways: what one has read, and others have
    audiences = models.JSONField(default=dict)  # field → who sees it; a field not named here has its default
    hue = models.CharField(max_length=8, default="pine")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    role = models.CharField(max_length=12, choices=choices(Role), default=Role.MEMBER)
    standing = models.CharField(max_length=12, choices=choices(Standing), default=Standing.INVITED)
    suspended_until = models.DateTimeField(null=True, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    last_seen_on = models.DateField(null=True, blank=True)
    second_step_due = models.DateTimeField(null=True, blank=True)  # from then on a role demands what is not set up
    left_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "handle"]
    objects = MemberManager()

    class Meta:
        ordering = ("name", "id")
        indexes = [models.Index(fields=["standing", "role"], name="member_standing_role")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """What Django and allauth ask before a session begins; the gate asks the rules on every request."""
        return self.standing in MAY_SIGN_IN

    @property
    def initials(self) -> str:
        return initials(self.name)

    def holds_seat(self) -> bool:
        return self.seats.filter(freed_at=None).exists()


def initials(name: str) -> str:
    """First letters of the first and last word: 'Maria Lopez' is ML."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


class Seat(models.Model):
    """One place of an organization's membership. Freed rather than deleted, so that it can be told who held it."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="seats")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="seats")
    since = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # by a seat manager, when the roster was asked for
    freed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(freed_at=None), name="seat_one_held_per_member"
            )
        ]


class SeatManager(models.Model):
    """Whoever looks after the seats of their own organization, and sees nobody else's."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="seat_manager")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="seat_managers")
    since = models.DateTimeField(auto_now_add=True)


class Block(models.Model):
    """One member wants nothing of another: no words at first sight, no mention, no message."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "blocked"], name="block_once")]


class KnownDevice(models.Model):
    """A browser somebody signed in with before. Its cookie holds the token, this row the hash."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64)
    since = models.DateTimeField(auto_now_add=True)
    device = models.CharField(max_length=60, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)  # signed in with, last

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "token_hash"], name="known_device_once")]


class AccessEpoch(models.Model):
    """One row. Its version moves in the transaction of every change to anybody's access (epoch.py)."""

    version = models.BigIntegerField(default=1)
    store = models.UUIDField(default=uuid.uuid4)  # which history this is: renewed after a backup was restored

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="access_epoch_one_row")]


class Session(AbstractBaseSession):
    """A browser's session that knows whose it is, so that all sessions of a person can be ended in one statement."""

    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="sessions")
    began_at = models.DateTimeField(null=True, blank=True)
    device = models.CharField(max_length=60, blank=True)  # "Chrome on Windows": what it is, never where

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from community.members.sessions import SessionStore

        return SessionStore
