"""The cells of live sessions: who may do what about one, at each hour of its day (see cells.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.access.cells import SEES_AUTUMN, SEES_SPRING, SPEAKS_IN_SPRING, STOPPED, Cells, ago, but
from tests.access.scene import Scene

OFF = "- - - - -"
LEADS_SPRING = f"not_yours not_yours - yes yes yes read_only {STOPPED}"
COMES_TO_SPRING = f"yes yes - yes not_enrolled not_enrolled read_only {STOPPED}"


def near(word: str) -> str:
    """Whom the meeting link is for gets this answer; those who only moderate never do."""
    outside = " ".join(["gate" if word == "yes" else word] * 4)
    return f"{word} {word} - {word} not_enrolled not_enrolled {word} {outside}"


def meets(scene: Scene, **changes: Any) -> tuple[Any, ...]:
    return (but(scene.sessions["spring"], **changes),)


def within(**how_long: float) -> Any:
    return timezone.now() + timedelta(**how_long)


def over(verb: str, code: str, moderators: str) -> str:
    """Of a session that is over or cancelled."""
    plain = "not_yours" if verb == "change_session" else code
    return f"{plain} {plain} - {code} {moderators} {moderators} read_only {STOPPED}"


LOCKED = "locked locked - yes yes yes" + " muted" * 5


def of_session(scene: Scene, opens: Any, closes: Any) -> Any:
    """The room of a session, open between these."""
    return but(scene.world.room, kind="session", opens_at=opens, closes_at=closes)


def over_room(scene: Scene) -> Any:
    return of_session(scene, ago(hours=3), ago(minutes=1))


IN_ROOMS = [
    Cells("say", "in a session's room, before", LOCKED, lambda s: (of_session(s, within(minutes=1), within(hours=2)),)),
    Cells(
        "say", "in a session's room, open", SPEAKS_IN_SPRING,
        lambda s: (of_session(s, ago(minutes=1), within(minutes=1)),),
    ),
    Cells("say", "in a session's room, over", LOCKED, lambda s: (over_room(s),)),
    Cells("say", "in the room of a cancelled session", LOCKED, lambda s: (of_session(s, None, ago(minutes=1)),)),
    Cells(
        "edit_message", "Ben's in a session's room, over",
        "locked locked - not_yours not_yours not_yours" + " muted" * 5,
        lambda s: (over_room(s), s.messages["spring"]),
    ),
    Cells(
        "delete_message", "Ben's in a session's room, over", "not_yours yes - yes yes yes" + " muted" * 5,
        lambda s: (over_room(s), s.messages["spring"]),
    ),
    Cells(
        "react_to_message", "Ben's in a session's room, over", SPEAKS_IN_SPRING,
        lambda s: (over_room(s), s.messages["spring"]),
    ),
    Cells("set_kind", "of Spring", LEADS_SPRING, lambda s: (s.world.room,)),
    Cells("set_kind", "of Autumn", f"- - not_yours - yes yes {OFF}", lambda s: (s.world.other_room,)),
    Cells(
        "set_kind", "of a session's room",
        f"not_yours not_yours - not_yours not_yours not_yours read_only {STOPPED}", lambda s: (over_room(s),),
    ),
    Cells("set_room", "of a session's room", LEADS_SPRING, lambda s: (over_room(s),)),
]  # fmt: skip
ROWS = [
    *IN_ROOMS,
    Cells("see_session", "of Spring", SEES_SPRING, lambda s: meets(s)),
    Cells("see_session", "of Autumn", SEES_AUTUMN, lambda s: (s.sessions["autumn"],)),
    Cells("schedule_session", "in Spring", LEADS_SPRING, lambda s: (s.world.spring,)),
    Cells("schedule_session", "in Autumn", f"- - not_yours - yes yes {OFF}", lambda s: (s.world.autumn,)),
    Cells("change_session", "of Spring", LEADS_SPRING, lambda s: meets(s)),
    Cells("change_session", "of Autumn", f"- - not_yours - yes yes {OFF}", lambda s: (s.sessions["autumn"],)),
    Cells("change_session", "one that is on", LEADS_SPRING, lambda s: meets(s, starts_at=ago(minutes=59))),
    Cells(
        "change_session", "one that is over", over("change_session", "over", "over"),
        lambda s: meets(s, starts_at=ago(minutes=61)),
    ),
    Cells(
        "change_session", "a cancelled one", over("change_session", "cancelled", "cancelled"),
        lambda s: meets(s, state="cancelled"),
    ),
    Cells("answer_session", "of Spring", COMES_TO_SPRING, lambda s: meets(s)),
    Cells(
        "answer_session", "of Autumn", f"- - yes - not_enrolled not_enrolled {OFF}",
        lambda s: (s.sessions["autumn"],),
    ),
    Cells(
        "answer_session", "one that is over", over("answer_session", "over", "not_enrolled"),
        lambda s: meets(s, starts_at=ago(hours=2)),
    ),
    Cells(
        "answer_session", "a cancelled one", over("answer_session", "cancelled", "not_enrolled"),
        lambda s: meets(s, state="cancelled"),
    ),
    Cells(
        "see_answers", "of Spring", "not_yours not_yours - yes yes yes not_yours" + " not_yours" * 4, lambda s: meets(s)
    ),
    Cells("see_answers", "of Autumn", f"- - not_yours - yes yes {OFF}", lambda s: (s.sessions["autumn"],)),
    Cells("see_meeting_link", "the day before", near("not_near"), lambda s: meets(s)),
    Cells(
        "see_meeting_link", "16 minutes before", near("not_near"), lambda s: meets(s, starts_at=within(minutes=16))
    ),
    Cells("see_meeting_link", "14 minutes before", near("yes"), lambda s: meets(s, starts_at=within(minutes=14))),
    Cells("see_meeting_link", "in its last minute", near("yes"), lambda s: meets(s, starts_at=ago(minutes=59))),
    Cells("see_meeting_link", "when it is over", near("over"), lambda s: meets(s, starts_at=ago(minutes=61))),
    Cells(
        "see_meeting_link", "when it was cancelled", near("cancelled"),
        lambda s: meets(s, starts_at=ago(minutes=5), state="cancelled"),
    ),
    Cells(
        "see_meeting_link", "of Autumn", f"- - not_near - not_enrolled not_enrolled {OFF}",
        lambda s: (s.sessions["autumn"],),
    ),
]  # fmt: skip
