"""What a batch of changes needs to know, read once before the first of them is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from cohorts import people
from cohorts.levels.queries import hushed_in
from cohorts.models import ChangeNonce, Message, Room, Stage
from cohorts.talks import queries as talks
from cohorts.timeline import statements
from cohorts.timeline.changes import Change, Earlier
from community.files.models import Upload
from community.live.protocol import Edit, Say
from community.members import epoch
from community.members.grants import grants_at
from community.members.models import Member
from community.members.queries import by_handles
from community.text import chat
from moderation.access import rooms as rules

Readers = tuple[str, int] | UUID  # an audience of a cohort, or a talk


class Reading:
    """Rooms (locked), people, messages and files. No query depends on how many changes there are."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = changes
        self.epoch = epoch.hold()
        self.rooms = statements.lock(c.frame.room for c in changes)
        both = talks.give_both(self.epoch, self.rooms.values())
        self.grants = grants_at(self.epoch, {c.author_id for c in changes}) | both
        self.talkers = talks.people_in(pk for pk, room in self.rooms.items() if room.cohort_id is None)
        self.earlier = self.recall()
        self.messages = self.targets()
        self.uploads = self.carried()
        self.names = self.mentionable()
        self.spoken = self.last_said()
        self.warm()

    def last_said(self) -> dict[tuple[int, UUID], datetime]:
        """When these people spoke last in rooms where one talks slowly; without such a room nothing is asked."""
        slow = [pk for pk, room in self.rooms.items() if room.stage == Stage.ALUMNI]
        if not slow:
            return {}
        said = Message.objects.filter(
            room_id__in=slow, author_id__in={c.author_id for c in self.changes}, at__gt=timezone.now() - rules.SLOW
        ).order_by("at")
        return {(author, room): at for author, room, at in said.values_list("author_id", "room_id", "at")}

    @cached_property
    def hushed(self) -> set[tuple[int, UUID]]:
        """Who wants to hear nothing of these rooms; asked once somebody would be told."""
        return hushed_in(self.rooms)

    def recall(self) -> dict[tuple[int, UUID], Earlier]:
        """Nonces of these authors that were used before, for saying or for changing."""
        authors, nonces = {c.author_id for c in self.changes}, {c.frame.nonce for c in self.changes}
        if not statements.any_known(authors, nonces):
            return {}
        wanted = {"author_id__in": authors, "nonce__in": nonces}
        said = Message.objects.filter(**wanted).values_list(
            "author_id", "nonce", "fingerprint", "pk", "seq", "seq", "at"
        )
        changed = ChangeNonce.objects.filter(**wanted).values_list(
            "author_id", "nonce", "fingerprint", "message_id", "message__seq", "rev", "at"
        )
        return {(row[0], row[1]): Earlier(*row[2:]) for row in (*said, *changed)}

    def targets(self) -> dict[UUID, Message]:
        """Messages that these changes edit or answer."""
        wanted: set[UUID] = set()
        for change in self.changes:
            frame = change.frame
            found = frame.reply_to if isinstance(frame, Say) else frame.message
            wanted |= {found} if found else set()
        if not wanted:
            return {}
        return Message.objects.select_related("reply_to").in_bulk(wanted)

    def carried(self) -> dict[UUID, Upload]:
        wanted = {a for c in self.changes if isinstance(c.frame, Say) for a in c.frame.attachments}
        return Upload.objects.select_for_update().in_bulk(wanted) if wanted else {}

    def mentionable(self) -> dict[Readers, dict[str, Member]]:
        """For each audience or talk spoken to: handle → person, of those handles written here who can read it."""
        wanted: dict[tuple[str, int], set[str]] = {}
        found: dict[Readers, dict[str, Member]] = {}
        for change in self.changes:
            room = self.rooms.get(change.frame.room)
            if room is None or not isinstance(change.frame, Say | Edit):
                continue
            if room.cohort_id is None:
                found[room.pk] = {member.handle: member for member in self.talkers.get(room.pk, ())}
            else:
                readers = rules.audience_of(room), room.cohort_id
                wanted.setdefault(readers, set()).update(chat.mentioned(change.frame.body))
        return found | {readers: by_handles(handles, *readers) for readers, handles in wanted.items()}

    def named(self, room: Room) -> dict[str, Member]:
        spoken_to = room.pk if room.cohort_id is None else (rules.audience_of(room), room.cohort_id)
        return self.names.get(spoken_to, {})

    def warm(self) -> None:
        """Have all authors at hand, so that showing a message asks the database nothing."""
        by_cohort: dict[int | None, set[int]] = {}
        for change in self.changes:
            room = self.rooms.get(change.frame.room)
            if room is not None:
                by_cohort.setdefault(room.cohort_id, set()).add(change.author_id)
        for message in self.messages.values():
            room = self.rooms.get(message.room_id)
            if room is not None:
                parents = {message.reply_to.author_id} if message.reply_to else set()
                by_cohort[room.cohort_id] |= {message.author_id, *parents}
        for cohort_id, ids in by_cohort.items():
            people.authors(self.epoch, cohort_id, ids)
