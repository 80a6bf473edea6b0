"""Starts a program on a stranger's file with limits on time, memory and disk, and without a network where that can be.

A process of its own, `python -m community.library.filling.confined SECONDS PROGRAM …`; the program takes its place.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys

from community.files import apart

MEMORY_BYTES = 4 * 2**30  # of addresses: an office program maps much more than it uses
FILE_BYTES = 64 * 2**20
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000


def leave_the_network() -> None:
    """Linux only, and only where the machine lets anybody do that; else the time limit is what there is."""
    try:
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NET)
    except (OSError, AttributeError):
        pass


def start() -> None:
    seconds, program, *rest = sys.argv[1:]
    apart.limit(int(seconds), memory=MEMORY_BYTES, more={resource.RLIMIT_FSIZE: FILE_BYTES})
    leave_the_network()
    os.execv(program, [program, *rest])  # noqa: S606 - no shell, and every word is ours


if __name__ == "__main__":
    start()
