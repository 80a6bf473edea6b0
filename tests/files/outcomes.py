"""Every file of a folder through all that happens to a file here, and what came of it, as a table.

`python3 -m tests.files.outcomes FOLDER > outcomes.md`
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from community.files import apart
from community.files.findings import Finding, Refused
from community.files.inspect import inspect
from community.library import preview
from community.library.filling import work as filling
from community.library.revealing import work as revealing
from community.library.revealing.traces import read

AT_ONCE = 2
HEAD = "| File | Outcome | Seconds |\n| --- | --- | --- |\n"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`told` is what the person reads; `broke` what nobody should ever see."""

    file: str
    told: str
    seconds: float
    broke: str = ""

    def line(self) -> str:
        told = (self.broke or self.told).replace("|", "\\|").replace("\n", " ")
        return f"| {self.file} | {told} | {self.seconds:.1f} |"


def outcomes(folder: Path, files: Iterable[Path]) -> list[Outcome]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda path: outcome(folder, path), files))


def outcome(folder: Path, path: Path) -> Outcome:
    name, began, told, broke = str(path.relative_to(folder)), time.monotonic(), "", ""
    try:
        told = steps(path.name, path.read_bytes())
    except Refused as refused:
        told = f"Refused: {refused}"
    except Exception as error:  # which is what is looked for
        broke = f"{type(error).__name__}: {error}"
    return Outcome(name, told, time.monotonic() - began, broke)


def steps(name: str, content: bytes) -> str:
    found = inspect(name, io.BytesIO(content))
    shown = preview.make(found.kind, found.content, name=found.name)
    words = f"Taken as {found.kind}, {shown.extent or 'without a length'}"
    words += ", with a preview" if shown.html or shown.pages else ", without a preview"
    return f"{words}{fields_of(found)}{traces_of(found, content)}."


def fields_of(found: Finding) -> str:
    if found.kind not in filling.KINDS or "csv" in found.media_type:
        return ""
    given = filling.given(found.kind, found.content)
    facts, _ = apart.run("community.library.filling.work:find", given, seconds=6)
    return f", {len(facts['fields'])} fields"


def traces_of(found: Finding, content: bytes) -> str:
    """And whether they go."""
    if found.kind not in ("word", "excel", "slides", "pdf", "image"):
        return ""
    given = revealing.given(found.kind, content)
    facts, _ = apart.run("community.library.revealing.work:look", given, seconds=6)
    before = [trace.name for trace in read(facts["traces"])]
    if not before:
        return ", reveals nothing"
    again = revealing.given(found.kind, found.content, final=True)
    facts, [kept] = apart.run("community.library.revealing.work:clean", again, seconds=6)
    inspect(found.name, io.BytesIO(kept))  # what we made ourselves must pass, too
    left = [trace.name for trace in read(facts["traces"])]
    return f", reveals: {', '.join(before)}; cleaned, it still reveals: {', '.join(left) or 'nothing'}"


if __name__ == "__main__":
    at = Path(sys.argv[1])
    made = outcomes(at, sorted(one for one in at.rglob("*") if one.is_file()))
    sys.stdout.write(HEAD + "\n".join(one.line() for one in made) + "\n")
