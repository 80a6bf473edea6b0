"""What a member chose about mail, for their archive."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape

from community.notifications import queries
from community.takeout.sources import Source, Words


def read(member_id: int) -> Iterator[Words]:
    """As it holds now: chosen, or the defaults."""
    chosen = queries.mail_settings(member_id)
    facts = {"mail": str(chosen.pace), "excerpts_in_mail": chosen.excerpts, "asked_to_answer": not chosen.spared}
    lines = [f"Mail about what waits for me: {chosen.pace}", f"With excerpts: {'yes' if chosen.excerpts else 'no'}"]
    lines.append(f"Asked to answer questions that wait: {'no' if chosen.spared else 'yes'}")
    if chosen.quiet_from and chosen.quiet_to:
        facts["quiet_hours"] = f"{chosen.quiet_from:%H:%M} to {chosen.quiet_to:%H:%M}"
        lines.append(f"No mail from {facts['quiet_hours']}")
    if chosen.quiet_weekends:
        facts["quiet_weekends"] = True
        lines.append("No mail on Saturdays and Sundays")
    shown = "".join(f"<li>{escape(line)}</li>" for line in lines)
    yield Words("mail", chosen.changed_at, "", "Mail", f"<ul>{shown}</ul>", "\n".join(lines), facts)


SOURCE = Source("settings", "Your settings", read)
