"""Public chat archives, read as a stream of what was said: a file, a folder, a zip or a tar, of any format known here.

An archive may be larger than memory: it is read file by file, as often as wanted, and nothing of it is kept.
"""

from __future__ import annotations

from tests.benchmarks.archives.archive import Archive
from tests.benchmarks.archives.files import NotAnArchive
from tests.benchmarks.archives.said import MALFORMED, NO_WORDS, NOTICE, REPEATED, Entry, Reaction, Said, Skipped

__all__ = [
    "MALFORMED", "NOTICE", "NO_WORDS", "REPEATED", "Archive", "Entry", "NotAnArchive", "Reaction", "Said", "Skipped",
]  # fmt: skip
