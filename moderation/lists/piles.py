"""A dry run: who would be invited, whom somebody should look at first, who is left out, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from moderation.lists.reading import Table

Pile = Literal["ready", "look", "skipped"]
_SEVERAL = re.compile(r"[\s,;/|]+(?:and |or |& )?|\s+")
_WRAPPED = re.compile(r"^(.*?)\s*<([^<>]+)>\s*$")
FORMULA = re.compile(r"^[=+\-@\t\r]")


@dataclass(slots=True)
class Entry:
    """One person of a list. `organization` and `cohort` are slugs; `usable`: can be invited when somebody ticks it."""

    line: int
    email: str
    name: str = ""
    organization: str = ""
    founds: str = ""  # the name of an organization that is added with this person
    cohort: str = ""
    pile: Pile = "ready"
    reason: str = ""
    usable: bool = True

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Known:
    """What the community knows: address → why it is left out; names of organizations and cohorts → slug."""

    left_out: Mapping[str, str] = field(default_factory=dict)
    adds_organizations: bool = False  # those of the file that are not here yet
    organizations: Mapping[str, str] = field(default_factory=dict)
    cohorts: Mapping[str, str] = field(default_factory=dict)
    seats_left: Mapping[str, int | None] = field(default_factory=dict)


def sort(table: Table, mapping: Mapping[str, int], known: Known, *, organization: str, cohort: str) -> list[Entry]:
    """Every row in one pile, in the order of the file. `organization`, `cohort`: where the file says nothing."""
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    left = dict(known.seats_left)
    for line, cells in table.rows:
        for entry in people_in(line, cells, mapping):
            place(entry, cells, mapping, known, organization=organization, cohort=cohort)
            if entry.pile != "skipped" and entry.email in seen:
                skip(entry, f"The same address stands on line {seen[entry.email]}.")
            if entry.pile != "skipped":
                seen[entry.email] = line
                promise(entry, left)
            entries.append(entry)
    return entries


def people_in(line: int, cells: list[str], mapping: Mapping[str, int]) -> list[Entry]:
    """One; or one for each address, when several stand in a cell."""
    given = cells[mapping["email"]] if "email" in mapping else ""
    name = name_of(cells, mapping)
    wrapped = _WRAPPED.match(given)
    if wrapped:
        name, given = name or wrapped[1].strip(' "'), wrapped[2]
    words = [word.removeprefix("mailto:").strip("<>()[]\"'.").lower() for word in _SEVERAL.split(given.strip())]
    addresses = list(dict.fromkeys(word for word in words if "@" in word))
    if not addresses:
        return [skipped(line, given, name, "There is no email address." if not given else f"“{given}” is no address.")]
    if len(addresses) == 1:
        return [checked(Entry(line, addresses[0], name))]
    several = [checked(Entry(line, address, name if number == 0 else "")) for number, address in enumerate(addresses)]
    for entry in several:
        look(entry, f"{len(addresses)} addresses stand in one cell.")
    return several


def name_of(cells: list[str], mapping: Mapping[str, int]) -> str:
    parts = [cells[mapping[field]] for field in ("first", "last") if field in mapping]
    return " ".join(part for part in parts if part) or (cells[mapping["name"]] if "name" in mapping else "")


def checked(entry: Entry) -> Entry:
    try:
        validate_email(entry.email)
    except ValidationError:
        look(entry, f"“{entry.email}” does not look like an address.")
        entry.usable = False
    if FORMULA.match(entry.name):
        look(entry, "The name begins like a formula.")
        entry.name = entry.name.lstrip("=+-@ ")
    entry.name = entry.name[:80]
    return entry


def place(
    entry: Entry, cells: list[str], mapping: Mapping[str, int], known: Known, *, organization: str, cohort: str
) -> None:
    """Whose seat, which cohort, and whether this address is left out."""
    named = cells[mapping["organization"]] if "organization" in mapping else ""
    entry.organization = known.organizations.get(key(named), "") or ("" if named else organization)
    if named and not entry.organization and known.adds_organizations:
        entry.founds = named[:120]
    elif named and not entry.organization:
        entry.organization = organization
        look(entry, f"The organization “{named}” is not here yet.")
    wanted = cells[mapping["cohort"]] if "cohort" in mapping else ""
    entry.cohort = known.cohorts.get(key(wanted), "") or ("" if wanted else cohort)
    if wanted and not entry.cohort:
        entry.cohort = cohort
        look(entry, f"The cohort “{wanted}” is not here.")
    if not entry.organization and not entry.founds and entry.pile != "skipped":
        look(entry, "It says no organization.")
        entry.usable = False
    if entry.email in known.left_out:
        skip(entry, known.left_out[entry.email])


def promise(entry: Entry, left: dict[str, int | None]) -> None:
    """Count its seat; when none is left, say so."""
    seats = left.get(entry.organization)
    if seats is None:
        return
    if seats <= 0:
        look(entry, "Its organization has no seat left.")
        entry.usable = False
    left[entry.organization] = seats - 1


def look(entry: Entry, reason: str) -> None:
    if entry.pile != "skipped":
        entry.pile, entry.reason = "look", f"{entry.reason} {reason}".strip()


def skip(entry: Entry, reason: str) -> None:
    entry.pile, entry.reason, entry.usable = "skipped", reason, False


def skipped(line: int, email: str, name: str, reason: str) -> Entry:
    return Entry(line, email[:254], name[:80], pile="skipped", reason=reason, usable=False)


def key(name: str) -> str:
    """Two ways of writing the same name are the same name."""
    return " ".join(re.sub(r"[^\w\s]", " ", name.casefold()).split())
