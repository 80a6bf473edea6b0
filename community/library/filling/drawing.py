"""The preview of a template with the answers in it, each marked, so that one sees where they go.

Made from the preview that is there already: no file is opened for it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from community.library.filling.marks import Mark, Reader, put_in
from community.library.filling.names import Value, entries

# Sanitized HTML has its attributes in double quotes; inside these a > is no end.
_TAG = re.compile(r"(<[^>\"]*(?:\"[^\"]*\"[^>\"]*)*>)")
_NAME = re.compile(r"</?([a-z0-9]+)", re.IGNORECASE)
_BLOCKS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "thead", "tbody", "tr", "td", "th", "caption",
    "blockquote", "pre", "hr", "div",
}  # fmt: skip
END_WORDS = {"if": "Only if: {}", "unless": "Only if not: {}", "end": "Up to here"}
_BEGIN, _END = "\ue000", "\ue001"  # never in a text that came through here
_PLACE = re.compile(f"{_BEGIN}(\\d+){_END}")


def drawn(markup: str, values: Mapping[str, Value], reader: Reader) -> str:
    """`markup` is sanitized, and what comes back is too: answers are escaped, and a field's name is letters, digits
    and underscores."""
    made: list[str] = []
    beside = ""
    for tokens, closing in blocks(markup):
        words = [html.unescape(token).replace(_BEGIN, "").replace(_END, "") for token in tokens[::2]]
        text = "".join(words)
        marks = reader.marks(text, beside=beside)
        made.extend(filled(tokens, words, marks, values, text) if marks else tokens)
        made.append(closing)
        if closing in ("</td>", "</th>"):
            beside = text.strip() or beside
        elif closing in ("</tr>", "<tr>"):
            beside = ""
    return "".join(made)


def blocks(markup: str) -> Iterator[tuple[list[str], str]]:
    """Texts and the tags between them, up to the tag of a block, which comes beside: text, tag, text … text."""
    tokens: list[str] = []
    text = ""
    for number, token in enumerate(_TAG.split(markup)):
        if number % 2 == 0:
            text = token
            continue
        name = _NAME.match(token)
        if name and name[1].lower() in _BLOCKS:
            yield [*tokens, text], token
            tokens = []
        else:
            tokens += [text, token]
    yield [*tokens, text], ""


def filled(
    tokens: list[str], words: list[str], marks: list[Mark], values: Mapping[str, Value], text: str
) -> Iterator[str]:
    shown = [mark_up(mark, values.get(mark.field.name), text[: mark.start]) for mark in marks]
    edits = [(mark.start, mark.end, f"{_BEGIN}{number}{_END}") for number, mark in enumerate(marks)]
    for number, piece in enumerate(put_in(words, edits)):
        if number:
            yield tokens[2 * number - 1]
        yield _PLACE.sub(lambda match: shown[int(match[1])], html.escape(piece, quote=False))


def mark_up(mark: Mark, value: Value | None, before: str) -> str:
    """An empty one says what belongs there; of rows each column shows what all of them have in it."""
    field, label, more = mark.field, mark.field.label, ""
    if mark.role:
        return f'<mark class="blank is-end">{html.escape(END_WORDS[mark.role].format(label))}</mark>'
    words = value.after(before) if value else label
    if mark.column >= 0:
        label, more = field.columns[mark.column], f' data-column="{mark.column}"'
        words = "\n".join(cells_of(value, mark.column)) if value else label
    state, label = "" if value else " is-empty", html.escape(label)
    return f'<mark class="blank{state}" data-field="{field.name}"{more} data-label="{label}">{lined(words)}</mark>'


def cells_of(value: Value, column: int) -> Iterator[str]:
    for entry in entries(value.text):
        yield entry[column] if column < len(entry) else ""


def lined(words: str) -> str:
    return html.escape(words).replace("\n", "<br>")
