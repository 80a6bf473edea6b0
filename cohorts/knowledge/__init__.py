"""From talk to knowledge: a thread of the forum made of what was said in a room, with the consent of who said it."""

from __future__ import annotations
