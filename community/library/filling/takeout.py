"""What a member saved for filling in templates, for their archive."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape, linebreaks

from community.library.filling import actions, queries
from community.takeout.sources import Source, Words


def read(member_id: int) -> Iterator[Words]:
    for answer, label in queries.all_answers(member_id):
        yield Words(
            id=answer.name, at=answer.saved_at, where="Library", title=label,
            html=linebreaks(escape(answer.value)), text=answer.value,
        )  # fmt: skip


SOURCE = Source("answers", "What you saved for filling in templates", read, actions.forget_some)
