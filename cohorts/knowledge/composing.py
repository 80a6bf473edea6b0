"""Pure: what becomes of each line, what the thread says then, and whose name stands where it should not."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cohorts.knowledge.models import Line, Proposal, Voice
from community.members.models import Member
from community.text import chat, rich

WAITS = timedelta(days=7)  # for an answer; without one, what somebody said is left out
SOMEBODY = "A member"
Choice = Voice.Choice


class Fate(StrEnum):
    """What becomes of a line as things stand."""

    OPEN = "open"  # its writer has not decided, or has said something else since
    NAMED = "named"
    UNNAMED = "unnamed"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A line with its fate. `words`: as they are now."""

    line: Line
    author: Member
    fate: Fate

    @property
    def words(self) -> str:
        return self.line.message.body

    @property
    def stands(self) -> bool:
        return self.fate in {Fate.NAMED, Fate.UNNAMED}

    @property
    def name(self) -> str:
        return SOMEBODY if self.fate is Fate.UNNAMED else self.author.name


def fingerprint(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def fate_of(line: Line, proposal: Proposal, voice: Voice | None, *, here: bool, now: datetime) -> Fate:
    """Nothing is used without a yes to these very words; of somebody who is gone, never with their name."""
    if line.message.deleted_at is not None:
        return Fate.OUT
    if line.message.author_id == proposal.by_id:
        return Fate.NAMED
    if line.struck or (voice is not None and voice.choice == Choice.OUT):
        return Fate.OUT
    agreed = voice is not None and bool(voice.choice) and line.agreed == fingerprint(line.message.body)
    if voice is not None and agreed:
        return Fate(voice.choice) if here else Fate.UNNAMED
    if not here or (voice is not None and now >= voice.asked_at + WAITS):
        return Fate.OUT
    return Fate.OPEN


def compose(intro: str, quoted: Iterable[tuple[str, str]], names: Mapping[str, str]) -> str:
    """The thread's opening: pairs of a name and words. `names`: what stands in the place of @handle."""
    parts = [
        f"<blockquote><p><strong>{html.escape(name, quote=False)}</strong></p>"
        f"{chat.render(chat.with_names(words, names))}</blockquote>"
        for name, words in quoted
    ]
    return rich.sanitize("".join([rich.from_plain(chat.with_names(intro, names)), *parts]))


def names_for(weighed: Sequence[Weighed], mentioned: Iterable[Member]) -> dict[str, str]:
    """Whoever is named with @ keeps their name only where they agreed to stand with it in this thread."""
    named = {one.author.pk for one in weighed if one.fate is Fate.NAMED}
    return {member.handle: member.name if member.pk in named else "[a member]" for member in mentioned}


def giveaways(weighed: Sequence[Weighed], texts: Sequence[str]) -> list[str]:
    """Names in words that stay, of people who are quoted here but not by name: a line can tell who said another one."""
    named = {one.author.pk for one in weighed if one.fate is Fate.NAMED}
    hidden = {one.author.pk: one.author for one in weighed if one.author.pk not in named}
    words = "\n".join([*texts, *(one.words for one in weighed if one.stands)])
    return sorted({found for member in hidden.values() for found in names_in(words, member)})


def names_in(words: str, member: Member) -> list[str]:
    """Full name in whatever case; one of its parts, or the handle, as it is written."""
    parts = [part for part in member.name.split() if len(part) > 2]
    found = [part for part in [*parts, member.handle] if re.search(rf"(?<!\w){re.escape(part)}(?!\w)", words)]
    return found or ([member.name] if member.name.casefold() in words.casefold() else [])
