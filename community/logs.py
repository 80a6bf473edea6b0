"""What the log says of a request: an error of ours with all its circumstances, a mistake of the client in one line."""

from __future__ import annotations

import logging
import re

# Whoever reads the log must not find a link in it that still opens a door.
_OPENING = re.compile(r"(/(?:invitation|calendar)/)[^/\s]+")


class Calm(logging.Filter):
    """Django logs a bad request as an error with a traceback, and every scanner makes hundreds of them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
            if record.levelno > logging.WARNING:
                record.levelno, record.levelname = logging.WARNING, "WARNING"
        if isinstance(record.args, tuple):
            record.args = tuple(_OPENING.sub(r"\1…", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True
