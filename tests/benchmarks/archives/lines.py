"""Chats as plain text: WhatsApp's exports in their many national spellings, and logs of IRC."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.benchmarks.archives.files import Leaf
from tests.benchmarks.archives.said import MALFORMED, NOTICE, Entry, Said, Skipped

MARKS = "\u200e\u200f\u202a\u202c\ufeff"  # WhatsApp sprinkles them around dates and names
DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?"
TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f\u00a0]?[AaPp]\.?[\s\u00a0]?[Mm]\.?)?"
WHATSAPP = re.compile(
    rf"[{MARKS}]*(?:\[{DATE},?\s{TIME}\]\s?|{DATE},?\s(?:à |um |klo )?{TIME}\s[-–]\s)(?P<rest>.*)", re.DOTALL
)
SPEAKER = re.compile(rf"[{MARKS}]*(?P<who>[^:\n\"“]{{1,80}}):(?:\s(?P<body>.*)|$)", re.DOTALL)
STAMP = r"(?:\[?(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d{2}(?::\d{2})?Z?\]?\s+)"
IRC = re.compile(
    rf"{STAMP}(?:<[ @+%&~]?(?P<who>[^>\s]+)>\s?(?P<body>.*)|\*\s+(?P<doer>\S+)\s+(?P<deed>.*)|(?P<other>.*))"
)
SAMPLE = 200


def dialect(text: str) -> str:
    """`whatsapp`, `irc` or nothing: what most of the first lines look like."""
    lines = [line for line in text.split("\n", SAMPLE)[:SAMPLE] if line.strip()]
    if any(SPEAKER.match(m["rest"]) for line in lines if (m := WHATSAPP.match(line))):
        return "whatsapp"
    spoken = sum(1 for line in lines if (m := IRC.match(line)) and (m["who"] or m["doer"]))
    return "irc" if lines and spoken >= max(1, len(lines) // 4) else ""


def read(text: str, leaf: Leaf) -> Iterator[Entry]:
    return whatsapp(text, leaf) if dialect(text) == "whatsapp" else irc(text, leaf)


def whatsapp(text: str, leaf: Leaf) -> Iterator[Entry]:
    """A message goes on until the next line that begins with a date."""
    number, block = 0, ""
    for at, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if WHATSAPP.match(line):
            if number:
                yield of_block(block, leaf, number)
            number, block = at, line
        elif number:
            block += "\n" + line
        elif line.strip():
            yield Skipped(MALFORMED, f"{leaf.path}:{at}")
    if number:
        yield of_block(block.rstrip("\n"), leaf, number)


def of_block(block: str, leaf: Leaf, number: int) -> Entry:
    where = f"{leaf.path}:{number}"
    begun = WHATSAPP.match(block)
    assert begun is not None
    spoken = SPEAKER.match(begun["rest"])
    if spoken is None:
        return Skipped(NOTICE, where)
    name = spoken["who"].strip(MARKS + " ")
    if not name:
        return Skipped(MALFORMED, where)
    return Said(room=room_of(leaf), author=name, name=name, body=spoken["body"] or "", where=where)


def room_of(leaf: Leaf) -> str:
    """In a zip the file is always `_chat.txt`: the zip has the name."""
    return leaf.folder if leaf.stem == "_chat" and leaf.folder else f"{leaf.folder}/{leaf.stem}".strip("/")


def irc(text: str, leaf: Leaf) -> Iterator[Entry]:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip():
            continue
        where, found = f"{leaf.path}:{number}", IRC.match(line)
        if found is None:
            yield Skipped(NOTICE if line.startswith(("---", "===", "***")) else MALFORMED, where)
        elif name := found["who"] or found["doer"]:
            yield Said(room=leaf.conversation, author=name, name=name, body=found["body"] or found["deed"] or "",
                       where=where)  # fmt: skip
        else:
            yield Skipped(NOTICE, where)
