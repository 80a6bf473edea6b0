"""What a batch of changes leaves behind, each kind of row in one statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from cohorts import indexing
from cohorts.models import ChangeNonce, Message, MessageReaction, Room
from cohorts.timeline import statements
from community import keeping
from community.files import actions as files
from community.files.models import Upload
from community.notifications import actions as notices

OF_MESSAGES = ("message.mention", "message.reply", "message.said", "message.talk")  # kinds of notices


@dataclass(slots=True)
class Pending:
    """Rows waiting for the end of the batch. `reactions`: (message, member, emoji) → on or off."""

    new: list[Message] = field(default_factory=list)
    changed: dict[UUID, Message] = field(default_factory=dict)
    nonces: list[ChangeNonce] = field(default_factory=list)
    reactions: dict[tuple[UUID, int, str], bool] = field(default_factory=dict)
    attached: list[Upload] = field(default_factory=list)
    rooms: dict[UUID, Room] = field(default_factory=dict)

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
            self.drop_what_hung_on([m for m in old if m.deleted_at is not None])
        indexing.index([message for message in old if message.edited_at or message.deleted_at])
        ChangeNonce.objects.bulk_create(self.nonces)
        self.write_reactions()
        if self.attached:
            Upload.objects.bulk_update(self.attached, ["subject_kind", "subject_id"])
        if self.rooms:
            statements.store(self.rooms.values())

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

    def drop_what_hung_on(self, deleted: list[Message]) -> None:
        if deleted:
            subjects = [str(message.pk) for message in deleted]
            files.discard("message", subjects)
            notices.withdraw(OF_MESSAGES, subjects)
            keeping.forget([message.pk for message in deleted])
            MessageReaction.objects.filter(message__in=deleted).delete()
