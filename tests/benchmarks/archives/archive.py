"""One archive: its files recognized by what they hold, and everything said in them as one stream."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from tests.benchmarks.archives import discord, forums, lines, listed, slack, zulip
from tests.benchmarks.archives.book import Book
from tests.benchmarks.archives.files import Leaf, NotAnArchive, leaves, text_of
from tests.benchmarks.archives.said import MALFORMED, NO_WORDS, REPEATED, Entry, NotSaid, Said, Skipped
from tests.benchmarks.archives.scanning import Document

SIDE_BY_SIDE = 16  # conversations read at once, so that many people have something to say in the same moment
PEEK = 50  # elements looked at to tell a format
BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError)


class Reader(Protocol):
    def claims(self, head: dict[str, Any], first: dict[str, Any]) -> bool: ...
    def entry(self, item: dict[str, Any], head: dict[str, Any], leaf: Leaf, book: Book) -> Said: ...


READERS: dict[str, Reader] = {"Zulip": zulip, "Slack": slack, "Discord": discord, "a list": listed}  # type: ignore[dict-item]


class Archive:
    """Raises NotAnArchive, with one sentence, when nothing in it is a chat."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.leaves = leaves(path)
        self.book = Book(self.leaves)
        self.kinds: dict[str, str] = {}  # format of each file that holds messages
        self.other: list[str] = []  # files that hold none
        if not any(isinstance(entry, Said) for entry in self.entries()):
            raise NotAnArchive(
                f"{path} is not a chat archive that is known here: Zulip, Slack, Discord (DiscordChatExporter JSON), "
                "WhatsApp, IRC, Telegram, Discourse, Stack Exchange or a JSON list of messages."
            )

    def entries(self) -> Iterator[Entry]:
        """Everything in it, each conversation in its order, several conversations side by side. From the beginning
        at every call."""
        seen: set[int] = set()
        self.kinds, self.other = {}, []
        for entry in side_by_side(self.conversations()):
            if isinstance(entry, Said):
                if not entry.body.strip():
                    yield Skipped(NO_WORDS, entry.where)
                    continue
                if entry.key:
                    mark = hash((entry.room, entry.key))
                    if mark in seen:
                        yield Skipped(REPEATED, entry.where)
                        continue
                    seen.add(mark)
            yield entry

    def conversations(self) -> Iterator[Iterator[Entry]]:
        readable = [leaf for leaf in self.leaves if not Book.is_no_message(leaf)]
        grouped: dict[str, list[Leaf]] = {}
        for leaf in readable:
            grouped.setdefault(leaf.conversation, []).append(leaf)
        for parts in grouped.values():
            yield itertools.chain.from_iterable(self.file(leaf) for leaf in parts)

    def file(self, leaf: Leaf) -> Iterator[Entry]:
        """In the order of time, where the format tells it; the order of the file settles what is equal."""
        try:
            text = text_of(leaf.read())
        except Exception as error:  # a damaged zip, a vanished file: whatever it is, it costs this file
            yield Skipped(f"a file that cannot be read ({type(error).__name__})", leaf.path)
            return
        found = recognized(text, leaf, self.book)
        if found is None:
            self.other.append(leaf.path)
            return
        self.kinds[leaf.path], entries = found
        if self.kinds[leaf.path] in READERS:
            entries = iter(sorted(entries, key=lambda entry: entry.at if isinstance(entry, Said) else 0.0))
        yield from entries


def recognized(text: str, leaf: Leaf, book: Book) -> tuple[str, Iterator[Entry]] | None:
    """The name of the format, and what it says. None for a file without messages."""
    if forums.is_stack_exchange(text):
        return "Stack Exchange", forums.stack_exchange(text, leaf)
    if text.lstrip()[:1] in {"[", "{"}:
        topic = forums.whole(text) if '"post_stream"' in text[:200_000] else None
        if topic is not None and forums.is_discourse(topic):
            return "Discourse", forums.discourse(topic, leaf)
        try:
            document = Document(text)
        except ValueError:
            document = None
        kind = kind_of(document) if document is not None else ""
        if document is not None and kind:
            return kind, of_document(document, READERS[kind], leaf, book)
    dialect = lines.dialect(text)
    return (dialect, lines.read(text, leaf)) if dialect else None


def kind_of(document: Document) -> str:
    """The first reader that knows one of the first elements."""
    first = [found.value for found in itertools.islice(document.elements(), PEEK)]
    for name, reader in READERS.items():
        if any(isinstance(item, dict) and reader.claims(document.head, item) for item in first):
            return name
    return "Discord" if isinstance(document.head.get("channel"), dict) and document.list_at is not None else ""


def of_document(document: Document, reader: Reader, leaf: Leaf, book: Book) -> Iterator[Entry]:
    for found in document.elements():
        where = f"{leaf.path}:{found.line}"
        if found.problem or not isinstance(found.value, dict):
            yield Skipped(MALFORMED, where)
            continue
        try:
            said = reader.entry(found.value, document.head, leaf, book)
        except NotSaid as reason:
            yield Skipped(str(reason), where)
        except BROKEN:
            yield Skipped(MALFORMED, where)
        else:
            said.where = where
            yield said


def side_by_side(conversations: Iterator[Iterator[Entry]]) -> Iterator[Entry]:
    """One entry of each in turn, of so many conversations at a time."""
    open_ = deque(itertools.islice(conversations, SIDE_BY_SIDE))
    while open_:
        conversation = open_.popleft()
        entry = next(conversation, None)
        if entry is None:
            open_.extend(itertools.islice(conversations, 1))
            continue
        yield entry
        open_.append(conversation)
