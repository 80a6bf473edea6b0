"""The files of an archive, wherever they lie: on their own, in a folder, in a zip or a tar.

Archives come from anywhere: nothing is ever written to a place that an archive names, links are not followed, and a
file that would swell beyond reason is refused.
"""

from __future__ import annotations

import contextlib
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MOST_BYTES = 2 << 30  # of one file
MOST_SWELLING = 200  # unpacked bytes to one packed
SMALL = 10 << 20  # swells as it likes
TEXTS = {".json", ".jsonl", ".ndjson", ".txt", ".log", ".xml", ""}
PACKED = {".zip"}
ROLLED = {".tar", ".tgz", ".gz", ".bz2", ".xz"}
CHUNK = re.compile(r"^(\d{4}-\d\d-\d\d|messages-\d+)(\.json)?$")
PART = re.compile(r" \[part \d+\]")


class NotAnArchive(Exception):
    """One sentence."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One file that may hold messages. `path` is its place inside the archive."""

    path: str
    read: Callable[[], bytes]

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def stem(self) -> str:
        return self.name[: -len(ending(self.path))] if ending(self.path) else self.name

    @property
    def folder(self) -> str:
        """The path of its folder; empty at the top."""
        parent = str(PurePosixPath(self.path).parent)
        return "" if parent == "." else parent

    @property
    def chunked(self) -> bool:
        """One of many files of the same conversation, cut by day or by number."""
        return bool(CHUNK.match(self.name))

    @property
    def conversation(self) -> str:
        """Files of the same conversation are read one after the other."""
        return self.folder if self.chunked else PART.sub("", self.path)


def ending(path: str) -> str:
    """The suffix that says what is inside. A topic may be named "v2.1 plans", which is no suffix."""
    suffix = PurePosixPath(path).suffix.lower()
    return suffix if suffix in TEXTS | PACKED | ROLLED else ""


def leaves(path: Path) -> list[Leaf]:
    """In the order in which people count: part 2 before part 10."""
    if not path.exists():
        raise NotAnArchive(f"There is nothing at {path}.")
    found = list(inside(path))
    return sorted(found, key=lambda leaf: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", leaf.path)])


def inside(path: Path) -> Iterator[Leaf]:
    if path.is_dir():
        for file in path.rglob("*"):  # files whose names begin with a dot too: Zulip's topics may
            if file.is_file() and not file.is_symlink():
                yield from one_of_many(file, file.relative_to(path).as_posix())
    elif ending(path.name) in PACKED | ROLLED:
        yield from of_file(path, path.name)
    else:  # whatever it is called, somebody says that it is one
        yield Leaf(path.name, path.read_bytes)


def one_of_many(file: Path, name: str) -> Iterator[Leaf]:
    """A package that cannot be opened costs only itself: reading it fails, and is counted."""
    try:
        yield from of_file(file, name)
    except NotAnArchive:
        yield Leaf(name, broken)


def broken() -> bytes:
    raise OSError("damaged")


def of_file(file: Path, name: str) -> Iterator[Leaf]:
    suffix = ending(name)
    if suffix in PACKED:
        yield from of_zip(file, name)
    elif suffix in ROLLED:
        yield from of_tar(file, name)
    elif file.stat().st_size <= MOST_BYTES and looks_like_text(name):
        yield Leaf(name, file.read_bytes)


def of_zip(file: Path, name: str) -> Iterator[Leaf]:
    try:
        packed = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError) as error:
        raise NotAnArchive(f"{name} cannot be opened as a zip: {error}.") from None
    with packed:
        entries = packed.infolist()
    for entry in entries:
        small = entry.file_size <= max(SMALL, entry.compress_size * MOST_SWELLING)
        readable = not entry.is_dir() and not entry.flag_bits & 1 and small and entry.file_size <= MOST_BYTES
        if readable and looks_like_text(entry.filename):
            yield Leaf(f"{name}/{entry.filename}", reader_of_zip(file, entry.filename))


def reader_of_zip(file: Path, entry: str) -> Callable[[], bytes]:
    def read() -> bytes:
        with zipfile.ZipFile(file) as packed:
            return packed.read(entry)

    return read


def of_tar(file: Path, name: str) -> Iterator[Leaf]:
    """A rolled archive is only read forwards; each file is found again by its place."""
    try:
        with tarfile.open(file) as rolled:
            entries = [(entry.name, entry.size) for entry in rolled if entry.isreg()]
    except (tarfile.TarError, OSError, EOFError) as error:
        raise NotAnArchive(f"{name} cannot be opened as a tar: {error}.") from None
    rolled = tarfile.open(file)  # noqa: SIM115  open as long as its files are read; ends with the process
    for entry, size in entries:
        if size <= MOST_BYTES and looks_like_text(entry):
            yield Leaf(f"{name}/{entry}", reader_of_tar(rolled, entry))


def reader_of_tar(rolled: tarfile.TarFile, entry: str) -> Callable[[], bytes]:
    def read() -> bytes:
        found = rolled.extractfile(entry)
        assert found is not None
        with contextlib.closing(found):
            return found.read()

    return read


def looks_like_text(name: str) -> bool:
    """Pictures and sounds beside the messages are not opened."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in TEXTS or not re.fullmatch(r"\.[a-z0-9]{1,5}", suffix)


def text_of(data: bytes) -> str:
    """UTF-8 nearly always; with a mark, what the mark says; else what old machines wrote."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        # One broken byte in a file of a million is a broken byte, not another alphabet.
        broken = data.count(data[error.start : error.start + 1]) / max(1, len(data))
        return data.decode("utf-8", "replace") if broken < 0.001 else data.decode("cp1252", "replace")
