"""A filled-in copy as PDF: drawn by LibreOffice where the machine has it, with all of its design. Where it has not, its
text is drawn on our side, plainly. A workbook only the former can draw: it calculates."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from django.conf import settings

from community.files import apart
from community.files.findings import Refused
from community.library import preview

KINDS = frozenset({"word", "excel"})  # what LibreOffice draws
PLAINLY = frozenset({"word", "text"})  # what can be drawn without it
MEDIA_TYPE = "application/pdf"
SECONDS = 40  # of processor time
WALL_SECONDS = 45
PATIENCE = 20  # for the one before to be ready: two at once would need twice the memory
LARGEST = 25 * 2**20
OUR_SECONDS = 12  # of processor time, for what is drawn here
MOST_TEXT = 300_000  # characters of HTML: about 100 pages

NOT_MADE = "The PDF could not be made. Download your copy as it is, and save it as PDF in your own program."
BUSY = "Somebody else's PDF is being made. Please try again in a minute."

_one = threading.BoundedSemaphore(1)
_root = Path(__file__).resolve().parents[3]
_log = logging.getLogger(__name__)


def program() -> str:
    """Where LibreOffice is; nothing when it is not there, or is not wanted."""
    return shutil.which(settings.SOFFICE) or ""


def can_be_made(kind: str) -> bool:
    return kind in PLAINLY or has_design(kind)


def has_design(kind: str) -> bool:
    """Does it come out as it looks in its own program?"""
    return kind in KINDS and bool(program())


def made(content: bytes, kind: str, name: str) -> bytes:
    """`name`: of the file. Raises Refused with a sentence."""
    return designed(content, Path(name).suffix) if has_design(kind) else plain(content, kind, name)


def plain(content: bytes, kind: str, name: str) -> bytes:
    markup = preview.make(kind, content, name=name).html
    if not 0 < len(markup) <= MOST_TEXT:
        raise Refused(NOT_MADE)
    told = json.dumps({"html": markup, "title": Path(name).stem}).encode()
    try:
        _, [drawing] = apart.run("community.library.onpaper.writing:draw", told, seconds=OUR_SECONDS)
    except (apart.Failed, OSError) as error:
        _log.warning("a PDF was not drawn: %s", error)
        raise Refused(NOT_MADE) from error
    return drawing


def designed(content: bytes, ending: str) -> bytes:
    """By LibreOffice. `ending`: of the file, with its dot."""
    if not _one.acquire(timeout=PATIENCE):
        raise Refused(BUSY)
    try:
        with tempfile.TemporaryDirectory(prefix="pdf-", ignore_cleanup_errors=True) as place:
            return drawn(Path(place), content, ending)
    except OSError as error:
        _log.warning("a PDF was not made: %s", error)
        raise Refused(NOT_MADE) from error
    finally:
        _one.release()


def drawn(place: Path, content: bytes, ending: str) -> bytes:
    """In a folder of its own, with a profile of its own: nothing of one copy is left for the next."""
    (place / f"copy{ending}").write_bytes(content)
    run(place, [
        program(), f"-env:UserInstallation=file://{place}/profile", "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "pdf", "--outdir", str(place), str(place / f"copy{ending}"),
    ])  # fmt: skip
    result = place / "copy.pdf"
    if not result.is_file() or result.stat().st_size > LARGEST:
        _log.warning("a PDF was not made: none came, or one too large")
        raise Refused(NOT_MADE)
    drawing = result.read_bytes()
    if not drawing.startswith(b"%PDF-") or b"%%EOF" not in drawing[-1024:]:
        _log.warning("a PDF was not made: what came is none")
        raise Refused(NOT_MADE)
    return drawing


def run(place: Path, words: list[str]) -> None:
    """Until it ends or its time is up; whatever it started ends with it."""
    command = [sys.executable, "-m", "community.library.filling.confined", str(SECONDS), *words]
    surroundings = {"HOME": str(place), "TMPDIR": str(place), "PATH": os.defpath, "LANG": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603 - no shell, and every word is ours
        command, cwd=_root, env=surroundings, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as started:  # fmt: skip
        try:
            code = started.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            end(started.pid)
    if code != 0:
        _log.warning("a PDF was not made: LibreOffice %s", "took too long" if code is None else f"ended with {code}")
        raise Refused(NOT_MADE)


def end(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
