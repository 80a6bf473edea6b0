"""A batch of changes, carried out in order."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from cohorts import wire
from cohorts.levels.actions import tell_listeners
from cohorts.models import ChangeNonce, Message, Room
from cohorts.queries import FIELDS, Row
from cohorts.timeline.changes import Change, Done, Earlier, Outcome, fingerprint
from cohorts.timeline.guarding import require_looked
from cohorts.timeline.reading import Reading
from cohorts.timeline.writing import Pending
from community.files import actions as files
from community.files.models import Upload
from community.jobs.queue import later
from community.live.protocol import Change as Frame
from community.live.protocol import Delete, Edit, Pin, React, Refusal, Say, encode, moment
from community.members.grants import those_who
from community.notifications.actions import Wanted, notify
from community.text import chat, emoji, plain
from moderation.access import rooms as rules
from moderation.access.decision import Decision
from moderation.access.grants import Grants

NO_SUCH = "That message is not in this room."
MOST_REACTIONS = 24  # different emoji on one message


class Batch(Reading):
    """One transaction's worth: read everything first, carry each change out in memory, write each kind of row once."""

    def __init__(self, changes: Sequence[Change]) -> None:
        super().__init__(changes)
        self.now = timezone.now()
        self.pending = Pending()
        self.notices: list[Wanted] = []

    def run(self) -> list[Outcome]:
        outcomes = [self.attempt(change) for change in self.changes]
        self.pending.write()
        notify(self.notices, at_epoch=self.epoch)
        return outcomes

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
            self.pending.changed[message.pk] = message
            self.pending.nonces.append(
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
            frame=wire.frame(room.pk, message, self.state(room, message)),
            message_id=message.pk,
            seq=message.seq,
        )
        self.pending.rooms[room.pk] = room
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
        self.require_turn(who, room)
        body = plain.clean(frame.body).strip()
        parent = self.find(room, frame.reply_to) if frame.reply_to else None
        if parent is not None and rules.stays(room, parent):
            require(rules.BEFORE)
        uploads = self.take(who, frame.attachments)
        if plain.is_blank(body) and not uploads:
            raise Refusal("empty", "Write something first.")
        require_looked(frame, body)
        room.rev += 1
        room.last_seq = room.rev
        room.message_count += 1
        room.said_at = self.now
        message = Message(
            room=room, seq=room.rev, rev=room.rev, ordinal=room.message_count, author_id=who.member_id,
            nonce=frame.nonce, body=body, fingerprint=mark, html=self.render(room, body), at=self.now,
            reply_to=parent, root_id=parent.thread if parent else None,
            files=[files.shown(upload) for upload in uploads],
        )  # fmt: skip
        for upload in uploads:
            upload.subject_kind, upload.subject_id = "message", str(message.pk)
        self.pending.attached += uploads
        self.pending.new.append(message)
        self.messages[message.pk] = message
        self.spoken[who.member_id, room.pk] = self.now
        self.call(room, message)
        return message

    def require_turn(self, who: Grants, room: Room) -> None:
        last = self.spoken.get((who.member_id, room.pk))
        saying = rules.may_say_more(who, room, last, self.now)
        if not saying:
            wait = rules.slow_for(room, last, self.now).total_seconds()
            raise Refusal(saying.code, saying.sentence, retry_after=wait if saying.code == "slow_mode" else None)

    def call(self, room: Room, message: Message) -> None:
        """Who should be told beyond the room's open sockets: people named or answered, the others of a talk."""
        written = chat.mentioned(message.body)
        named = {m.pk for handle, m in self.named(room).items() if handle in written}
        parent = message.reply_to
        answered = {parent.author_id} - named - {message.author_id} if parent else set()
        answered = those_who(self.epoch, answered, lambda held: rules.may_enter_room(held, room))
        others = {member.pk for member in self.talkers.get(room.pk, ())} - named - answered
        for kind, members in (("message.mention", named), ("message.reply", answered), ("message.talk", others)):
            self.notices += [
                Wanted(member_id=pk, actor_id=message.author_id, kind=kind, subject=str(message.pk),
                       place=wire.room_topic(room.pk))
                for pk in members - {message.author_id}
                if (pk, room.pk) not in self.hushed
            ]  # fmt: skip
        if room.listeners:
            later(tell_listeners, str(message.pk))

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
        require_looked(frame, body)
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
        self.pending.reactions[(message.pk, who.member_id, frame.emoji)] = frame.on

    def pin(self, who: Grants, room: Room, message: Message, frame: Pin) -> None:
        require(rules.may_pin(who, room, message, self.now))
        message.pinned_at = self.now if frame.on else None
        message.pinned_by_id = who.member_id if frame.on else None

    def render(self, room: Room, body: str) -> str:
        return chat.render(body, {handle: member.name for handle, member in self.named(room).items()})

    def state(self, room: Room, message: Message) -> dict[str, object]:
        parent = message.reply_to
        row: Row = {name: getattr(message, name) for name in FIELDS if "__" not in name}
        row["reply_to__author_id"] = parent.author_id if parent else None
        row["reply_to__body"] = parent.body if parent and not rules.stays(room, parent) else None
        row["reply_to__deleted_at"] = parent.deleted_at if parent else None
        return wire.messages(self.epoch, room.cohort_id, [row])[0]


def require(decision: Decision) -> None:
    if not decision:
        raise Refusal(decision.code, decision.sentence)
