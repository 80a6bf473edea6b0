"""A community that does not look whether access changed before it hands a frame on; for one control test.

`python -m tests.live.faults.careless --port …` serves it.
"""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from community.live.hub import Hub


def trust(self: Hub, topic: str, epoch: int, frame: str) -> None:
    channel = self.channels.get(topic)
    if channel is not None:
        self.push(channel, frame)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    Hub.deliver = trust  # type: ignore[method-assign]
    execute_from_command_line(["manage.py", "serve", *sys.argv[1:]])
