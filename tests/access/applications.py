"""The cells of applications: who may do what about one, in each state it can be in (see cells.py)."""

from __future__ import annotations

from typing import Any

from moderation.access.applications import Panel
from moderation.models import Application
from tests.access.cells import MODERATES, WRITES_ANYWHERE, Cells, ago, desk
from tests.access.scene import Scene


def one(scene: Scene, *, of: str = "", hours: float = 0, **changes: Any) -> Application:
    """An application, not stored. `of`: whoever took it so many hours ago."""
    found = Application(**{"name": "Nadia Belmont", "school": "Wren Street School", "stage": "waiting"} | changes)
    if of:
        found.claimed_by, found.claimed_at = scene.person(of), ago(hours=hours)
    return found


def panel(scene: Scene, needed: int = 1, *, yes: str = "", no: str = "", sponsors: str = "") -> Panel:
    def ids(names: str) -> frozenset[int]:
        return frozenset(scene.person(name).pk for name in names.split())

    return Panel(needed, ids(yes), ids(no), ids(sponsors))


def deciding(verb: str, opinion: str) -> list[Cells]:
    """Admitting and declining ask the same of their own opinion."""
    return [
        Cells(verb, "one", MODERATES, lambda s: (one(s), panel(s))),
        Cells(verb, "one that waits for an answer", MODERATES, lambda s: (one(s, stage="asked"), panel(s))),
        Cells(verb, "one that is over", desk("over", "over"), lambda s: (one(s, stage="declined"), panel(s))),
        Cells(verb, "one that Mona has in hand", desk("yes", "taken"), lambda s: (one(s, of="mona"), panel(s))),
        Cells(
            verb, "one that Mona took this morning", MODERATES, lambda s: (one(s, of="mona", hours=4.1), panel(s))
        ),
        Cells(verb, "whom Mona vouched for", desk("vouched", "yes"), lambda s: (one(s), panel(s, sponsors="mona"))),
        Cells(verb, "where two must agree", desk("one_more", "one_more"), lambda s: (one(s), panel(s, 2))),
        Cells(
            verb, "where two must agree and Olga does", desk("yes", "one_more"),
            lambda s: (one(s), panel(s, 2, **{opinion: "olga"})),
        ),
        Cells(
            verb, "where two must agree and Olga thinks the opposite", desk("one_more", "one_more"),
            lambda s: (one(s), panel(s, 2, **{"yes" if opinion == "no" else "no": "olga"})),
        ),
        Cells(
            verb, "where two must agree and Olga, who does, vouched", desk("one_more", "vouched"),
            lambda s: (one(s), panel(s, 2, sponsors="olga", **{opinion: "olga"})),
        ),
    ]  # fmt: skip


ROWS = [
    Cells("see_applications", "the queue", MODERATES),
    Cells("claim_application", "a free one", MODERATES, lambda s: (one(s),)),
    Cells("claim_application", "one that Mona has in hand", desk("yes", "taken"), lambda s: (one(s, of="mona"),)),
    Cells("claim_application", "one that Mona left lying", MODERATES, lambda s: (one(s, of="mona", hours=4.1),)),
    Cells("claim_application", "one that is over", desk("over", "over"), lambda s: (one(s, stage="withdrawn"),)),
    Cells("claim_application", "one whose holder is gone", MODERATES, lambda s: (one(s, claimed_at=ago()),)),
    Cells("release_application", "a free one", desk("not_taken", "not_taken"), lambda s: (one(s),)),
    Cells("release_application", "Mona's", MODERATES, lambda s: (one(s, of="mona"),)),
    Cells("release_application", "Olga's", desk("not_taken", "yes"), lambda s: (one(s, of="olga"),)),
    Cells("note_application", "any", MODERATES),
    Cells("vote_application", "one", MODERATES, lambda s: (one(s), panel(s))),
    Cells("vote_application", "one that Olga has in hand", MODERATES, lambda s: (one(s, of="olga"), panel(s))),
    Cells("vote_application", "one that is over", desk("over", "over"), lambda s: (one(s, stage="admitted"), panel(s))),
    Cells("vote_application", "whom Olga vouched for", desk("yes", "vouched"),
          lambda s: (one(s), panel(s, sponsors="olga"))),
    Cells("answer_application", "a free one", MODERATES, lambda s: (one(s),)),
    Cells("answer_application", "Olga's", desk("taken", "yes"), lambda s: (one(s, of="olga"),)),
    *deciding("admit", "yes"),
    *deciding("decline", "no"),
    Cells("edit_questions", "any", MODERATES),
    Cells("set_policy", "the policy", desk("owners_only", "yes")),
    Cells("vouch", "for anybody", WRITES_ANYWHERE),
]  # fmt: skip
