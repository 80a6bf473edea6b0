"""What a replay says, what its clients hold, and what it calls wrong: without a server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.benchmarks.archives import MALFORMED, Entry, Reaction, Said, Skipped
from tests.benchmarks.archives.emoji import emoji_of
from tests.benchmarks.replay.crowd import Crowd
from tests.benchmarks.replay.hearing import Hearing, Live
from tests.benchmarks.replay.marks import Row, mark_of
from tests.benchmarks.replay.member import Member, Wish
from tests.benchmarks.replay.script import Line, Script, cleaned, parts, survey
from tests.benchmarks.replay.timeline import Heard, Shown, Timeline
from tests.benchmarks.replay.verdict import Verdict, differences


def shown(rev: int, *, seq: int = 0, mark: str = "") -> Shown:
    seq = seq or rev
    return Shown(f"id-{seq}", seq, rev, mark or f"state-{rev}")


# ---- cutting ----------------------------------------------------------------------------------------


def test_a_long_message_is_cut_between_words_and_loses_none() -> None:
    body = "word " * 4_000
    pieces = parts(body)
    assert [len(piece) <= 8_000 for piece in pieces] == [True, True, True]
    assert "".join(pieces) == body
    assert all(piece.endswith(" ") for piece in pieces)


def test_a_line_without_spaces_is_cut_where_it_must_be() -> None:
    assert [len(piece) for piece in parts("x" * 17_000)] == [8_000, 8_000, 1_000]


@pytest.mark.parametrize("body", ["", "   ", "\n\n", "\u200b\u200b", "\x00\x01", "\ufeff"])
def test_what_shows_nothing_is_not_said(body: str) -> None:
    assert parts(body) == []


@pytest.mark.parametrize(
    ("body", "kept"),
    [("a\x00b", "ab"), ("e\u0301", "é"), ("one\r\ntwo ", "one\ntwo"), ("half \ud83d", "half ?"), ("שלום", "שלום")],
)
def test_a_body_is_compared_as_it_may_be_stored(body: str, kept: str) -> None:
    assert cleaned(body) == kept


def test_half_a_surrogate_pair_and_eight_thousand_emoji_fit_into_a_frame() -> None:
    for body in ("half \ud83d", "🎉" * 8_000):
        text = Wish("say", 1, "room", {"body": body}).text()
        assert json.loads(text)["body"] == body
        assert len(text) < 64 * 1024


# ---- the script -------------------------------------------------------------------------------------


class Taking(Crowd):
    """A crowd without sockets: takes every wish, and the test answers."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.trouble: Any = {}

    def take(self, wish: Wish) -> bool:
        self.wishes.append(wish)
        return True


class Telling:
    """A script over some entries, its crowd, and answers as a server gives them."""

    def __init__(self, entries: Sequence[Entry], *, most: int = 10) -> None:
        self.crowd = Taking()
        self.cast = survey(iter(entries))
        self.script = Script(iter(entries), self.cast, self.crowd, ["room-0", "room-1"], most=most)
        self.rev = 0

    def go(self) -> list[Wish]:
        """What is wished now, and not before."""
        before = len(self.crowd.wishes)
        self.script.fill()
        return self.crowd.wishes[before:]

    def confirm(self, wish: Wish) -> None:
        self.rev += 1
        ack = {"type": "ack", "nonce": wish.nonce, "message": f"id-{self.rev}", "seq": self.rev, "rev": self.rev}
        self.script.answered(wish, ack)


def ada(body: str, **more: Any) -> Said:
    return Said("spring", "ada", "Ada", body, **more)


def ben(body: str, **more: Any) -> Said:
    return Said("spring", "ben", "Ben", body, **more)


def test_ben_answers_only_once_ada_was_heard() -> None:
    telling = Telling([ada("Who?", key="1"), ben("Me", answers="1"), ada("Good")])
    [first] = telling.go()
    assert telling.go() == []
    telling.confirm(first)
    second, third = telling.go()
    assert (second.fields, third.fields["body"]) == ({"body": "Me", "reply_to": "id-1"}, "Good")


def test_an_answer_to_what_is_said_later_is_said_without_it() -> None:
    telling = Telling([ben("Me", answers="1"), ada("Who?", key="1")])
    assert [wish.fields["reply_to"] for wish in telling.go()] == [None, None]
    assert telling.script.counts["answers to what was not said before"] == 1


def test_no_more_wait_for_an_answer_than_are_allowed() -> None:
    telling = Telling([ada(f"{n}") for n in range(5)], most=2)
    first, _ = telling.go()
    telling.confirm(first)
    assert [wish.fields["body"] for wish in telling.go()] == ["2"]


def test_adas_edit_brings_the_words_of_the_archive() -> None:
    telling = Telling([ada("We meet on Wednesday", edited=True)])
    [saying] = telling.go()
    assert saying.fields["body"] == "We meet on"[: len(saying.fields["body"])]
    telling.confirm(saying)
    [editing] = telling.go()
    assert (editing.kind, editing.fields) == ("edit", {"message": "id-1", "body": "We meet on Wednesday"})
    telling.confirm(editing)
    telling.go()
    assert telling.script.done


def test_a_first_wording_that_is_known_is_said_first() -> None:
    telling = Telling([ada("We meet on Wednesday", edited=True, first="We meet on Tuesday")])
    assert telling.go()[0].fields["body"] == "We meet on Tuesday"


def test_who_reacted_reacts_and_a_mere_number_is_filled_up() -> None:
    told = (Reaction("tada", ("ben",), 1), Reaction("👍", (), 5), Reaction("our_logo", ("ben",), 1))
    telling = Telling([ada("Open!", reactions=told), ben("Great")])
    saying, _ = telling.go()
    telling.confirm(saying)
    wishes = [(wish.author, wish.fields["emoji"]) for wish in telling.go()]
    people = telling.cast.people
    assert sorted(wishes) == sorted([(people["ben"], "🎉"), (people["ada"], "👍"), (people["ben"], "👍")])
    assert telling.script.counts["reactions with a picture of their own"] == 1
    assert telling.script.counts["reactions beyond those who are here"] == 3


def test_what_was_deleted_is_said_and_deleted() -> None:
    telling = Telling([ada("Never mind", deleted=True)])
    [saying] = telling.go()
    telling.confirm(saying)
    assert [(wish.kind, wish.author) for wish in telling.go()] == [("delete", saying.author)]


def test_a_survey_counts_what_is_there_and_names_what_is_broken() -> None:
    cast = survey(iter([ada("One"), ben("\u200b"), Skipped(MALFORMED, "day.json:7"), ada("Two", answers="1")]))
    assert (cast.messages, cast.sayable, cast.broken) == (4, 2, ["day.json:7, malformed"])
    assert cast.skipped == {"no words": 1, MALFORMED: 1}


@pytest.mark.parametrize(("name", "emoji"), [("+1", "👍"), (":wave::skin-tone-2:", "👋"), ("sob", "😭"), ("🎉", "🎉"),
                                             ("pile_of_poo", "💩"), ("our_logo", ""), ("", "")])  # fmt: skip
def test_names_of_emoji_are_understood(name: str, emoji: str) -> None:
    assert emoji_of(name) == emoji


# ---- what a client holds ----------------------------------------------------------------------------


def test_bens_timeline_waits_for_what_is_missing_and_shows_each_message_once() -> None:
    timeline = Timeline("room")
    heard = [timeline.hear(shown(rev)) for rev in (1, 3, 3, 1)]
    assert heard == [Heard.NEW, Heard.GAP, Heard.REPEAT, Heard.REPEAT]
    assert timeline.cursor == 1
    assert timeline.hear(shown(2)) is Heard.NEW
    assert (timeline.cursor, [one.seq for one in timeline.view()]) == (3, [1, 2, 3])


def test_catching_up_closes_a_gap_with_the_newest_state() -> None:
    timeline = Timeline("room")
    timeline.hear(shown(1))
    timeline.hear(shown(5))
    assert timeline.catch_up([shown(3), shown(4, seq=1), shown(5)], 5) == 2
    assert (timeline.cursor, [one.rev for one in timeline.view()]) == (5, [4, 3, 5])


def test_a_frame_is_read_once_for_all_who_were_told_the_same() -> None:
    hearing = Hearing()
    hearing.sent("n-1", 12.5)
    author = {"id": 7}
    message = {"id": "m", "seq": 4, "rev": 4, "nonce": "n-1", "author": author, "deleted": False, "edited_at": None}
    frame = json.dumps({"type": "message", "room": "r", "rev": 4, "message": message}, separators=(",", ":")).encode()
    [live] = hearing.of(frame)
    assert isinstance(live, Live)
    assert (live.room, live.shown.seq, live.said_at) == ("r", 4, 12.5)
    assert hearing.of(frame)[0] is live


def test_a_member_without_connection_keeps_its_words() -> None:
    member = Member(1, "cookie")
    member.outbox.append(Wish("say", 1, "room", {"body": "Hello"}))
    member.lost(1006, now=100.0)
    assert (len(member.outbox), member.sending, member.next_try > 100.0, member.ended) == (1, None, True, 0)
    member.lost(4403, now=101.0)
    assert member.ended == 4403


# ---- the verdict ------------------------------------------------------------------------------------


LINE = Line(0, 0, "day.json:1", nonce="n-1", body=mark_of("Hello"), id="id-1", seq=1)
ROW = Row("id-1", 1, 1, 70, "n-1", mark_of("Hello"), False, False, "", {}, "state-1")
OTHER = Row("id-2", 2, 2, 71, "n-2", mark_of("Yes"), False, False, "id-1", {}, "state-2")


def test_nothing_is_wrong_when_everybody_holds_what_is_stored() -> None:
    verdict = Verdict()
    verdict.stored("spring", [LINE], [ROW], [70, 71])
    verdict.numbered("spring", [ROW, OTHER], 2, 2)
    verdict.held("ben", [ROW, OTHER], [shown(1), shown(2)])
    assert (verdict.mismatches, verdict.compared) == (0, 2)


@pytest.mark.parametrize(
    ("view", "kind"),
    [
        ([shown(1)], "lost"),
        ([shown(1), shown(2), shown(2)], "twice"),
        ([shown(1), shown(2), shown(3)], "not in the database"),
        ([shown(2), shown(1)], "order"),
        ([shown(1), shown(2, mark="older words")], "another state"),
    ],
)
def test_what_ben_holds_otherwise_is_told(view: list[Shown], kind: str) -> None:
    verdict = Verdict()
    verdict.held("ben", [ROW, OTHER], view)
    assert verdict.counts == {kind: 1}
    assert "ben" in verdict.examples[0]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [([], "lost"), ([ROW, replace(ROW, id="id-9", seq=9)], "twice"), ([ROW, OTHER], "nobody said this")],
)
def test_what_the_database_lacks_or_has_too_much_is_told(rows: list[Row], kind: str) -> None:
    verdict = Verdict()
    verdict.stored("spring", [LINE], rows, [70, 71])
    assert verdict.counts == {kind: 1}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": "id-7"}, "confirmed as another"),
        ({"author": 71}, "another author"),
        ({"body": mark_of("Hallo")}, "another body"),
        ({"edited": True}, "edited or deleted otherwise"),
        ({"reply_to": "id-0"}, "answers something else"),
        ({"reactions": {"👍": [70, 70]}}, "other reactions"),
    ],
)
def test_a_message_stored_otherwise_is_told(change: dict[str, Any], problem: str) -> None:
    assert list(differences(LINE, replace(ROW, **change), [70, 71])) == [problem]


def test_adas_own_order_must_stand() -> None:
    verdict = Verdict()
    verdict.in_order("spring", [Line(0, 0, "1", seq=5), Line(0, 1, "2", seq=2), Line(0, 0, "3", seq=4)])
    assert verdict.counts == {"order": 1}


def test_a_number_nobody_took_is_told() -> None:
    verdict = Verdict()
    verdict.numbered("spring", [ROW, replace(OTHER, seq=1)], 3, 2)
    assert verdict.counts == {"numbers": 2}
