"""Every smaller box whose words others read asks once about what may point to a child, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cohorts.models import Session, SessionQuestion
from community.guarding import GuardedForm
from community.library.models import FieldNote, Wish
from tests.cast import World
from tests.cohorts.meetings import FORM, SESSIONS, day, place, session
from tests.library.shelving import shelve
from tests.pages import text_of
from tests.verbs import signed_in

CHILD = "Maya Thornton in 4th grade was suspended for a week"

# Who writes where: (handle, address, fields, what is stored then).
Box = tuple[str, str, dict[str, str], Callable[[], list[str]]]


def words(model: Any, name: str) -> Callable[[], list[str]]:
    return lambda: list(model.objects.exclude(**{name: ""}).values_list(name, flat=True))


def boxes(world: World) -> dict[str, Box]:
    document, meeting, held = shelve(world.mona), session(world), session(world, within=timedelta(hours=-2))
    told = {"verdict": "as_is", "counsel": CHILD}
    scheduled = FORM | {"day": day(), "host": str(world.fay.pk), "agenda": CHILD}
    return {
        "wish": ("ada", "/library/requests/ask/", {"title": "Notes", "what_for": CHILD}, words(Wish, "what_for")),
        "note": ("ada", f"/library/{document.pk}/notes/", told, words(FieldNote, "counsel")),
        "question": ("ada", f"{place(meeting)}questions/ask/", {"body": CHILD}, words(SessionQuestion, "body")),
        "notes": ("fay", f"{place(held)}after/keep/", {"notes": CHILD}, words(Session, "notes")),
        "agenda": ("fay", f"{SESSIONS}new/", scheduled, words(Session, "agenda")),
    }  # fmt: skip


@pytest.mark.parametrize("which", ["wish", "note", "question", "notes", "agenda"])
def test_it_asks_once_keeps_the_words_and_takes_them_when_they_may_stay(world: World, which: str) -> None:
    handle, address, fields, stored = boxes(world)[which]
    client = signed_in(world.people[handle])
    asked = client.post(address, fields)
    page = text_of(asked)
    assert asked.status_code == 422
    assert "This may point to a child: “Maya Thornton”." in page
    assert "It may stay as it is" in page
    assert CHILD in page
    assert stored() == []
    assert client.post(address, {**fields, "looked": "1"}).status_code == 302
    assert stored() == [CHILD]


def test_other_words_are_not_asked_about() -> None:
    class Box(GuardedForm):
        guarded = ("nothing_of_it",)

    assert Box({}).is_valid()
