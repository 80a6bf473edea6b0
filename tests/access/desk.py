"""The cells of the moderators' desk: seats, settings, people (see cells.py)."""

from __future__ import annotations

from typing import Any

from community.members.models import Seat
from tests.access.cells import MODERATES, Cells, acting, ago, desk
from tests.access.scene import Scene

ROWS = [
    Cells("see_desk", "the desk", MODERATES),
    Cells("run_desk", "the desk", MODERATES),
    Cells("see_seats", "of Cedar School", MODERATES, lambda s: (s.world.cedar,)),
    Cells("manage_seats", "of Cedar School", MODERATES, lambda s: (s.world.cedar,)),
    Cells("confirm_seats", "of Cedar School", MODERATES, lambda s: (s.world.cedar,)),
    Cells("free_seat", "Ben's", MODERATES, lambda s: (seat(s, "ben"),)),
    Cells("free_seat", "Mona's", desk("yourself", "yes"), lambda s: (seat(s, "mona"),)),
    Cells("free_seat", "a free one", desk("already_free", "already_free"), lambda s: (seat(s, "ben", freed_at=ago()),)),
    Cells("name_seat_manager", "Ben", MODERATES, lambda s: (s.world.ben,)),
    Cells("set_membership", "of any organization", MODERATES),
    Cells("publish_agreement", "a new version", desk("owners_only", "yes")),
    Cells("see_sign_ins", "at the desk", desk("-", "yes")),
    Cells("set_sign_in", "of any organization", desk("-", "yes")),
    Cells("arrange", "spaces and cohorts", MODERATES),
    Cells("invite", "a member", MODERATES, lambda s: ("member",)),
    Cells("invite", "a moderator", desk("owners_only", "yes"), lambda s: ("moderator",)),
    Cells("invite", "an owner", desk("owners_only", "yes"), lambda s: ("owner",)),
    *acting("act_on", ben="yes yes", rex="yes yes", mona="yourself yes", olga="owners_only yourself"),
    *acting(
        "suspend", ben="yes yes", ron="yes yes", sue="yes yes", nia="yes yes", mona="yourself yes",
        olga="owners_only yourself", rex="already_out already_out", lea="already_out already_out",
    ),
    *acting(
        "remove", ben="yes yes", ron="yes yes", sue="yes yes", nia="yes yes", mona="yourself yes",
        olga="owners_only yourself", rex="already_out already_out", lea="already_out already_out",
    ),
    *acting(
        "restore", ben="nothing_to_restore nothing_to_restore", ron="yes yes", sue="yes yes", rex="yes yes",
        lea="yes yes", mona="yourself nothing_to_restore", olga="owners_only yourself",
    ),
    *acting("reset_second_step", ben="yes yes", rex="yes yes", mona="yourself yes", olga="owners_only yourself"),
    *acting("set_role", ben="owners_only yes", mona="yourself yes", olga="owners_only yourself"),
]  # fmt: skip


def seat(scene: Scene, name: str, **changes: Any) -> Any:
    return Seat(pk=1, organization=scene.world.cedar, member=scene.world.people[name], **changes)
