"""Looking through a file for its traces, and making the same file without them; both in a process of its own."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community.files import actions as files
from community.files import apart
from community.files.findings import Refused
from community.files.models import Upload
from community.library.revealing import traces, work
from community.library.revealing.traces import TRACKED, UNREAD, Found

SECONDS = 6
READ = frozenset({"word", "excel", "slides", "pdf", "image"})
NOT_CLEANED = (
    "What this file reveals cannot be taken out here. Open it in the program it was written in, remove comments and "
    "personal facts there (in Word: File, Info, Inspect Document), and bring it again."
)
UNSETTLED = (
    "This file has tracked changes. Choose whether the text with all of them is the final one. If not, go back to "
    "Word, accept or reject each, and bring the file again."
)
_log = logging.getLogger(__name__)


class Unsettled(Exception):
    """Tracked changes are never accepted unless somebody says so; the text says what to choose."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A new file of the same owner, loose, and what is still in it."""

    upload: Upload
    traces: list[dict[str, Any]]


def look(kind: str, content: bytes) -> list[dict[str, Any]]:
    """Never raises: what could not be looked through says that."""
    if kind not in READ:
        return []
    try:
        facts, _ = apart.run("community.library.revealing.work:look", work.given(kind, content), seconds=SECONDS)
    except (apart.Failed, Refused) as reason:
        _log.info("a %s file was not looked through: %s", kind, reason)
        unread = Found()
        unread.add(UNREAD)
        return unread.facts()
    return list(facts["traces"])


def without(upload: Upload, found: Sequence[Mapping[str, Any]], *, final: bool) -> Cleaned | None:
    """Nothing where there is nothing to take out. Raises Refused, Unsettled."""
    known = list(traces.read(found))
    if not any(trace.can_go for trace in known):
        return None
    if not final and any(trace.kind == TRACKED for trace in known):
        raise Unsettled(UNSETTLED)
    try:
        given = work.given(upload.kind, files.content(upload), final=final)
        facts, [content] = apart.run("community.library.revealing.work:clean", given, seconds=SECONDS)
    except (apart.Failed, OSError) as reason:
        _log.warning("a %s file could not be cleaned: %s", upload.kind, reason)
        raise Refused(NOT_CLEANED) from reason
    if any(trace.can_go for trace in traces.read(facts["traces"])):
        _log.warning("a %s file still reveals something after it was cleaned", upload.kind)
        raise Refused(NOT_CLEANED)
    return Cleaned(files.keep(upload.owner_id, upload.name, io.BytesIO(content)), list(facts["traces"]))
