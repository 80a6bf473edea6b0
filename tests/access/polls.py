"""What every person of the cast may announce and vote for: more rows of the table in cells.py."""

from __future__ import annotations

from typing import Any

from community.forum.models import Poll
from moderation.access.grants import Grants
from tests.access.cells import (
    ORDERS_AUTUMN,
    ORDERS_COMMONS,
    ORDERS_SPRING,
    SEES_AUTUMN,
    SEES_COMMONS,
    SEES_SPRING,
    SEES_TABLE,
    STOPPED,
    WRITES_ANYWHERE,
    WRITES_IN_SPRING,
    Cells,
    ago,
    but,
    nobody_in_spring,
    places,
)  # fmt: skip
from tests.access.scene import Scene

CLOSES_COMMONS = f"yes not_yours not_yours not_yours yes yes read_only {STOPPED}"
CLOSES_SPRING = f"yes not_yours - not_yours yes yes read_only {STOPPED}"
CLOSES_AUTUMN = "- - yes - yes yes - - - - -"
KEPT = "yes - - yes yes yes - - - - -"


def asked(scene: Scene, place: str = "spring", *, kept: bool = False, own: str | None = None, **facts: Any) -> Any:
    """A poll in that place, not stored. `own`: what whoever looks has voted."""
    thread = but(scene.threads[place], hidden_from_id=scene.world.cedar.pk) if kept else scene.threads[place]
    poll = Poll(thread=thread, choices=["Yes", "No"], **facts)
    poll.own = own
    return poll


def one(verb: str, situation: str, cells: str, **facts: Any) -> Cells:
    return Cells(verb, situation, cells, lambda s: (asked(s, **facts),))


def everywhere(verb: str, commons: str, spring: str, autumn: str, table: str) -> list[Cells]:
    rows = {"commons": commons, "spring": spring, "autumn": autumn, "table": table}
    return [one(verb, f"in {place}", cells, place=place) for place, cells in rows.items()]


def reads_in_spring(code: str) -> str:
    """The same for whoever reads there; the gate is not asked."""
    return f"{code} {code} - {' '.join([code] * 8)}"


def question(scene: Scene, asker: str = "ada", *, kept: bool = False, **facts: Any) -> tuple[Any, Grants]:
    """A question in Spring, and who asked it."""
    thread = scene.threads["spring"]
    if kept:
        facts["hidden_from_id"] = scene.world.cedar.pk
    return but(thread, **facts), Grants(scene.person(asker).pk, blocked_ids=frozenset([scene.world.fay.pk]))


ROWS = [
    Cells(
        "be_asked", "of Ada, who blocked Fay", f"asked_it yes - - yes yes read_only {STOPPED}", lambda s: question(s)
    ),
    Cells(
        "be_asked",
        "in one that is kept from Cedar",
        "asked_it - - - yes yes - - - - -",
        lambda s: question(s, kept=True),
    ),
    Cells(
        "be_asked",
        "in a closed one",
        f"closed closed - closed yes yes read_only {STOPPED}",
        lambda s: question(s, locked_at=ago()),
    ),
    *places(
        "say_open",
        "threads",
        f"yes{' not_yours' * 5} read_only {STOPPED}",
        f"yes not_yours - not_yours not_yours not_yours read_only {STOPPED}",
        "- - yes - not_yours not_yours - - - - -",
        "- - - - yes not_yours - - - - -",
    ),
    Cells(
        "say_open", "of a discussion", nobody_in_spring("not_a_question"), lambda s: question(s, kind="discussion")[:1]
    ),
    *places("announce", "spaces", ORDERS_COMMONS, ORDERS_SPRING, ORDERS_AUTUMN, SEES_TABLE),
    *everywhere("vote", WRITES_ANYWHERE, WRITES_IN_SPRING, SEES_AUTUMN, SEES_TABLE),
    one("vote", "once more", WRITES_IN_SPRING, own="1"),
    one("vote", "once more where it is anonymous", nobody_in_spring("voted"), own="", anonymous=True),
    one("vote", "when it is closed", nobody_in_spring("closed"), closed_at=ago()),
    one("vote", "when its time is over", nobody_in_spring("closed"), closes_at=ago(minutes=1)),
    one("vote", "in one that is kept from Cedar", KEPT, kept=True),
    *everywhere("close_poll", CLOSES_COMMONS, CLOSES_SPRING, CLOSES_AUTUMN, SEES_TABLE),
    one("close_poll", "when it is closed", CLOSES_SPRING.replace("yes", "closed"), closed_at=ago()),
    *everywhere("see_results", SEES_COMMONS, SEES_SPRING, SEES_AUTUMN, SEES_TABLE),
    one("see_results", "before voting, where that opens them", reads_in_spring("not_yet_voted"), results="voted"),
    one("see_results", "after voting", SEES_SPRING, results="voted", own="0"),
    one("see_results", "not having voted, when it is closed", SEES_SPRING, results="voted", closed_at=ago()),
    one("see_results", "before it is closed", reads_in_spring("not_yet_closed"), results="closed", own="0"),
    one("see_results", "when it is closed", SEES_SPRING, results="closed", closes_at=ago()),
    *everywhere("see_names", SEES_COMMONS, SEES_SPRING, SEES_AUTUMN, SEES_TABLE),
    one("see_names", "before voting", reads_in_spring("not_yet_voted"), results="voted"),
    one("see_names", "of an anonymous poll", reads_in_spring("anonymous"), anonymous=True, own=""),
]
