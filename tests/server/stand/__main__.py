"""`python -m tests.server.stand --port 8000`: `serve` with the stand's pages.

STAND_DRAIN_S and the like shorten what takes minutes in life.
"""

from __future__ import annotations

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.server.stand.settings"

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    from community import server

    for name in ("CLOSE_HANDSHAKE_S", "DRAIN_S", "IDLE_S", "LAST_RESORT_S", "STUCK_S"):
        setattr(server, name, float(os.environ.get(f"STAND_{name}", getattr(server, name))))
    execute_from_command_line(["manage.py", "serve", *sys.argv[1:]])
