"""Before something is posted: does it point to a child? Asked once, never forbidden, and nothing of it is kept."""

from __future__ import annotations

from typing import TypeVar

from django.http import QueryDict

from community.forum.forms import WritingForm
from community.text import plain, privacy
from community.text.privacy import Seen

Form = TypeVar("Form", bound=WritingForm)


def cautions(form: WritingForm) -> list[Seen]:
    """Nothing once the writer said that they looked at it."""
    if form.cleaned_data["looked"]:
        return []
    title = form.cleaned_data.get("title") or ""
    choices = form.cleaned_data.get("choices") or ""
    return privacy.look(f"{title}\n\n{choices}\n\n{plain.lines_from_html(form.html())}")


def softened(form: Form, sent: QueryDict, found: list[Seen]) -> Form:
    """The same form with neutral words in the places of those that were seen."""
    data = sent.copy()
    data["body"] = privacy.softened_html(str(data.get("body", "")), found)
    for name in ("title", "choices"):
        if name in data:
            data[name] = privacy.softened_html(str(data[name]), found)
    made = type(form)(data)
    made.is_valid()
    return made
