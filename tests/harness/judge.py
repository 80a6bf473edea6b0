"""What must be true after a gathering, decided from what the clients sent and saw and from the rows of the database.

Nothing of the product's own queries is used. The numbers are those of the invariants that each rule is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from cohorts.models import ChangeNonce, Message, MessageReaction, Room
from tests.harness.gathering import Gathering
from tests.harness.talker import Talker
from tests.harness.view import Message as Shown

State = tuple[Any, ...]


class Judge:
    """Reads the room once; `complaints` are sentences, none when all is well."""

    def __init__(self, gathering: Gathering) -> None:
        self.talkers = gathering.talkers
        self.head = Room.objects.values_list("rev", flat=True).get(pk=gathering.room.pk)
        self.rows = list(Message.objects.filter(room=gathering.room).order_by("seq").values())
        self.changes = list(ChangeNonce.objects.filter(message__room=gathering.room).values())
        reactions = MessageReaction.objects.filter(message__room=gathering.room)
        self.reacted = Counter(reactions.values_list("message_id", flat=True))

    def complaints(self) -> list[str]:
        rules = (self.stored, self.nothing_invented, self.numbered, self.answered_alike, self.last_word, self.complete)
        return [complaint for rule in rules for complaint in rule()][:20]

    def stored(self) -> Iterator[str]:
        """I-1, I-3: whatever was confirmed is there exactly once, where the answer said."""
        said = {(row["author_id"], str(row["nonce"])): (str(row["id"]), row["seq"], row["seq"]) for row in self.rows}
        done = {(row["author_id"], str(row["nonce"])): (str(row["message_id"]), row["rev"]) for row in self.changes}
        for talker in self.talkers:
            for ack in talker.acks:
                key = (talker.member_id, ack["nonce"])
                if talker.sent[ack["nonce"]]["type"] == "say":
                    if said.get(key) != (ack["message"], ack["seq"], ack["rev"]):
                        yield f"confirmed and not stored so: {ack} is {said.get(key)}"
                elif done.get(key) != (ack["message"], ack["rev"]):
                    yield f"confirmed and not done so: {ack} is {done.get(key)}"

    def nothing_invented(self) -> Iterator[str]:
        """I-2, I-3: every row is something that somebody sent, once."""
        wished = {(t.member_id, nonce) for t in self.talkers for nonce in t.sent}
        found = [(row["author_id"], str(row["nonce"])) for row in (*self.rows, *self.changes)]
        for key, times in Counter(found).items():
            if times > 1 or key not in wished:
                yield f"{key} is stored {times} times, sent: {key in wished}"

    def numbered(self) -> Iterator[str]:
        """I-4: every change has the next number; no hole, no number twice."""
        numbers = sorted([row["seq"] for row in self.rows] + [row["rev"] for row in self.changes])
        if numbers != list(range(1, self.head + 1)):
            yield f"numbers up to {self.head} have holes or repeats: {set(range(1, self.head + 1)) ^ set(numbers)}"

    def answered_alike(self) -> Iterator[str]:
        """I-3: who asks twice gets the same answer twice."""
        for talker in self.talkers:
            answers: dict[str, Shown] = {}
            for ack in talker.acks:
                if answers.setdefault(ack["nonce"], ack) != ack:
                    yield f"two answers to one wish: {answers[ack['nonce']]} and {ack}"
            refused = [refusal for refusal in talker.refused if refusal["code"] != "unknown_message"]
            if refused and not talker.ended:
                yield f"{talker.member_id} was refused: {refused}"

    def last_word(self) -> Iterator[str]:
        """I-18: a message says what its newest edit says, and nothing once it was deleted."""
        wishes = {nonce: frame for t in self.talkers for nonce, frame in t.sent.items()}
        words = {row["id"]: wishes[str(row["nonce"])]["body"] for row in self.rows}
        for change in sorted(self.changes, key=lambda row: row["rev"]):
            wish = wishes[str(change["nonce"])]
            if wish["type"] in {"edit", "delete"}:
                words[change["message_id"]] = wish.get("body", "")
        for row in self.rows:
            if row["body"] != words[row["id"]]:
                yield f"{row['seq']} says {row['body']!r} and should say {words[row['id']]!r}"

    def complete(self) -> Iterator[str]:
        """I-5, I-6, I-8, I-9: whoever is still here sees what the database holds, in its order, each once."""
        truth = [self.of_row(row) for row in self.rows]
        for talker in self.talkers:
            if talker.ended or talker.naive:
                continue
            seen = [self.of_view(message) for message in talker.view.ordered()]
            wanted = truth[-len(seen) :] if talker.view.has_before and seen else truth
            if seen != wanted:
                yield f"{talker.member_id} sees {len(seen)} of {len(truth)}; it begins with {difference(seen, wanted)}"
            if talker.view.late:
                yield f"{talker.member_id} was told to hold what came later: {talker.view.late[0]}"

    def of_row(self, row: dict[str, Any]) -> State:
        return (str(row["id"]), row["seq"], row["rev"], row["body"], row["deleted_at"] is not None,
                row["author_id"], self.reacted[row["id"]])  # fmt: skip

    @staticmethod
    def of_view(message: Shown) -> State:
        reactions = sum(one["count"] for one in message.get("reactions", []))
        return (message["id"], message["seq"], message["rev"], message.get("body", ""), message["deleted"],
                message["author"]["id"], reactions)  # fmt: skip


def difference(seen: list[State], wanted: list[State]) -> tuple[State | None, State | None]:
    pairs = zip([*seen, None], [*wanted, None], strict=False)
    return next(((one, other) for one, other in pairs if one != other), (None, None))


def holes(talker: Talker, *, after: int, upto: int) -> int:
    """How many changes in between never reached a client that only listens."""
    return len(set(range(after + 1, upto + 1)) - set(talker.heard))
