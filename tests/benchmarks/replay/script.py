"""What is said next: the archive's stream, cut to the product's measure, with its answers, edits and reactions."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from community.text import plain
from tests.benchmarks.archives import NO_WORDS, NOTICE, REPEATED, Entry, Reaction, Said, Skipped
from tests.benchmarks.archives.emoji import emoji_of
from tests.benchmarks.replay.crowd import Crowd
from tests.benchmarks.replay.marks import mark_of
from tests.benchmarks.replay.member import Wish

MOST_CHARACTERS = 8_000
MOST_REACTORS = 20  # of one emoji on one message
MOST_EMOJI = 20  # on one message


@dataclass(slots=True, eq=False)
class Line:
    """One message as it must stand in the end. `id` and `seq` come with its answer."""

    room: int
    author: int
    where: str
    nonce: str = ""
    body: str = ""  # its mark
    final: str = ""  # the words themselves, until they are said
    edited: bool = False
    deleted: bool = False
    reply_to: str = ""
    reactions: dict[str, set[int]] = field(default_factory=dict)
    id: str = ""
    seq: int = 0
    refused: str = ""


@dataclass(slots=True)
class Cast:
    """Who and where, found in a first reading."""

    people: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    words: Counter[int] = field(default_factory=Counter)  # messages of each person
    rooms: dict[str, int] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    messages: int = 0
    sayable: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)  # where it could not be understood

    def meet(self, key: str, name: str) -> int:
        number = self.people.setdefault(key, len(self.people))
        if number == len(self.names):
            self.names.append(name)
        return number


def survey(entries: Iterator[Entry]) -> Cast:
    cast = Cast()
    for entry in entries:
        cast.messages += 1
        if isinstance(entry, Said) and not parts(entry.body):
            entry = Skipped(NO_WORDS, entry.where)
        if isinstance(entry, Skipped):
            cast.skipped[entry.reason] += 1
            if entry.reason not in {NO_WORDS, NOTICE, REPEATED}:
                cast.broken.append(f"{entry.where}, {entry.reason}")
            continue
        cast.sayable += 1
        cast.words[cast.meet(entry.author, entry.name)] += 1
        cast.rooms.setdefault(entry.room, len(cast.rooms))
        if entry.answers:
            cast.answered.add(hash((entry.room, entry.answers)))
        for reaction in entry.reactions:
            for person in reaction.people:
                cast.meet(person, person)
    return cast


def cleaned(body: str) -> str:
    """As the product keeps it: NFC, no control characters, no space around."""
    return plain.clean(body).strip()


def parts(body: str, most: int = MOST_CHARACTERS) -> list[str]:
    """Cut where a line or a word ends, if one ends in the last fifth; pieces that show nothing are dropped."""
    found = []
    while body:
        end = len(body)
        if end > most:
            ends = (body.rfind(mark, most * 4 // 5, most) + 1 for mark in ("\n", " "))
            end = next((at for at in ends if at), most)
        found.append(body[:end])
        body = body[end:]
    return [piece for piece in found if not plain.is_blank(cleaned(piece))]


def beginning(body: str) -> str:
    """A first wording for what was edited later and is known only as it became."""
    half = body[: max(1, len(body) // 2)]
    return half if not plain.is_blank(cleaned(half)) else "…"


class Script:
    """Hands wishes to the crowd, never more than `most` that wait for an answer."""

    def __init__(self, entries: Iterator[Entry], cast: Cast, crowd: Crowd, rooms: list[str], *, most: int) -> None:
        self.entries, self.cast, self.crowd, self.rooms, self.most = entries, cast, crowd, rooms, most
        self.lines: list[list[Line]] = [[] for _ in rooms]
        self.heads: Counter[str] = Counter()  # the highest rev that an answer told, by room
        self.changes: Counter[str] = Counter()  # how many were confirmed, by room
        self.counts: Counter[str] = Counter()
        self.by_key: dict[int, Line] = {}
        self.parked: deque[Wish] = deque()
        self.held_back: Said | None = None
        self.outstanding = 0
        self.over = False

    @property
    def done(self) -> bool:
        return self.over and not self.parked and not self.outstanding

    def fill(self) -> None:
        while self.outstanding < self.most and (self.parked or self.pull()):
            if not self.crowd.take(self.parked[0]):
                return
            self.outstanding += 1
            self.parked.popleft()

    def pull(self) -> bool:
        """The next message into the row of those to be said; False when it must wait, or nothing is left."""
        said = self.held_back or next((e for e in self.entries if isinstance(e, Said) and parts(e.body)), None)
        self.held_back = None
        if said is None:
            self.over = True
            return False
        parent = self.by_key.get(hash((said.room, said.answers))) if said.answers else None
        if parent is not None and not parent.id and not parent.refused:
            self.held_back = said  # nobody answers what is not said yet
            return False
        if said.answers:
            self.counts["answers" if parent is not None and parent.id else "answers to what was not said before"] += 1
        self.stage(said, parent.id if parent is not None else "")
        return True

    def stage(self, said: Said, reply_to: str) -> None:
        pieces = parts(said.body)
        self.counts["messages"] += 1
        self.counts["split"] += len(pieces) > 1
        self.counts["parts"] += len(pieces)
        self.counts["cleaned"] += any(piece.strip() != cleaned(piece) for piece in pieces)
        for number, piece in enumerate(pieces):
            line = Line(self.cast.rooms[said.room], self.cast.people[said.author], said.where)
            line.body, line.deleted = mark_of("" if said.deleted else cleaned(piece)), said.deleted
            line.reply_to = reply_to if not number else ""
            first = piece
            if number == 0:
                first = self.changed_later(line, said, piece)
                if said.key and (mark := hash((said.room, said.key))) in self.cast.answered:
                    self.by_key[mark] = line
            fields: dict[str, Any] = {"body": first, "reply_to": line.reply_to or None}
            wish = Wish("say", line.author, self.rooms[line.room], fields, line)
            line.nonce = wish.nonce
            self.lines[line.room].append(line)
            self.parked.append(wish)

    def changed_later(self, line: Line, said: Said, piece: str) -> str:
        """Edits and reactions of this message; returns how it is worded at first."""
        if not said.deleted:
            for reaction in said.reactions[:MOST_EMOJI]:
                self.react(line, reaction)
        if not said.edited:
            return piece
        known = parts(said.first)[:1] if said.first else []
        line.edited, line.final = True, piece
        return known[0] if known and cleaned(known[0]) != cleaned(piece) else beginning(piece)

    def react(self, line: Line, reaction: Reaction) -> None:
        """By whom the archive names; where it only counts, by as many others as there are."""
        emoji = emoji_of(reaction.emoji)
        wanted = max(reaction.count, len(reaction.people))
        if not emoji:
            self.counts["reactions with a picture of their own"] += wanted
            return
        who = list(dict.fromkeys(self.cast.people[key] for key in reaction.people))
        others = (number for number in range(len(self.cast.names)) if number not in who)
        who += [next(others) for _ in range(min(wanted - len(who), len(self.cast.names) - len(who)))]
        line.reactions.setdefault(emoji, set()).update(who[:MOST_REACTORS])
        self.counts["reactions beyond those who are here"] += wanted - len(who[:MOST_REACTORS])

    # ---- answers ----------------------------------------------------------------------------------

    def answered(self, wish: Wish, frame: dict[str, Any]) -> None:
        self.outstanding -= 1
        line: Line = wish.line
        if frame["type"] != "ack":
            line.refused = line.refused or frame["code"]
            self.crowd.trouble[f"{wish.kind} refused: {frame['code']}"] += 1
            return
        self.heads[wish.room] = max(self.heads[wish.room], frame["rev"])
        self.changes[wish.room] += 1
        self.counts[wish.kind] += 1
        if wish.kind == "say":
            line.id, line.seq = frame["message"], frame["seq"]
            self.follow_up(line)
        elif wish.kind == "edit" and line.deleted:
            self.parked.append(self.wish("delete", line, line.author))

    def follow_up(self, line: Line) -> None:
        """Once it is said it can be changed."""
        if line.edited:
            self.parked.append(self.wish("edit", line, line.author, body=line.final))
        elif line.deleted:
            self.parked.append(self.wish("delete", line, line.author))
        for emoji, who in line.reactions.items():
            self.parked.extend(self.wish("react", line, number, emoji=emoji, on=True) for number in sorted(who))
        line.final = ""

    def wish(self, kind: str, line: Line, author: int, **fields: Any) -> Wish:
        return Wish(kind, author, self.rooms[line.room], {"message": line.id, **fields}, line)
