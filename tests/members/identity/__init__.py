"""Identity providers as districts run them: real servers on this machine that sign for real, and can be made to lie."""

from __future__ import annotations
