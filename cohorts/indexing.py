"""How messages are found. New ones bring their words with their row (finding's second migration)."""

from __future__ import annotations

from collections.abc import Sequence

from cohorts.models import Message
from community.finding.actions import drop, keep, marks
from community.finding.models import MessageWords
from community.finding.sources import Source


def words_of(message: Message) -> MessageWords:
    return MessageWords(
        message_id=message.pk, marks=marks(message.author_id, files=bool(message.files)), body=message.body
    )


def index(said: Sequence[Message]) -> None:
    """What was changed, in the transaction of the change: new words, and words that are gone."""
    keep([words_of(message) for message in said if message.deleted_at is None])
    drop(MessageWords, [message.pk for message in said if message.deleted_at is not None])


def missing(most: int) -> Sequence[MessageWords]:
    """Held until they are written: what is deleted meanwhile must not come back as words."""
    messages = Message.objects.filter(words=None, deleted_at=None).order_by("at", "seq")
    return [words_of(message) for message in messages.select_for_update(of=("self",))[:most]]


SOURCE = Source(MessageWords, missing)
