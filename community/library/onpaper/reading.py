"""The sanitized HTML of a document as a row of blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_SPACES = re.compile(r"[ \t\r\n\f]+")
_FACES = {"strong": "strong", "b": "strong", "em": "slanted", "i": "slanted"}
_LINES = {"u": "U", "s": "S", "a": "U"}
_SCHEMES = ("http://", "https://", "mailto:")
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look. `face`: text, strong or slanted. `line`: U, S, both or none."""

    text: str
    face: str = "text"
    line: str = ""
    link: str = ""


@dataclass(slots=True)
class Cell:
    text: str = ""
    head: bool = False
    wide: int = 1  # columns
    high: int = 1  # rows


@dataclass(slots=True)
class Block:
    """`kind`: heading, paragraph, item, code, rule or table. `level`: of a heading, or how deep a list lies."""

    kind: str
    level: int = 0
    runs: list[Run] = field(default_factory=list)
    mark: str = ""  # before an item: a bullet or its number; empty for its further paragraphs
    quoted: bool = False
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def blocks(markup: str) -> list[Block]:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    reader.end()
    return [block for block in reader.blocks if block.kind == "rule" or block.rows or block.text.strip()]


class Reader(HTMLParser):
    """What a list, a quotation or a cell means for the words in it is remembered while it is open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.block: Block | None = None
        self.looks: list[str] = []  # the tags of looks that are open
        self.links: list[str] = []
        self.lists: list[int] = []  # the next number of each list that is open, 0 where it has bullets
        self.mark = ""
        self.quoted = 0
        self.tables: list[Block] = []  # a table in a cell is read as words of that cell
        self.cell: Cell | None = None
        self.code = 0

    # ---- tags -----------------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _FACES or tag in _LINES:
            self.looks.append(tag)
            if tag == "a":
                link = given.get("href") or ""
                self.links.append(link if link.startswith(_SCHEMES) else "")
        elif tag == "br":
            self.words("\n", as_is=True)
        elif tag in {"table", "tr", "td", "th"}:
            self.begin_table(tag, given)
        else:
            self.begin(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in _FACES or tag in _LINES:
            if tag in self.looks:
                self.looks.reverse()
                self.looks.remove(tag)
                self.looks.reverse()
                if tag == "a":
                    self.links.pop()
        elif tag in {"table", "tr", "td", "th"}:
            self.end_table(tag)
        else:
            self.finish(tag)

    def begin(self, tag: str, given: dict[str, str | None]) -> None:
        self.end()
        if tag in {"ul", "ol"}:
            start = given.get("start") or "1"
            self.lists.append((int(start) if start.isdecimal() and len(start) < 6 else 1) if tag == "ol" else 0)
        elif tag == "li":
            self.mark = "•"
            if self.lists and self.lists[-1]:
                self.mark = f"{self.lists[-1]}."
                self.lists[-1] += 1
        elif tag in _HEADINGS:
            self.block = Block("heading", _HEADINGS[tag])
        elif tag == "hr" and self.cell is None:
            self.blocks.append(Block("rule"))
        self.quoted += tag == "blockquote"
        self.code += tag == "pre"

    def finish(self, tag: str) -> None:
        self.end()
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.mark = ""
        self.quoted -= tag == "blockquote" and self.quoted > 0
        self.code -= tag == "pre" and self.code > 0

    def end(self) -> None:
        """Of a paragraph, whatever it was."""
        if self.cell is not None:
            self.cell.text = self.cell.text.rstrip(" ") + ("\n" if self.cell.text.strip() else "")
        if self.block is not None:
            self.blocks.append(self.block)
            self.block = None

    # ---- tables ---------------------------------------------------------------------------------

    def begin_table(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "table":
            self.end()
            self.tables.append(Block("table"))
            if len(self.tables) == 1:
                self.blocks.append(self.tables[0])
        elif len(self.tables) == 1:
            if tag == "tr":
                self.tables[0].rows.append([])
            elif self.tables[0].rows:
                self.cell = Cell(head=tag == "th", wide=span(given, "colspan"), high=span(given, "rowspan"))
                self.tables[0].rows[-1].append(self.cell)

    def end_table(self, tag: str) -> None:
        if tag == "table" and self.tables:
            self.tables.pop()
        if tag in {"td", "th"} and len(self.tables) == 1:
            self.cell = None
        elif self.cell is not None:
            self.words(" ")

    # ---- words ----------------------------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        self.words(data)

    def words(self, data: str, *, as_is: bool = False) -> None:
        text = data if as_is or self.code else _SPACES.sub(" ", data)
        if self.cell is not None:
            self.cell.text += text if self.cell.text.strip() else text.lstrip()
            return
        if self.tables or (self.block is None and not text.strip()):
            return
        if self.block is None:
            self.block = self.fresh()
        if not self.block.runs or self.block.text.endswith((" ", "\n")):
            text = text if self.code else text.lstrip(" ")
        self.block.runs.append(Run(text, self.face, self.line, self.links[-1] if self.links else ""))

    def fresh(self) -> Block:
        if self.code:
            return Block("code")
        if self.lists:
            mark, self.mark = self.mark, ""
            return Block("item", len(self.lists), mark=mark, quoted=self.quoted > 0)
        return Block("paragraph", quoted=self.quoted > 0)

    @property
    def face(self) -> str:
        """Bold goes before slanted: the font has no bold slanted face."""
        faces = {_FACES[look] for look in self.looks if look in _FACES}
        return "strong" if "strong" in faces else "slanted" if faces else "text"

    @property
    def line(self) -> str:
        return "".join(sorted({_LINES[look] for look in self.looks if look in _LINES}))


def span(given: dict[str, str | None], name: str) -> int:
    found = given.get(name) or ""
    return min(max(int(found), 1), 50) if found.isdecimal() and len(found) < 4 else 1
