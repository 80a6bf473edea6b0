"""Reading pages as tests see them: their text, what stands in their forms, what their lists show."""

from __future__ import annotations

import html
import re
from typing import Any

FETCH = {"X-Requested-With": "fetch"}
Answer = Any  # what the test client brings back; its type has no public name


def text_of(answer: Answer) -> str:
    """A page as it was sent."""
    return str(answer.content.decode())


def typed_in(answer: Answer, name: str = "body") -> str:
    """What stands in a field of a form that came back: a textarea's words, an input's value."""
    page = text_of(answer)
    area = re.search(rf'<textarea[^>]* name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    field = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', page)
    found = area or field
    assert found is not None, f"no field {name!r} in the page"
    return html.unescape(found[1]).replace("\r\n", "\n").removeprefix("\n")


def titles(answer: Answer) -> list[str]:
    """The titles a list shows, in its order."""
    links = re.findall(r'<h[23] class="title"><a href="[^"]*">(.*?)</a>', text_of(answer))
    return [html.unescape(re.sub(r"<span.*?</span>|</?(?:mark|bdi)>", "", link)) for link in links]


def numbers(answer: Answer) -> list[int]:
    """The posts a page or a piece of one shows, in its order."""
    return [int(number) for number in re.findall(r'data-number="(\d+)"', text_of(answer))]


def link_named(answer: Answer, words: str) -> str | None:
    """Where a link with exactly these words leads; icons aside."""
    for place, inside in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', text_of(answer), re.DOTALL):
        if html.unescape(re.sub(r"<[^>]*>", "", inside)).strip() == words:
            return html.unescape(place)
    return None
