"""What must be true in the end, decided from the archive, the rows of the database, and what every client holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.benchmarks.replay.marks import Row
from tests.benchmarks.replay.script import Line
from tests.benchmarks.replay.timeline import Shown

SHOWN = 12


@dataclass(slots=True)
class Verdict:
    """How often each promise was broken, with the first examples. `lost` and `twice` are of clients and database."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    compared: int = 0  # messages that some client holds and the database confirms

    @property
    def mismatches(self) -> int:
        return self.counts.total()

    def add(self, kind: str, example: str, times: int = 1) -> None:
        if times:
            self.counts[kind] += times
            if len(self.examples) < SHOWN:
                self.examples.append(f"{kind}: {example}")

    # ---- the archive and the database ---------------------------------------------------------------

    def stored(self, room: str, lines: Sequence[Line], rows: Sequence[Row], members: Sequence[int]) -> None:
        """Everything that was said is there, once, as it was said, and nothing else is."""
        by_nonce: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_nonce[row.nonce].append(row)
        for line in lines:
            found = by_nonce.pop(line.nonce, [])
            if not found:
                self.add("lost", f"{room}, {line.where}: confirmed as {line.seq or 'nothing'}, and not stored")
            else:
                self.add("twice", f"{room}, {line.where}: stored {len(found)} times", len(found) - 1)
                for problem in differences(line, found[0], members):
                    self.add(problem, f"{room}, {line.where}, seq {line.seq}")
        for rest in by_nonce.values():
            self.add("nobody said this", f"{room}, seq {rest[0].seq}", len(rest))
        self.in_order(room, lines)

    def in_order(self, room: str, lines: Sequence[Line]) -> None:
        """What one member said stands in the order in which it was said."""
        last: dict[int, int] = {}
        for line in lines:
            if line.seq:
                if line.seq < last.get(line.author, 0):
                    self.add("order", f"{room}, {line.where}: {line.seq} after {last[line.author]}")
                last[line.author] = line.seq

    def numbered(self, room: str, rows: Sequence[Row], rev: int, changes: int) -> None:
        """Every confirmed change took one number, and no two messages share a place."""
        if rev != changes:
            self.add("numbers", f"{room} stands at {rev} after {changes} changes")
        places, latest = {row.seq for row in rows}, {row.rev for row in rows}
        self.add("numbers", f"{room}: two messages in one place", 2 * len(rows) - len(places) - len(latest))
        if max(latest, default=rev) > rev:
            self.add("numbers", f"{room}: a message is ahead of its room")

    # ---- the database and a client ------------------------------------------------------------------

    def held(self, who: str, rows: Sequence[Row], view: Sequence[Shown]) -> None:
        """A client sees what the database holds: the same messages, in the same order and state, each once."""
        wanted = [Shown(row.id, row.seq, row.rev, row.mark) for row in rows]
        if list(view) == wanted:
            self.compared += len(wanted)
            return
        truth, seen = {shown.id: shown for shown in wanted}, Counter(shown.id for shown in view)
        missing = [shown.seq for shown in wanted if shown.id not in seen]
        self.add("lost", f"{who} lacks {missing[:5]}", len(missing))
        self.add("twice", f"{who} holds a message twice", sum(times - 1 for times in seen.values()))
        strange = [shown for shown in view if shown.id not in truth]
        self.add("not in the database", f"{who} holds {strange[:2]}", len(strange))
        other = [shown.seq for shown in view if shown.id in truth and shown != truth[shown.id]]
        self.add("another state", f"{who}, seq {other[:5]}", len(other))
        common = list(dict.fromkeys(shown.id for shown in view if shown.id in truth))
        if common != [shown.id for shown in wanted if shown.id in seen]:
            self.add("order", f"{who} sees another order")


def differences(line: Line, row: Row, members: Sequence[int]) -> Iterable[str]:
    if (row.id, row.seq) != (line.id, line.seq):
        yield "confirmed as another"
    if row.author != members[line.author]:
        yield "another author"
    if row.body != line.body:
        yield "another body"
    if (row.deleted, row.edited) != (line.deleted, line.edited):
        yield "edited or deleted otherwise"
    if row.reply_to != line.reply_to:
        yield "answers something else"
    if not same_reactions(line.reactions, row.reactions, members):
        yield "other reactions"


def same_reactions(wanted: Mapping[str, set[int]], found: Mapping[str, Sequence[int]], members: Sequence[int]) -> bool:
    """Each reaction of each person once."""
    asked = {emoji: sorted(members[number] for number in who) for emoji, who in wanted.items() if who}
    return asked == {emoji: sorted(who) for emoji, who in found.items()}
