"""The community's own settings, and the pages of the stand."""

from __future__ import annotations

from community.settings import *  # noqa: F403

ROOT_URLCONF = "tests.server.stand.urls"
