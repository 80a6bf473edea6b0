"""Rich text of the forum: one HTML format, one sanitizer, whatever the editor or a script sent."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import nh3

from community.text import plain

MAX_HTML = 64_000  # characters; DOOR.md 4.1b

TAGS = {
    "p", "br", "strong", "b", "em", "i", "s", "u", "code", "pre", "blockquote", "ul", "ol", "li",
    "h2", "h3", "a", "span", "hr", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
# "*" empty: otherwise `title` and `lang` are let through on every element.
ATTRIBUTES = {"*": set[str](), "a": {"href", "data-mention"}, "span": {"data-mention"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
# Elements whose content is not text and must go with them.
DROP_WITH_CONTENT = {"script", "style", "title", "textarea", "noscript", "template", "svg", "math", "iframe"}

HANDLE = r"[a-z0-9][a-z0-9-]{0,31}"
GROUP = "cohort:"  # before the slug of a cohort: all of it is mentioned
NAMED = rf"{GROUP}[a-z0-9][a-z0-9_-]{{0,59}}|{HANDLE}"
_HANDLE = re.compile(NAMED)
_MENTION = re.compile(
    rf'<(?P<tag>a|span)(?P<before>[^>]*)\sdata-mention="(?P<handle>{NAMED})"[^>]*>(?P<text>[^<]*)</(?P=tag)>'
)
_SPAN = re.compile(r"</?span[^>]*>")
_STRAY_MENTION = re.compile(r'(<a(?! class="mention")(?: [a-z]+="[^"]*")*) data-mention="[^"]*"')
_WRITTEN_MENTION = re.compile(rf"(?<![^\W_])@({NAMED})(?![\w-])")
# The end is looked for from the back: a search for it from the front takes quadratic time over a body of spaces.
_EMPTY_START = re.compile(r"(?:\s|<p>(?:\s|<br>|&nbsp;)*</p>)*")
_EMPTY_END_REVERSED = re.compile(r"(?:\s|>p/<(?:\s|>rb<|;psbn&)*>p<)*")


def keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "data-mention":
        return value if _HANDLE.fullmatch(value) else None
    if name == "start":
        return value if value.isdecimal() and len(value) <= 4 else None
    return value


def sanitize(markup: str) -> str:
    """Safe HTML of the allowed elements. Idempotent."""
    cleaned = allowed_only(storable(markup))
    # Character references are characters only now, and may have spelled what `clean` takes out.
    if storable(cleaned) != cleaned:
        cleaned = allowed_only(storable(cleaned))
    return without_empty_ends(cleaned)


def storable(markup: str) -> str:
    """`clean` for markup: the > of a tag and a stroke after it must not become one letter (≯), and the tag none."""
    return plain.clean(markup.replace(">\u0338", ">&#824;"))


def allowed_only(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=TAGS,
        clean_content_tags=DROP_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=keep_attribute,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
        strip_comments=True,
    )


def without_empty_ends(markup: str) -> str:
    started = markup[end_of(_EMPTY_START, markup) :]
    return started[: len(started) - end_of(_EMPTY_END_REVERSED, started[::-1])]


def end_of(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def from_plain(text: str) -> str:
    """What a browser without scripts sends from the textarea: paragraphs, line breaks, and people named with @."""
    paragraphs = re.split(r"\n{2,}", plain.clean(text).strip())
    written = (html.escape(p, quote=False).replace("\n", "<br>") for p in paragraphs if p.strip())
    return "".join(f"<p>{_WRITTEN_MENTION.sub(named, p)}</p>" for p in written)


def named(written: re.Match[str]) -> str:
    return f'<span data-mention="{written[1]}">{written[0]}</span>'


def mentioned(markup: str) -> set[str]:
    """Handles that sanitized HTML mentions, whoever they are, and cohorts as `cohort:<slug>`."""
    return {match["handle"] for match in _MENTION.finditer(markup)}


def link_mentions(markup: str, names: Mapping[str, str]) -> str:
    """Mentions become links with the person's present name; those not in `names` become plain text.

    `names`: handle → display name, of people who can read the place, and of cohorts. The text the browser sent is not
    trusted.
    """

    def replace(match: re.Match[str]) -> str:
        handle = match["handle"]
        name = names.get(handle)
        if name is None:
            return match["text"]
        return mention(handle, name)

    return _STRAY_MENTION.sub(r"\1", _SPAN.sub("", _MENTION.sub(replace, markup)))


def mention(handle: str, name: str) -> str:
    if handle.startswith(GROUP):  # its page is not for everybody who reads this
        return f'<a class="mention" data-mention="{handle}">@{html.escape(name, quote=False)}</a>'
    return f'<a class="mention" data-mention="{handle}" href="/people/{handle}/">@{html.escape(name, quote=False)}</a>'


def is_empty(markup: str) -> bool:
    return plain.is_blank(plain.from_html(markup))
