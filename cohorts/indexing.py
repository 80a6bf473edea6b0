"""How messages are found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cohorts.models import Message
from community.finding.actions import drop, keep, marks
from community.finding.models import MessageWords
from community.finding.sources import Source


def words_of(message: Message) -> MessageWords:
    return MessageWords(
        message_id=message.pk, marks=marks(message.author_id, files=bool(message.files)), body=message.body
    )


def index(said: Iterable[Message]) -> None:
    """In the transaction of the messages: those with words, and those whose words are gone."""
    said = list(said)
    keep([words_of(message) for message in said if message.deleted_at is None])
    drop(MessageWords, [message.pk for message in said if message.deleted_at is not None])


def missing(most: int) -> Sequence[MessageWords]:
    return [words_of(m) for m in Message.objects.filter(words=None, deleted_at=None).order_by("at", "seq")[:most]]


SOURCE = Source(MessageWords, missing)
