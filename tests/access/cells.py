"""What every person of the cast may do, written down by hand: the other half of moderation/access.

A row is a verb, a situation and eleven cells, in the order of the cast:
ada ben cleo fay mona olga ron, then those outside: sue (suspended) rex (removed) lea (left) nia (no seat).

yes        the rule says yes
gate       the rule says yes, for it asks only about the place; the gate before it says no
anything else is the code of the refusal; `-` is no_access: it must look as if the thing did not exist
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.utils import timezone

from moderation.access.grants import Grants
from moderation.access.rooms import EDIT_WINDOW
from tests.access.scene import Scene

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cells:
    verb: str
    situation: str
    cells: str
    given: Callable[[Scene], tuple[Any, ...]] = lambda s: ()


def but(row: Row, **changes: Any) -> Row:
    """The same row in another state, not stored: the rules look at nothing else."""
    other = copy.copy(row)
    for name, value in changes.items():
        setattr(other, name, value)
    return other


def ago(**how_long: float) -> Any:
    return timezone.now() - timedelta(**how_long)


STOPPED = "suspended removed left no_seat"
WRITES_ANYWHERE = f"yes yes yes yes yes yes read_only {STOPPED}"
SEES_COMMONS = "yes yes yes yes yes yes yes gate gate gate gate"
SEES_SPRING = "yes yes - yes yes yes yes gate gate gate gate"
SEES_AUTUMN = "- - yes - yes yes - - - - -"
SEES_TABLE = "- - - - yes yes - - - - -"
WRITES_IN_SPRING = f"yes yes - yes yes yes read_only {STOPPED}"
SPEAKS_IN_SPRING = "yes yes - yes yes yes muted muted muted muted muted"
MODERATES = SEES_TABLE
ORDERS_COMMONS = f"{'moderators_only ' * 4}yes yes read_only {STOPPED}"
ORDERS_SPRING = f"moderators_only moderators_only - moderators_only yes yes read_only {STOPPED}"
ORDERS_AUTUMN = "- - moderators_only - yes yes - - - - -"


def nobody_in_spring(code: str) -> str:
    return f"{code} {code} - {code} {code} {code} read_only {STOPPED}"


def nobody_speaking(code: str) -> str:
    return f"{code} {code} - {code} {code} {code} muted muted muted muted muted"


def field(scene: Scene, name: str, **audiences: str) -> tuple[Any, ...]:
    world = scene.world
    ada = Grants(world.ada.pk, organization_id=world.cedar.pk, cohort_ids=frozenset([world.spring.pk]))
    return ada, audiences, name


def places(verb: str, kind: str, commons: str, spring: str, autumn: str, table: str) -> list[Cells]:
    """The same verb for one thing of each place."""
    rows = {"commons": commons, "spring": spring, "autumn": autumn, "table": table}
    return [
        Cells(verb, f"in {place}", cells, lambda s, place=place: (getattr(s, kind)[place],))  # type: ignore[misc]
        for place, cells in rows.items()
    ]


ANYWHERE = [
    Cells("enter", "the community", f"yes yes yes yes yes yes yes {STOPPED}"),
    Cells("sign_in", "at the door", f"yes yes yes yes yes yes yes {STOPPED}"),
    Cells("finish", "what was begun", f"yes yes yes yes yes yes yes {STOPPED}"),
    Cells("write", "anything", WRITES_ANYWHERE),
    Cells("upload", "a file", WRITES_ANYWHERE),
    Cells("read_loose_upload", "of Ada", "yes - - - - - - - - - -", lambda s: (s.loose["ada"],)),
    Cells("read_loose_upload", "of Rex", "- - - - - - - - gate - -", lambda s: (s.loose["rex"],)),
    Cells("attach", "what Ada brought", "yes" + " bad_attachment" * 10, lambda s: (s.loose["ada"],)),
    Cells("attach", "what hangs elsewhere", ("bad_attachment " * 11).strip(), lambda s: (s.files["spring"]["post"],)),
    Cells("leave", "by oneself", f"yes yes yes yes yes yes yes {STOPPED}"),
    Cells("edit_profile", "of Ada", "yes" + " not_yours" * 10, lambda s: (s.world.ada,)),
    Cells("edit_profile", "of Rex", "not_yours " * 8 + "gate not_yours not_yours", lambda s: (s.world.rex,)),
]
PROFILES = [
    Cells("see_field", "Ada's title", SEES_COMMONS, lambda s: field(s, "title")),
    Cells("see_field", "Ada's state", "yes yes - yes yes yes yes gate gate gate gate", lambda s: field(s, "state")),
    Cells("see_field", "Ada's address", "yes - - - yes yes - - - - -", lambda s: field(s, "email")),
    Cells(
        "see_field", "Ada's title, kept for those near her", "yes yes - yes yes yes yes gate gate gate gate",
        lambda s: field(s, "title", title="near"),
    ),
    Cells(
        "see_field", "Ada's photo, kept for moderators", "yes - - - yes yes - - - - -",
        lambda s: field(s, "photo", photo="moderators"),
    ),
    Cells("see_field", "Ada's address, shown to all", SEES_COMMONS, lambda s: field(s, "email", email="members")),
    Cells("block", "Ben", f"yes yourself yes yes yes yes yes {STOPPED}", lambda s: (s.world.ben,)),
    Cells(
        "block", "Mona, who moderates", f"{'moderator ' * 4}yourself moderator moderator {STOPPED}",
        lambda s: (s.world.mona,),
    ),
]  # fmt: skip
FORUM = [
    *places("read_space", "spaces", SEES_COMMONS, SEES_SPRING, SEES_AUTUMN, SEES_TABLE),
    *places("read_thread", "threads", SEES_COMMONS, SEES_SPRING, SEES_AUTUMN, SEES_TABLE),
    *places("ask", "spaces", WRITES_ANYWHERE, WRITES_IN_SPRING, SEES_AUTUMN, SEES_TABLE),
    *places("reply", "threads", WRITES_ANYWHERE, WRITES_IN_SPRING, SEES_AUTUMN, SEES_TABLE),
    Cells(
        "reply", "when it is closed", f"closed closed - closed yes yes read_only {STOPPED}",
        lambda s: (but(s.threads["spring"], locked_at=ago()),),
    ),
    *places("see_history", "replies", SEES_COMMONS, SEES_SPRING, SEES_AUTUMN, SEES_TABLE),
    Cells("see_history", "of a deleted reply", ("- " * 11).strip(), lambda s: (deleted_reply(s),)),
    Cells(
        "forget_versions", "of Ben's reply", f"not_yours yes - not_yours yes yes read_only {STOPPED}",
        lambda s: (s.replies["spring"],),
    ),
    Cells("forget_versions", "of a deleted reply", nobody_in_spring("gone"), lambda s: (deleted_reply(s),)),
    *places("keep_order", "threads", ORDERS_COMMONS, ORDERS_SPRING, ORDERS_AUTUMN, SEES_TABLE),
    Cells("move_thread", "from Spring to Autumn", ORDERS_SPRING, lambda s: (s.threads["spring"], s.spaces["autumn"])),
    Cells("move_thread", "from the commons", ORDERS_COMMONS, lambda s: (s.threads["commons"], s.spaces["spring"])),
    *places("react", "replies", WRITES_ANYWHERE, WRITES_IN_SPRING, SEES_AUTUMN, SEES_TABLE),
    Cells("react", "to a deleted reply", nobody_in_spring("gone"), lambda s: (deleted_reply(s),)),
    Cells(
        "edit_post", "Ben's reply", f"not_yours yes - not_yours not_yours not_yours read_only {STOPPED}",
        lambda s: (s.replies["spring"],),
    ),
    Cells(
        "edit_post", "Ada's question", f"yes not_yours - not_yours not_yours not_yours read_only {STOPPED}",
        lambda s: (s.openings["spring"],),
    ),
    Cells("edit_post", "Ben's deleted reply", nobody_in_spring("gone"), lambda s: (deleted_reply(s),)),
    Cells(
        "edit_post", "what Cleo wrote before she left Spring", nobody_in_spring("not_yours"),
        lambda s: (but(s.replies["spring"], author_id=s.world.cleo.pk),),
    ),
    Cells(
        "delete_post", "Ben's reply", f"not_yours yes - not_yours yes yes read_only {STOPPED}",
        lambda s: (s.replies["spring"],),
    ),
    Cells("delete_post", "Ada's question", nobody_in_spring("opening"), lambda s: (s.openings["spring"],)),
    Cells("delete_post", "Ben's deleted reply", nobody_in_spring("gone"), lambda s: (deleted_reply(s),)),
    Cells(
        "choose_answer", "Ben's reply to Ada", f"yes not_yours - not_yours yes yes read_only {STOPPED}",
        lambda s: (s.replies["spring"],),
    ),
    Cells("choose_answer", "the question itself", nobody_in_spring("own_opening"), lambda s: (s.openings["spring"],)),
    Cells("choose_answer", "a deleted reply", nobody_in_spring("gone"), lambda s: (deleted_reply(s),)),
    Cells(
        "choose_answer", "in a discussion", nobody_in_spring("not_a_question"),
        lambda s: (but(s.replies["spring"], thread=but(s.threads["spring"], kind="discussion")),),
    ),
]  # fmt: skip
ROOMS = [
    Cells("see_cohort", "Spring", SEES_SPRING, lambda s: (s.world.spring,)),
    Cells("see_cohort", "Autumn", SEES_AUTUMN, lambda s: (s.world.autumn,)),
    Cells("enter_room", "of Spring", SEES_SPRING, lambda s: (s.world.room,)),
    Cells("enter_room", "of Autumn", SEES_AUTUMN, lambda s: (s.world.other_room,)),
    Cells("enter_room", "archived", SEES_SPRING, lambda s: (archived(s),)),
    Cells("say", "in Spring", SPEAKS_IN_SPRING, lambda s: (s.world.room,)),
    Cells("say", "in Autumn", SEES_AUTUMN, lambda s: (s.world.other_room,)),
    Cells("say", "in a locked room", "locked locked - yes yes yes" + " muted" * 5, lambda s: (locked(s),)),
    Cells("say", "in an archived room", nobody_speaking("archived"), lambda s: (archived(s),)),
    Cells(
        "say", "among announcements", "announcements announcements - yes yes yes" + " muted" * 5,
        lambda s: (announcing(s),),
    ),
    Cells(
        "edit_message", "Ben's among announcements",
        "announcements announcements - not_yours not_yours not_yours" + " muted" * 5,
        lambda s: (announcing(s), s.messages["spring"]),
    ),
    Cells(
        "delete_message", "Ben's among announcements", "not_yours yes - yes yes yes" + " muted" * 5,
        lambda s: (announcing(s), s.messages["spring"]),
    ),
    Cells(
        "react_to_message", "Ben's among announcements", SPEAKS_IN_SPRING,
        lambda s: (announcing(s), s.messages["spring"]),
    ),
    Cells("set_room", "of Spring", f"not_yours not_yours - yes yes yes read_only {STOPPED}", lambda s: (s.world.room,)),
    Cells("set_room", "of Autumn", "- - not_yours - yes yes - - - - -", lambda s: (s.world.other_room,)),
    Cells(
        "set_room", "of an archived cohort", f"not_yours not_yours - archived archived archived read_only {STOPPED}",
        lambda s: (but(s.world.room, stage="archived"),),
    ),
    Cells("edit_message", "Ben's", "not_yours yes - not_yours not_yours not_yours" + " muted" * 5, lambda s: said(s)),
    Cells(
        "edit_message", "Ben's, a minute before its time is over",
        "not_yours yes - not_yours not_yours not_yours" + " muted" * 5,
        lambda s: said(s, at=timezone.now() - EDIT_WINDOW + timedelta(minutes=1)),
    ),
    Cells(
        "edit_message", "Ben's of the day before yesterday",
        "not_yours too_late - not_yours not_yours not_yours" + " muted" * 5,
        lambda s: said(s, at=ago(hours=24, seconds=1)),
    ),
    Cells("edit_message", "Ben's deleted one", nobody_speaking("unknown_message"), lambda s: said(s, deleted_at=ago())),
    Cells(
        "edit_message", "Ben's in a locked room",
        "locked locked - not_yours not_yours not_yours" + " muted" * 5, lambda s: (locked(s), s.messages["spring"]),
    ),
    Cells(
        "edit_message", "Cleo's, from when she was in Spring", nobody_speaking("not_yours"),
        lambda s: said(s, author_id=s.world.cleo.pk),
    ),
    Cells("delete_message", "Ben's", "not_yours yes - yes yes yes" + " muted" * 5, lambda s: said(s)),
    Cells("delete_message", "Ben's of last month", "not_yours yes - yes yes yes" + " muted" * 5,
          lambda s: said(s, at=ago(days=30))),
    Cells(
        "delete_message", "Ben's in an archived room", nobody_speaking("archived"),
        lambda s: (archived(s), s.messages["spring"]),
    ),
    Cells("react_to_message", "Ben's", SPEAKS_IN_SPRING, lambda s: said(s)),
    Cells("react_to_message", "a deleted one", nobody_speaking("unknown_message"), lambda s: said(s, deleted_at=ago())),
    Cells(
        "react_to_message", "in a locked room", "locked locked - yes yes yes" + " muted" * 5,
        lambda s: (locked(s), s.messages["spring"]),
    ),
    Cells("pin", "Ben's", "not_yours not_yours - yes yes yes" + " muted" * 5, lambda s: said(s)),
    Cells("pin", "a deleted one", nobody_speaking("unknown_message"), lambda s: said(s, deleted_at=ago())),
    Cells("pin", "in an archived room", nobody_speaking("archived"), lambda s: (archived(s), s.messages["spring"])),
]  # fmt: skip
LIBRARY = [
    *places("read_document", "documents", SEES_COMMONS, SEES_SPRING, SEES_AUTUMN, SEES_TABLE),
    Cells("share_document", "anywhere", "moderators_only " * 4 + f"yes yes read_only {STOPPED}"),
    *places(
        "add_version", "documents",
        "moderators_only " * 4 + f"yes yes read_only {STOPPED}",
        f"moderators_only moderators_only - moderators_only yes yes read_only {STOPPED}",
        "- - moderators_only - yes yes - - - - -",
        SEES_TABLE,
    ),
    *places("fill_in", "documents", SEES_COMMONS, SEES_SPRING, SEES_AUTUMN, SEES_TABLE),
    *places("save_answers", "documents", WRITES_ANYWHERE, WRITES_IN_SPRING, SEES_AUTUMN, SEES_TABLE),
]  # fmt: skip


def desk(mona: str, olga: str) -> str:
    return f"- - - - {mona} {olga} - - - - -"


def acting(verb: str, **expected: str) -> list[Cells]:
    """One of the acts at the desk, for several people it may be done to: {whom: "what Mona gets, what Olga gets"}."""
    return [
        Cells(verb, whom, desk(*answers.split()), lambda s, whom=whom: (s.world.people[whom],))  # type: ignore[misc]
        for whom, answers in expected.items()
    ]


TABLE = [*ANYWHERE, *PROFILES, *FORUM, *ROOMS, *LIBRARY]


# ---- states ---------------------------------------------------------------------------------


def deleted_reply(scene: Scene) -> Any:
    return but(scene.replies["spring"], deleted_at=ago())


def locked(scene: Scene) -> Any:
    return but(scene.world.room, locked_at=ago(minutes=5))


def announcing(scene: Scene) -> Any:
    return but(scene.world.room, kind="announcements")


def archived(scene: Scene) -> Any:
    return but(scene.world.room, archived_at=ago(minutes=5), locked_at=ago(minutes=5))


def said(scene: Scene, **changes: Any) -> tuple[Any, Any]:
    """The room of Spring and what Ben said there."""
    return scene.world.room, but(scene.messages["spring"], **changes)
