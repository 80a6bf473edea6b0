"""`manage.py` with the stand's pages. STAND_DRAIN_S and the like shorten what takes minutes in life."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.server.stand.settings"

from django.core.management import execute_from_command_line

SHORTENED = ("CLOSE_HANDSHAKE_S", "DRAIN_S", "IDLE_S", "LAST_RESORT_S", "STUCK_S")

if __name__ == "__main__":
    from community import server

    for name in SHORTENED:
        setattr(server, name, float(os.environ.get(f"STAND_{name}", getattr(server, name))))
    execute_from_command_line(sys.argv)
