"""Which column holds what, guessed from its name and from what stands in it. A moderator looks and corrects."""

from __future__ import annotations

from moderation.lists.headings import NAMES, says
from moderation.lists.reading import ADDRESS, Table

# field → what it is called on the mapping screen
FIELDS = {
    "email": "Email address",
    "name": "Whole name",
    "first": "First name",
    "last": "Last name",
    "organization": "Organization",
    "cohort": "Cohort",
}


def guess(table: Table) -> dict[str, int]:
    """Field → number of its column, for the fields that are recognized. Each column serves one field."""
    found: dict[str, int] = {}
    for field in NAMES:
        for number, name in enumerate(table.header):
            if number not in found.values() and says(name, field):
                found[field] = number
                break
    by_content = most_addresses(table)
    if by_content is not None and not holds_addresses(table, found.get("email")):
        found = {field: number for field, number in found.items() if number != by_content}
        found["email"] = by_content
    if "first" in found or "last" in found:
        found.pop("name", None)
    return found


def most_addresses(table: Table) -> int | None:
    counts = [sum(bool(ADDRESS.search(cells[n])) for _, cells in table.rows) for n in range(len(table.header))]
    return counts.index(max(counts)) if any(counts) else None


def holds_addresses(table: Table, number: int | None) -> bool:
    return number is not None and any(ADDRESS.search(cells[number]) for _, cells in table.rows)
