"""Chat text: a small Markdown, rendered once, safe to insert."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from community.text import plain, rich

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence
    from typing import Any

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.utils import OptionsDict

TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
ATTRIBUTES = {"*": set[str](), "a": {"href", "class", "data-mention"}, "ol": {"start"}}

# Text that Markdown would leave alone: most of what is said. It skips the parser (3 µs instead of 150).
_PLAIN = re.compile(r"(?!\s|[#>+=|-]|\d+[.)])[^*_`~\[\]<>&\\!@\n\r\t:/]*(?:[:/](?!/)[^*_`~\[\]<>&\\!@\n\r\t:/]*)*")
_URL = re.compile(r"(?<![\w])https?://[^\s<>\"'`]+[^\s<>\"'`.,;:!?)\]}*_~]")
_BEGINS = re.compile(r"^[ \t]*(?:```\w*|>|[*+-](?=\s)|#{1,6}(?=\s))[ \t]*", re.MULTILINE)
_AROUND = tuple(
    map(
        re.compile,
        (
            r"\[([^\[\]\n]+)\]\([^()\s]+\)",
            r"\*\*(?=\S)([^*\n]+)\*\*",
            r"`+([^`\n]+)`+",
            r"(?<!\w)\*(?=\S)([^*\n]+)\*(?!\w)",
        ),
    )
)
_MENTION = re.compile(rf"(?<![^\W_])@({rich.HANDLE})(?![\w-])")  # not in the middle of an address


def render(body: str, names: Mapping[str, str] | None = None) -> str:
    """Sanitized HTML of one message. `names`: handle → display name of those who may be mentioned here."""
    if _PLAIN.fullmatch(body) and "www." not in body:
        return f"<p>{html.escape(body, quote=False)}</p>"
    rendered = _markdown.render(body, {"names": names or {}})
    return nh3.clean(
        rendered,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=rich.SCHEMES,
        link_rel="nofollow noopener noreferrer",
    ).strip()


def words(body: str, most: int) -> str:
    """The beginning of what was written, up to about `most` characters, without the signs of Markdown around it."""
    text = _BEGINS.sub("", body[: 2 * most])
    for signs in _AROUND:
        text = signs.sub(r"\1", text)
    return plain.shorten(text, most)


def mentioned(body: str) -> set[str]:
    """Handles written with @ in a message; whether they are people is for the caller to find out."""
    return set(_MENTION.findall(body)) if "@" in body else set()


def with_names(body: str, names: Mapping[str, str]) -> str:
    """The words with other ones in the place of @handle, and nobody is told. Handles of nobody stay as they are."""
    return _MENTION.sub(lambda found: names.get(found[1], found[0]), body)


def mention_rule(state: StateInline, silent: bool) -> bool:
    """@handle of somebody who can read this."""
    match = _MENTION.match(state.src, state.pos)
    if match is None or match[1] not in state.env.get("names", {}):
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True


def link_bare_urls(state: StateCore) -> None:
    """https://… without any markup becomes a link; nothing is ever fetched."""
    for block in state.tokens:
        if block.type == "inline" and block.children and "http" in block.content:
            block.children = [piece for token in outside_links(block.children) for piece in token]


def outside_links(tokens: list[Token]) -> Iterator[list[Token]]:
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in {"link_open", "link_close"} else 0
        yield split_urls(token) if token.type == "text" and not depth else [token]


def split_urls(text: Token) -> list[Token]:
    pieces: list[Token] = []
    end = 0
    for match in _URL.finditer(text.content):
        opening = Token("link_open", "a", 1)
        opening.attrs = {"href": match[0]}
        pieces += [
            Token("text", "", 0, content=text.content[end : match.start()]),
            opening,
            Token("text", "", 0, content=match[0]),
            Token("link_close", "a", -1),
        ]
        end = match.end()
    return [*pieces, Token("text", "", 0, content=text.content[end:])]


def render_mention(
    self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    handle = tokens[index].content
    return rich.mention(handle, env["names"][handle])


def _make() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"html": False, "breaks": True, "maxNesting": 20})
    markdown.enable(
        ["emphasis", "strikethrough", "backticks", "fence", "list", "link", "blockquote", "newline", "escape"]
    )
    markdown.inline.ruler.before("emphasis", "mention", mention_rule)
    markdown.core.ruler.push("bare_urls", link_bare_urls)
    markdown.add_render_rule("mention", render_mention)
    return markdown


_markdown = _make()
