"""The browser that journeys and pictures use: the system's Chromium, kept from talking to anybody else."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Missing(Exception):
    """There is no Chromium on this machine."""


def launch(playwright: Playwright) -> Browser:
    program = shutil.which("chromium")
    if program is None:
        raise Missing("chromium is not installed; `python3 manage.py test` installs it on Debian.")
    return playwright.chromium.launch(executable_path=program, args=FLAGS)
