"""What a member wrote to be sent later, for their archive. It goes with them when they leave."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import linebreaks

from cohorts.later import queries
from cohorts.later.actions import forget_all
from community.takeout.sources import Source, Words


def read(member_id: int) -> Iterator[Words]:
    """At most as many as may wait."""
    for one in queries.all_of(member_id):
        yield Words(
            id=str(one.pk), at=one.made_at, where="Messages for later", title="",
            html=linebreaks(one.body, autoescape=True), text=one.body,
            facts={"to_be_sent_at": one.at.isoformat(), "not_sent": one.why or None},
        )  # fmt: skip


SOURCE = Source("later_messages", "Messages to be sent later", read, drop=forget_all)
