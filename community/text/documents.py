"""Markdown of documents, rendered for previews and the demo."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

from community.text import rich


def from_markdown(text: str) -> str:
    """Sanitized HTML; raw HTML in the source stays visible text."""
    return clean(_markdown.render(text))


def clean(markup: str) -> str:
    """Sanitized HTML of a preview, whatever made it (mammoth, a spreadsheet, Markdown)."""
    return nh3.clean(
        markup,
        tags=rich.TAGS | {"h1", "h4", "caption"},
        clean_content_tags=rich.DROP_WITH_CONTENT,
        attributes={
            "*": set(),
            "a": {"href"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
            "ol": {"start"},
        },
        url_schemes=rich.SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )


_markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable(["table", "strikethrough"])
