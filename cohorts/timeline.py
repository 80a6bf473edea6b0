"""Everything that changes a timeline, in one transaction for however many changes wait.

Each change takes the next `rev` under the lock of its room's row, so that what commits first is first for everyone.
Called by actions (one change) and by the scribe of the live wire (a batch). Nothing else writes messages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from cohorts import people, wire
from cohorts.models import ChangeNonce, Message, MessageReaction, Room
from cohorts.queries import FIELDS, Row
from community.db import writing
from community.files import actions as files
from community.files.models import Upload
from community.live.protocol import Change as Frame
from community.live.protocol import Delete, Edit, Pin, React, Refusal, Say, encode, moment
from community.members import epoch
from community.members.grants import grants_at
from community.members.models import Member
from community.members.queries import by_handles
from community.notifications.actions import Wanted, notify
from community.text import chat, emoji, plain
from moderation.access import rooms as rules
from moderation.access.decision import Decision
from moderation.access.grants import Grants

NO_SUCH = "That message is not in this room."
MOST_REACTIONS = 24  # different emoji on one message


@dataclass(frozen=True, slots=True)
class Change:
    """One member's wish, as the frame says it."""

    author_id: int
    frame: Frame


@dataclass(slots=True)
class Done:
    """What came of it: the answer to the sender, and the frame for everybody (None when it had happened before)."""

    ack: str
    topic: str
    epoch: int
    frame: str | None = None
    message_id: UUID | None = None
    seq: int = 0


Outcome = Done | Refusal


def commit(changes: Sequence[Change]) -> list[Outcome]:
    """Carry them out in order, in one transaction. One outcome a change; a refused one leaves nothing behind."""
    try:
        return attempt(changes)
    except IntegrityError:
        # Another process stored one of these nonces between our look and our insert. Now each can see it.
        return [outcome for change in changes for outcome in attempt([change])]


def attempt(changes: Sequence[Change]) -> list[Outcome]:
    with writing():
        return Batch(changes).run()


def fingerprint(change: Change) -> str:
    """What makes a repeated nonce the same wish: kind, room and content as first sent."""
    frame = change.frame
    parts: tuple[str, ...]
    if isinstance(frame, Say):
        attachments = ",".join(map(str, frame.attachments))
        parts = (plain.clean(frame.body).strip(), str(frame.reply_to), attachments)
    elif isinstance(frame, Edit):
        parts = (str(frame.message), plain.clean(frame.body).strip())
    elif isinstance(frame, React):
        parts = (str(frame.message), frame.emoji, str(frame.on))
    elif isinstance(frame, Pin):
        parts = (str(frame.message), str(frame.on))
    else:
        parts = (str(frame.message),)
    return hashlib.sha256("\x1f".join((frame.type, str(frame.room), *parts)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a nonce did before."""

    fingerprint: str
    message_id: UUID
    seq: int
    rev: int
    at: datetime


class Batch:
    """One transaction's worth of changes. Reads everything it needs first: no query depends on how many there are."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = changes
        self.now = timezone.now()
        self.epoch = epoch.hold()
        self.rooms = self.lock()
        self.grants = grants_at(self.epoch, {c.author_id for c in changes})
        self.earlier = self.recall()
        self.messages = self.targets()
        self.uploads = self.carried()
        self.names = self.mentionable()
        self.new: list[Message] = []
        self.changed: dict[UUID, Message] = {}
        self.nonces: list[ChangeNonce] = []
        self.reactions: dict[tuple[UUID, int, str], bool] = {}
        self.attached: list[Upload] = []
        self.touched: set[UUID] = set()
        self.notices: list[Wanted] = []
        self.warm()

    def run(self) -> list[Outcome]:
        outcomes = [self.attempt(change) for change in self.changes]
        self.write()
        notify(self.notices, at_epoch=self.epoch)
        return outcomes

    def warm(self) -> None:
        """Have all authors at hand, so that showing a message asks the database nothing."""
        by_cohort: dict[int, set[int]] = {}
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

    # ---- reading ----------------------------------------------------------------------------

    def lock(self) -> dict[UUID, Room]:
        """In the order of ids: two batches that share rooms must not wait for each other crosswise."""
        wanted = sorted({c.frame.room for c in self.changes})
        rooms = Room.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        return {room.pk: room for room in rooms}

    def recall(self) -> dict[tuple[int, UUID], Earlier]:
        """Nonces of these authors that were used before, for saying or for changing."""
        wanted = {
            "author_id__in": {c.author_id for c in self.changes},
            "nonce__in": {c.frame.nonce for c in self.changes},
        }
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

    def mentionable(self) -> dict[int, dict[str, Member]]:
        """For each cohort spoken in: handle → person, of those handles written here who can read it."""
        wanted: dict[int, set[str]] = {}
        for change in self.changes:
            room = self.rooms.get(change.frame.room)
            if room is not None and isinstance(change.frame, Say | Edit):
                wanted.setdefault(room.cohort_id, set()).update(chat.mentioned(change.frame.body))
        return {cohort_id: by_handles(handles, "cohort", cohort_id) for cohort_id, handles in wanted.items()}

    # ---- one change -------------------------------------------------------------------------

    def attempt(self, change: Change) -> Outcome:
        try:
            return self.carry_out(change)
        except Refusal as refusal:
            refusal.room, refusal.nonce = str(change.frame.room), str(change.frame.nonce)
            return refusal

    def carry_out(self, change: Change) -> Done:
        frame = change.frame
        room = self.rooms.get(frame.room)
        who = self.grants.get(change.author_id)
        if room is None or who is None or not rules.may_enter_room(who, room):
            raise Refusal("no_access", "This room isn't available to you.")
        mark = fingerprint(change)
        before = self.earlier.get((change.author_id, frame.nonce))
        if before is not None:
            return self.again(room, before, mark, frame)
        if isinstance(frame, Say):
            message = self.say(who, room, frame, mark)
        else:
            message = self.find(room, frame.message)
            self.change(who, room, message, frame)
            self.changed[message.pk] = message
            self.nonces.append(
                ChangeNonce(
                    author_id=who.member_id, nonce=frame.nonce, fingerprint=mark, message_id=message.pk,
                    rev=message.rev, at=self.now,
                )
            )  # fmt: skip
        self.earlier[(change.author_id, frame.nonce)] = Earlier(mark, message.pk, message.seq, message.rev, self.now)
        done = Done(
            ack=self.ack(room, frame, self.earlier[(change.author_id, frame.nonce)]),
            topic=wire.room_topic(room.pk),
            epoch=self.epoch,
            frame=encode("message", room=str(room.pk), rev=message.rev, message=self.state(room, message)),
            message_id=message.pk,
            seq=message.seq,
        )
        self.touched.add(room.pk)
        return done

    def again(self, room: Room, before: Earlier, mark: str, frame: Frame) -> Done:
        """The same wish once more gets the same answer; another wish under the same nonce is refused."""
        if before.fingerprint != mark:
            raise Refusal("nonce_conflict", "This was already sent with other words.")
        return Done(
            ack=self.ack(room, frame, before), topic=wire.room_topic(room.pk), epoch=self.epoch,
            message_id=before.message_id, seq=before.seq,
        )  # fmt: skip

    def ack(self, room: Room, frame: Frame, earlier: Earlier) -> str:
        return encode(
            "ack", nonce=str(frame.nonce), room=str(room.pk), message=str(earlier.message_id),
            seq=earlier.seq, rev=earlier.rev, at=moment(earlier.at),
        )  # fmt: skip

    def find(self, room: Room, message_id: UUID) -> Message:
        message = self.messages.get(message_id)
        if message is None or message.room_id != room.pk:
            raise Refusal("unknown_message", NO_SUCH)
        return message

    def say(self, who: Grants, room: Room, frame: Say, mark: str) -> Message:
        require(rules.may_say(who, room, self.now))
        body = plain.clean(frame.body).strip()
        parent = self.find(room, frame.reply_to) if frame.reply_to else None
        uploads = self.take(who, frame.attachments)
        if plain.is_blank(body) and not uploads:
            raise Refusal("empty", "Write something first.")
        room.rev += 1
        room.last_seq = room.rev
        room.message_count += 1
        message = Message(
            room=room, seq=room.rev, rev=room.rev, ordinal=room.message_count, author_id=who.member_id,
            nonce=frame.nonce, body=body, fingerprint=mark, html=self.render(room, body), at=self.now,
            reply_to=parent, files=[files.shown(upload) for upload in uploads],
        )  # fmt: skip
        for upload in uploads:
            upload.subject_kind, upload.subject_id = "message", str(message.pk)
        self.attached += uploads
        self.new.append(message)
        self.messages[message.pk] = message
        self.call(room, message)
        return message

    def call(self, room: Room, message: Message) -> None:
        """Who should be told beyond the room's open sockets: people named, and whoever is answered."""
        written = chat.mentioned(message.body)
        named = {m.pk for handle, m in self.names.get(room.cohort_id, {}).items() if handle in written}
        parent = message.reply_to
        answered = {parent.author_id} - named if parent else set()
        for kind, members in (("message.mention", named), ("message.reply", answered)):
            self.notices += [
                Wanted(member_id=pk, actor_id=message.author_id, kind=kind, subject=str(message.pk),
                       place=wire.room_topic(room.pk))
                for pk in members - {message.author_id}
            ]  # fmt: skip

    def take(self, who: Grants, wanted: tuple[UUID, ...]) -> list[Upload]:
        try:
            return files.attachable(who, wanted, self.uploads)
        except files.NotAttachable as error:
            raise Refusal("bad_attachment", str(error)) from None

    def change(self, who: Grants, room: Room, message: Message, frame: Edit | Delete | React | Pin) -> None:
        if isinstance(frame, Edit):
            self.edit(who, room, message, frame)
        elif isinstance(frame, Delete):
            self.delete(who, room, message)
        elif isinstance(frame, React):
            self.react(who, room, message, frame)
        else:
            self.pin(who, room, message, frame)
        room.rev += 1
        message.rev = room.rev

    def edit(self, who: Grants, room: Room, message: Message, frame: Edit) -> None:
        require(rules.may_edit_message(who, room, message, self.now))
        body = plain.clean(frame.body).strip()
        if plain.is_blank(body) and not message.files:
            raise Refusal("empty", "An empty message cannot be saved. Delete it instead.")
        message.body, message.html, message.edited_at = body, self.render(room, body), self.now

    def delete(self, who: Grants, room: Room, message: Message) -> None:
        """The words are gone for good; who deleted them is kept."""
        require(rules.may_delete_message(who, room, message, self.now))
        if message.deleted_at is None:
            message.deleted_at, message.deleted_by_id = self.now, who.member_id
            message.body = message.html = ""
            message.files, message.reactions = [], {}
            message.pinned_at = message.pinned_by_id = None

    def react(self, who: Grants, room: Room, message: Message, frame: React) -> None:
        require(rules.may_react_to_message(who, room, message, self.now))
        if not emoji.is_emoji(frame.emoji):
            raise Refusal("bad_frame", "A reaction is one emoji.")
        members = message.reactions.get(frame.emoji, [])
        if frame.on and frame.emoji not in message.reactions and len(message.reactions) >= MOST_REACTIONS:
            raise Refusal("bad_frame", "This message has all the kinds of reactions it can hold.")
        members = [pk for pk in members if pk != who.member_id] + ([who.member_id] if frame.on else [])
        message.reactions = {k: v for k, v in message.reactions.items() if k != frame.emoji or members}
        if members:
            message.reactions[frame.emoji] = members
        self.reactions[(message.pk, who.member_id, frame.emoji)] = frame.on

    def pin(self, who: Grants, room: Room, message: Message, frame: Pin) -> None:
        require(rules.may_pin(who, room, message, self.now))
        message.pinned_at = self.now if frame.on else None
        message.pinned_by_id = who.member_id if frame.on else None

    def render(self, room: Room, body: str) -> str:
        people = self.names.get(room.cohort_id, {})
        return chat.render(body, {handle: member.name for handle, member in people.items()})

    # ---- writing ----------------------------------------------------------------------------

    def write(self) -> None:
        """Each kind of row in one statement."""
        if self.new:
            Message.objects.bulk_create(self.new)
        said_now = {message.pk for message in self.new}
        old = [message for message in self.changed.values() if message.pk not in said_now]
        if old:
            Message.objects.bulk_update(
                old,
                ["rev", "body", "html", "edited_at", "deleted_at", "deleted_by", "reactions", "files",
                 "pinned_at", "pinned_by"],
            )  # fmt: skip
            self.drop_files([m for m in old if m.deleted_at is not None])
        ChangeNonce.objects.bulk_create(self.nonces)
        self.write_reactions()
        if self.attached:
            Upload.objects.bulk_update(self.attached, ["subject_kind", "subject_id"])
        if self.touched:
            rooms = [self.rooms[room_id] for room_id in self.touched]
            Room.objects.bulk_update(rooms, ["rev", "last_seq", "message_count"])

    def write_reactions(self) -> None:
        added = [MessageReaction(message_id=m, member_id=p, emoji=e) for (m, p, e), on in self.reactions.items() if on]
        gone = [key for key, on in self.reactions.items() if not on]
        if added:
            MessageReaction.objects.bulk_create(added, ignore_conflicts=True)
        if gone:
            matching = Q()
            for message_id, member_id, kind in gone:
                matching |= Q(message_id=message_id, member_id=member_id, emoji=kind)
            MessageReaction.objects.filter(matching).delete()

    def drop_files(self, deleted: list[Message]) -> None:
        if deleted:
            files.discard("message", [str(m.pk) for m in deleted])
            MessageReaction.objects.filter(message__in=deleted).delete()

    # ---- telling ----------------------------------------------------------------------------

    def state(self, room: Room, message: Message) -> dict[str, object]:
        parent = message.reply_to
        row: Row = {name: getattr(message, name) for name in FIELDS if "__" not in name}
        row["reply_to__author_id"] = parent.author_id if parent else None
        row["reply_to__body"] = parent.body if parent else None
        row["reply_to__deleted_at"] = parent.deleted_at if parent else None
        return wire.messages(self.epoch, room.cohort_id, [row])[0]


def require(decision: Decision) -> None:
    if not decision:
        raise Refusal(decision.code, decision.sentence)
