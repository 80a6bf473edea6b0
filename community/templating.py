"""The page templates' environment: a few functions, no queries, no roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

import jinja2
from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static as named_by_content
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from markupsafe import Markup

from community import timetext
from community.forum import shown
from community.members.models import HUES, initials
from community.members.profile import school_of
from community.places import place
from community.shell import Shell, draw_side
from community.text import emoji, plain
from moderation import words


class Page(jinja2.Template):
    """A template whose imports are made once. Jinja2 looks each time whether it was handed globals of its own, at the
    price of a twentieth of a page; ours never are."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        if self._module is None:
            self._module = self.make_module()
        return self._module


def environment(**options: Any) -> jinja2.Environment:
    """StrictUndefined: a page that would show "undefined" is an error in the first test that renders it."""
    ours = {"autoescape": is_markup, "undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = jinja2.Environment(**{**options, **ours})  # noqa: S701  everything but plain text is escaped
    env.template_class = Page
    env.globals.update(
        static=static, url=url, icon=icon, community=settings.COMMUNITY_NAME, time=time_element,
        greeting=timetext.greeting, hue_of=hue_of, school_of=school_of, kind_words=kind_words, pairs=pairs,
        draw_post=shown.draw_post, draw_row=shown.draw_row,
        draw_side=draw_side, verb_words=words.verb_words, verb_icon=words.verb_icon,
        standing_words=words.standing_words, stage_name=words.stage_name, stage_words=words.stage_words,
        stage_icon=words.stage_icon,
    )  # fmt: skip
    env.filters.update(
        when=timetext.when, full=timetext.full, age=timetext.age, long_day=timetext.long_day,
        long_date=timetext.long_date, initials=initials, plural=plural, size=size, excerpt=plain.shorten,
        spoken=plain.from_html, emoji_name=emoji.name, person=person_line, iso=iso, moment=datetime.fromisoformat,
    )  # fmt: skip
    env.tests["blank"] = plain.is_blank
    return env


def is_markup(name: str | None) -> bool:
    """Mails and letters are plain text: O'Neil is called O'Neil there."""
    return not (name or "").endswith(".txt")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: everything the frame around a page shows, fetched only if the page has that frame; and the
    token of its forms, which Django would mask anew for each of them."""
    token = SimpleLazyObject(lambda: get_token(request))  # asked for late: it makes the answer one that sets a cookie
    field = SimpleLazyObject(lambda: format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token))
    return {"shell": Shell(request), "csrf_token": token, "csrf_input": field}


def url(name: str, *args: Any, **query: Any) -> str:
    where = place(name, *args)
    given = "&".join(f"{key}={jinja2.filters.do_urlencode(str(value))}" for key, value in query.items() if value)
    return f"{where}?{given}" if given else where


@cache
def static(name: str) -> str:
    """Files are named by their content when they are collected, and keep their names while the server runs."""
    return named_by_content(name)


_icons: dict[tuple[str, str], Markup] = {}


def icon(name: str, css: str = "icon") -> Markup:
    """One symbol of the sprite. Decorative: the words stand beside it."""
    drawn = _icons.get((name, css))
    if drawn is None:
        place = static("icons.svg")
        drawn = Markup('<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>').format(css, place, name)
        _icons[name, css] = drawn
    return drawn


def time_element(at: Any, css: str = "") -> Markup:
    """A time in words, with the machine's form and the full one behind it."""
    stamp = iso(at)
    words = timetext.when(at)
    attribute = Markup(' class="{}"').format(css) if css else ""
    return Markup('<time datetime="{}" title="{}" data-when{}>{}</time>').format(
        stamp, timetext.full(at), attribute, words
    )


KINDS = {
    "word": "Word",
    "excel": "Excel",
    "slides": "PowerPoint",
    "pdf": "PDF",
    "text": "Text",
    "image": "Picture",
}


def kind_words(kind: str) -> str:
    return KINDS.get(kind, "File")


def hue_of(category: str) -> str:
    """One of the eight hues for a category of documents, always the same."""
    return HUES[sum(category.encode()) % len(HUES)]


def pairs(rows: Iterable[Any], value: str, words: str) -> list[tuple[Any, Any]]:
    """What a select needs of rows."""
    return [(getattr(row, value), getattr(row, words)) for row in rows]


def iso(at: Any) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}Z"


def plural(number: int, one: str, many: str = "") -> str:
    """3 replies, 1 reply"""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(number: int) -> str:
    """48 kB, 2.1 MB"""
    if number < 1_000_000:
        return f"{max(1, round(number / 1000))} kB"
    return f"{number / 1_000_000:.1f} MB"


def person_line(row: dict[str, Any], prefix: str = "author__") -> str:
    """Juniper Row School, TX"""
    parts = (row.get(f"{prefix}organization__name"), row.get(f"{prefix}organization__state"))
    return ", ".join(part for part in parts if part)
