"""The cells of having the same question as somebody else: more rows of the table in cells.py."""

from __future__ import annotations

from tests.access.cells import STOPPED, Cells, ago, but

OFF = "- - - - -"

ROWS = [
    Cells(
        "ask_too", "as Ada, in commons", f"own_question yes yes yes yes yes read_only {STOPPED}",
        lambda s: (s.threads["commons"],),
    ),
    Cells(
        "ask_too", "as Ada, in Spring", f"own_question yes - yes yes yes read_only {STOPPED}",
        lambda s: (s.threads["spring"],),
    ),
    Cells("ask_too", "as Cleo, in Autumn", f"- - own_question - yes yes {OFF}", lambda s: (s.threads["autumn"],)),
    Cells(
        "ask_too", "a discussion", f"{'not_a_question ' * 6}read_only {STOPPED}",
        lambda s: (but(s.threads["commons"], kind="discussion"),),
    ),
    Cells(
        "ask_too", "what is closed", f"closed closed closed closed yes yes read_only {STOPPED}",
        lambda s: (but(s.threads["commons"], locked_at=ago()),),
    ),
    Cells(
        "ask_too", "as Ada, under an alias", f"own_question yes yes yes yes yes read_only {STOPPED}",
        lambda s: (
            but(s.threads["commons"], author_id=None, alias="Anonymous Heron", written_by_id=s.world.ada.pk),
        ),
    ),
]  # fmt: skip
