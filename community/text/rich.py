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
ATTRIBUTES = {"a": {"href", "data-mention"}, "span": {"data-mention"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
# Elements whose content is not text and must go with them.
DROP_WITH_CONTENT = {"script", "style", "title", "textarea", "noscript", "template", "svg", "math", "iframe"}

HANDLE = r"[a-z0-9][a-z0-9-]{0,31}"
_HANDLE = re.compile(HANDLE)
_MENTION = re.compile(
    rf'<(?P<tag>a|span)(?P<before>[^>]*)\sdata-mention="(?P<handle>{HANDLE})"[^>]*>(?P<text>[^<]*)</(?P=tag)>'
)
_SPAN = re.compile(r"</?span[^>]*>")
_EMPTY_ENDS = re.compile(r"^(?:\s|<p>(?:\s|<br>|&nbsp;)*</p>)+|(?:\s|<p>(?:\s|<br>|&nbsp;)*</p>)+$")


def keep_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "data-mention":
        return value if _HANDLE.fullmatch(value) else None
    if name == "start":
        return value if value.isdecimal() and len(value) <= 4 else None
    return value


def sanitize(markup: str) -> str:
    """Safe HTML of the allowed elements. Idempotent."""
    cleaned = nh3.clean(
        plain.clean(markup),
        tags=TAGS,
        clean_content_tags=DROP_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=keep_attribute,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer",
        strip_comments=True,
    )
    return _EMPTY_ENDS.sub("", cleaned)


def from_plain(text: str) -> str:
    """What a browser without scripts sends from the textarea: paragraphs and line breaks."""
    paragraphs = re.split(r"\n{2,}", plain.clean(text).strip())
    return "".join(f"<p>{html.escape(p, quote=False).replace(chr(10), '<br>')}</p>" for p in paragraphs if p.strip())


def mentioned(markup: str) -> set[str]:
    """Handles that sanitized HTML mentions, whoever they are."""
    return {match["handle"] for match in _MENTION.finditer(markup)}


def link_mentions(markup: str, names: Mapping[str, str]) -> str:
    """Mentions become links with the person's present name; those not in `names` become plain text.

    `names`: handle → display name, of people who can read the place. The text the browser sent is not trusted.
    """

    def replace(match: re.Match[str]) -> str:
        handle = match["handle"]
        name = names.get(handle)
        if name is None:
            return match["text"]
        return mention(handle, name)

    return _SPAN.sub("", _MENTION.sub(replace, markup))


def mention(handle: str, name: str) -> str:
    return f'<a class="mention" data-mention="{handle}" href="/people/{handle}/">@{html.escape(name, quote=False)}</a>'


def is_empty(markup: str) -> bool:
    return plain.is_blank(plain.from_html(markup))
