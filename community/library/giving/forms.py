"""What a file is that somebody brought."""

from __future__ import annotations

from typing import Any

from community.library.forms import ShareForm
from community.library.models import Wish


class SendForm(ShareForm):
    """As a document is shared, of a file that is here already."""

    file = None  # type: ignore[assignment]

    def facts(self, *, cohort_id: int | None, answers: Wish | None = None) -> dict[str, Any]:
        """As `actions.put` takes them; `answers`: the request that waits for it."""
        given = self.cleaned_data
        names = ("title", "summary", "category", "audience", "note", "hide")
        return {name: given[name] for name in names} | {
            "cohort_id": cohort_id,
            "said": self.said() | {"answers": answers},
        }
