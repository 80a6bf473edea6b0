"""Work on strangers' bytes in a process of its own, with a limit on time and memory.

Parsers written in C can crash, PDFium may not run in two threads at once, and none can be stopped
from inside. A process can: whatever happens there, the server only sees an answer or `Failed`.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from community.files.findings import Refused

Answer = tuple[dict[str, Any], Sequence[bytes]]  # facts that fit in JSON, and the bytes that were made
Task = Callable[[bytes], Answer]

WALL_SECONDS = 20  # for machines that are busy with something else
MEMORY_BYTES = 1200 * 2**20  # the same photo, turned upright and written again
AT_ONCE = threading.BoundedSemaphore(3)  # so the whole server's need stays bounded too
_ROOT = Path(__file__).resolve().parents[2]


class Failed(Exception):
    """The work did not end well: crashed, too slow, too large, or refused by a parser."""


def run(task: str, content: bytes, *, seconds: int) -> Answer:
    """Do `task` ("package.module:function"). Raises Refused when the task did, Failed for all else."""
    command = [sys.executable, "-m", "community.files.apart", task, str(seconds)]
    try:
        with AT_ONCE:
            done = subprocess.run(  # noqa: S603 - no shell, and every word is ours
                command, input=content, cwd=_ROOT, timeout=WALL_SECONDS, check=True,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        raise Failed(f"{task} did not finish: {error}") from error
    return unpacked(task, done.stdout)


def unpacked(task: str, output: bytes) -> Answer:
    """JSON and lengths, not pickle: a parser that was taken over must not be able to send us code."""
    head, _, rest = output.partition(b"\n")
    try:
        envelope = json.loads(head)
        facts, lengths = dict(envelope["facts"]), [int(length) for length in envelope["lengths"]]
    except (ValueError, KeyError, TypeError) as error:
        raise Failed(f"{task} gave no readable answer") from error
    if "refused" in facts:
        raise Refused(str(facts["refused"]))
    if "failed" in facts:
        raise Failed(f"{task}: {facts['failed']}")
    ends = [sum(lengths[: index + 1]) for index in range(len(lengths))]
    return facts, [rest[end - length : end] for end, length in zip(ends, lengths, strict=True)]


def main(task: str, source: BinaryIO, target: BinaryIO) -> None:
    """What the other process does."""
    facts, blobs = attempt(found(task), source.read())
    head = json.dumps({"facts": facts, "lengths": [len(blob) for blob in blobs]})
    target.write(head.encode() + b"\n" + b"".join(blobs))
    target.flush()


def attempt(task: Task, content: bytes) -> Answer:
    try:
        return task(content)
    except Refused as refused:
        return {"refused": str(refused)}, []
    except Exception as error:  # whatever a parser may raise, MemoryError and RecursionError among it
        return {"failed": f"{type(error).__name__}: {error}"[:300]}, []


def found(task: str) -> Task:
    module, _, name = task.partition(":")
    function: Task = getattr(importlib.import_module(module), name)
    return function


def limit(seconds: int, *, memory: int = MEMORY_BYTES, more: Mapping[int, int] | None = None) -> None:
    """Before a stranger's byte is read. macOS refuses the memory limit: there it is a developer's machine."""
    wanted = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_AS: memory, resource.RLIMIT_CORE: 0}
    for what, most in [*wanted.items(), *(more or {}).items()]:
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            pass


def start() -> None:
    """Whatever a library prints must not mix with the answer, so it gets the other stream."""
    task, seconds = sys.argv[1:]
    limit(int(seconds))
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    main(task, sys.stdin.buffer, target)


if __name__ == "__main__":
    start()
