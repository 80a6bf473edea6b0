"""The cells of talks: Ada and Ben are in one of two, Ada, Fay and Ron in another (see cells.py)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cohorts.models import Message, TalkLook, TalkReport
from moderation.access.grants import Grants
from moderation.access.standing import Standing
from tests.access.cells import SEES_SPRING, SEES_TABLE, STOPPED, Cells, ago, but
from tests.access.scene import Scene

NOBODY = ("- " * 11).strip()
OF_TWO = f"yes yes{' -' * 9}"
OF_THREE = "yes - - yes - - yes - - - -"


def two(scene: Scene, **held: Any) -> Any:
    """The talk of Ada and Ben, as the rules are asked about it. `held`: what Ben holds besides."""
    ada, ben = Grants(scene.world.ada.pk), Grants(scene.world.ben.pk, **held)
    return but(scene.talk, both={ada.member_id: ada, ben.member_id: ben})


def fay(scene: Scene, **held: Any) -> Grants:
    return Grants(scene.world.fay.pk, **held)


def blocks(scene: Scene, *names: str) -> frozenset[int]:
    return frozenset(scene.person(name).pk for name in names)


def report(scene: Scene, **facts: Any) -> tuple[TalkReport]:
    """Of what Ben said."""
    return (TalkReport(**({"message": scene.told, "room": scene.talk} | facts)),)


def look(scene: Scene, **facts: Any) -> tuple[TalkLook]:
    people = {"one_id": scene.world.ada.pk, "other_id": scene.world.ben.pk, "asked_by_id": scene.world.mona.pk}
    return (TalkLook(**(people | facts)),)


ROWS = [
    Cells("enter_room", "the talk of Ada and Ben", OF_TWO, lambda s: (s.talk,)),
    Cells("enter_room", "the talk of three", OF_THREE, lambda s: (s.table,)),
    Cells("read_message", "in Spring", SEES_SPRING, lambda s: (s.world.room, Message(seq=1, at=timezone.now()))),
    Cells(
        "read_message", "of before they joined, where that counts", "- - - yes yes yes - - - - -",
        lambda s: (but(s.world.room, since_joining=True), Message(seq=1, at=ago(days=1))),
    ),
    Cells(
        "read_message", "of since they joined, where that counts", SEES_SPRING,
        lambda s: (but(s.world.room, since_joining=True), Message(seq=1, at=timezone.now())),
    ),
    Cells(
        "pin", "from before somebody joined, where that counts",
        "not_yours not_yours - before_them before_them before_them" + " muted" * 5,
        lambda s: (but(s.world.room, since_joining=True, floor=10**6), s.messages["spring"]),
    ),
    Cells("read_message", "of the talk of two", OF_TWO, lambda s: (s.talk, Message(seq=1, at=timezone.now()))),
    Cells("read_message", "from before one came", NOBODY, lambda s: (s.talk, Message(seq=0, at=timezone.now()))),
    Cells("say", "in the talk of two", OF_TWO, lambda s: (two(s),)),
    Cells(
        "say", "to Ben, who blocked Ada", f"cannot_write yes{' -' * 9}",
        lambda s: (two(s, blocked_ids=blocks(s, "ada")),),
    ),
    Cells("say", "to Ben, who is gone", f"not_here yes{' -' * 9}", lambda s: (two(s, standing=Standing.LEFT),)),
    Cells("say", "of whom nothing is known", f"not_here not_here{' -' * 9}", lambda s: (s.talk,)),
    Cells("say", "in the talk of three", OF_THREE.replace("yes - - - -", "muted - - - -"), lambda s: (s.table,)),
    Cells(
        "delete_message", "Ben's, who blocked Ada", f"not_yours yes{' -' * 9}",
        lambda s: (two(s, blocked_ids=blocks(s, "ada")), s.told),
    ),
    Cells(
        "edit_message", "Ben's from before somebody came", f"not_yours before_them{' -' * 9}",
        lambda s: (but(two(s), floor=s.told.seq), s.told),
    ),
    Cells(
        "react_to_message", "from before somebody came", f"before_them before_them{' -' * 9}",
        lambda s: (but(two(s), floor=s.told.seq), s.told),
    ),
    Cells("set_room", "a talk, which has none", NOBODY, lambda s: (two(s),)),
    Cells("pin", "in a talk", f"not_yours not_yours{' -' * 9}", lambda s: (two(s), s.told)),
    Cells("talk_with", "Fay", f"yes yes yes yourself yes yes read_only {STOPPED}", lambda s: (fay(s),)),
    Cells(
        "talk_with", "Fay, who blocked Ada, and Mona before she moderated",
        f"cannot_write yes yes yourself yes yes read_only {STOPPED}",
        lambda s: (fay(s, blocked_ids=blocks(s, "ada", "mona")),),
    ),
    Cells(
        "talk_with", "Rex, who was removed", f"{'not_here ' * 6}read_only {STOPPED}",
        lambda s: (Grants(s.world.rex.pk, standing=Standing.REMOVED),),
    ),
    Cells(
        "add_to_talk", "Cleo to the three", OF_THREE.replace("yes - - - -", "read_only - - - -"),
        lambda s: (s.table, Grants(s.world.cleo.pk), 3),
    ),
    Cells(
        "add_to_talk", "Cleo to nine", "full - - full - - read_only - - - -",
        lambda s: (s.table, Grants(s.world.cleo.pk), 9),
    ),
    Cells(
        "add_to_talk", "Fay, who is in it", "inside - - inside - - read_only - - - -",
        lambda s: (s.table, fay(s, talks={s.table.pk: 0}), 3),
    ),
    Cells(
        "add_to_talk", "Fay, who blocked Ada", "cannot_write - - yourself - - read_only - - - -",
        lambda s: (s.table, fay(s, blocked_ids=blocks(s, "ada")), 3),
    ),
    Cells("add_to_talk", "Fay to the two", f"of_two of_two{' -' * 9}", lambda s: (s.talk, fay(s), 2)),
    Cells("leave_talk", "of three", OF_THREE, lambda s: (s.table,)),
    Cells("leave_talk", "of two", f"of_two of_two{' -' * 9}", lambda s: (s.talk,)),
    Cells("report_message", "Ben's", f"yes own_words{' -' * 9}", lambda s: (s.talk, s.told)),
    Cells("report_message", "a deleted one", NOBODY, lambda s: (s.talk, but(s.told, deleted_at=ago()))),
    Cells("see_report", "of Ben's message", SEES_TABLE, report),
    Cells(
        "see_report", "of Mona's message", "- - - - - yes - - - - -",
        lambda s: report(s, message=but(s.told, author_id=s.world.mona.pk)),
    ),
    Cells("close_report", "of Ben's message", SEES_TABLE, report),
    Cells(
        "close_report", "a closed one", "- - - - closed closed - - - - -", lambda s: report(s, closed_at=ago()),
    ),
    Cells("ask_look", "into Ada's and Ben's", SEES_TABLE, lambda s: (blocks(s, "ada", "ben"),)),
    Cells("ask_look", "into Ada's and Mona's", "- - - - in_it yes - - - - -", lambda s: (blocks(s, "ada", "mona"),)),
    Cells("decide_look", "what Mona asked", "- - - - second_decides yes - - - - -", look),
    Cells(
        "decide_look", "what is decided", "- - - - decided decided - - - - -", lambda s: look(s, decided_at=ago()),
    ),
    Cells(
        "look", "an hour after Olga agreed", SEES_TABLE,
        lambda s: look(s, decided_by_id=s.world.olga.pk, agreed=True, decided_at=ago(hours=1)),
    ),
    Cells(
        "look", "a day after Olga agreed", "- - - - over over - - - - -",
        lambda s: look(s, decided_by_id=s.world.olga.pk, agreed=True, decided_at=ago(hours=25)),
    ),
    Cells("look", "what Olga declined", NOBODY, lambda s: look(s, decided_by_id=s.world.olga.pk, decided_at=ago())),
]  # fmt: skip
