"""What the filters of a search name, looked up among what this person can see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cohorts import queries as cohorts
from community.finding.narrowing import Narrow
from community.finding.wording import Wanted
from community.forum import queries as forum
from community.forum import tags
from community.members import queries as members
from moderation.access.grants import Grants

NOBODY = 0  # a name nobody has finds as little as one whose words cannot be read: no way to ask who is here
SOLVED = {"solved": True, "answered": True, "unsolved": False, "unanswered": False, "open": False}


@dataclass(slots=True)
class Understood:
    """A search's filters as ids, and sentences about those that mean nothing."""

    narrow: Narrow
    problems: list[str] = field(default_factory=list)


def understood(who: Grants, wanted: Wanted) -> Understood:
    """Looks up only what is named: a search without filters asks nothing here."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name, value in wanted.filters:
        try:
            found |= MEANINGS[name](who, value)
        except UnknownError as error:
            problems.append(str(error))
    return Understood(Narrow(**found), problems)


class UnknownError(Exception):
    """A filter names what is not there, or not there for this person: the same sentence for both."""


def space(who: Grants, value: str) -> dict[str, Any]:
    found = named(value, ((s, s.slug, s.name) for s in forum.spaces_for(who)))
    if found is None:
        raise UnknownError(f"There is no space called “{value}”.")
    return {"space_id": found.pk}


def room(who: Grants, value: str) -> dict[str, Any]:
    """A talk is named by its id alone: its page leads here."""
    talk = next((pk for pk in who.talks if str(pk) == value.casefold()), None)
    if talk is not None:
        return {"room_id": talk}
    found = named(value, ((r, str(r.pk), r.name) for r in cohorts.rooms_for(who, archived=True)))
    if found is None:
        raise UnknownError(f"There is no room called “{value}”.")
    return {"room_id": found.pk}


def cohort(who: Grants, value: str) -> dict[str, Any]:
    found = named(value, ((c, c.slug, c.name) for r in cohorts.rooms_for(who, archived=True) if (c := r.cohort)))
    if found is None:
        raise UnknownError(f"There is no cohort called “{value}”.")
    return {"cohort_id": found.pk}


def named(value: str, all_of_them: Iterable[tuple[Any, str, str]]) -> Any:
    """By its slug or name; else the only one whose name begins so."""
    wanted = value.casefold()
    begun = set()
    for thing, slug, name in all_of_them:
        if wanted in {slug.casefold(), name.casefold()}:
            return thing
        if name.casefold().startswith(wanted):
            begun.add(thing)
    return begun.pop() if len(begun) == 1 else None


def writer(who: Grants, value: str) -> dict[str, Any]:
    if value.casefold() in {"me", "@me"}:
        return {"author_id": who.member_id}
    return {"author_id": members.id_of_handle(value.removeprefix("@").lower()) or NOBODY}


def has(who: Grants, value: str) -> dict[str, Any]:
    if value.casefold() not in {"file", "files"}:
        raise UnknownError("“has:” looks for files: has:file.")
    return {"files": True}


def state(who: Grants, value: str) -> dict[str, Any]:
    if value.casefold() not in SOLVED:
        raise UnknownError("“is:” looks for questions with or without an answer: is:solved or is:unsolved.")
    return {"solved": SOLVED[value.casefold()]}


def after(who: Grants, value: str) -> dict[str, Any]:
    return {"after": beginning(value)}


def before(who: Grants, value: str) -> dict[str, Any]:
    return {"before": beginning(value)}


def beginning(value: str) -> datetime:
    """A year, a month or a day, in the reader's zone; "30d" is thirty days ago."""
    days = value[:-1]
    if value[-1:] == "d" and days.isdecimal() and len(days) <= 5:
        return timezone.now() - timedelta(days=int(days))
    try:
        year, month, day = (*map(int, value.split("-")), 1, 1)[:3] if value.isascii() else (0, 0, 0)
        return timezone.make_aware(datetime.combine(date(year, month, day), time.min))
    except (ValueError, OverflowError):
        raise UnknownError(f"“{value}” is no date. Write it as 2026-03-31, 2026-03 or 2026.") from None


def tag(who: Grants, value: str) -> dict[str, Any]:
    """The list of tags is the same for everybody."""
    found = tags.named(value)
    if found is None:
        raise UnknownError(f"There is no tag called “{value}”.")
    return {"tag_id": found.pk}


MEANINGS: dict[str, Callable[[Grants, str], dict[str, Any]]] = {
    "space": space, "room": room, "cohort": cohort, "from": writer, "tag": tag, "has": has, "is": state,
    "after": after, "before": before,
}  # fmt: skip
