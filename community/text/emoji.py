"""What counts as one emoji in a reaction."""

from __future__ import annotations

import unicodedata

# The row every member is offered; others may come from other clients.
OFFERED = ("👍", "❤️", "🎉", "😂", "🙏", "👀", "✅", "💡")
NAMES = {
    "👍": "Thumbs up",
    "❤️": "Heart",
    "🎉": "Celebrate",
    "😂": "Laugh",
    "🙏": "Thank you",
    "👀": "Looking",
    "✅": "Done",
    "💡": "Idea",
}
_JOINERS = {0x200D, 0xFE0F, 0x20E3}
_MODIFIERS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)


def is_emoji(text: str) -> bool:
    """One emoji sequence: a symbol with its modifiers, joined symbols, a flag, a keycap."""
    if not 0 < len(text) <= 12:
        return False
    codes = [ord(c) for c in text]
    if any(code in _FLAGS for code in codes):
        return len(codes) == 2 and all(code in _FLAGS for code in codes)
    if codes[-1] == 0x20E3:
        return text[0] in "0123456789#*" and codes[1:-1] in ([], [0xFE0F])
    bases = 0
    expecting = True
    for code in codes:
        if bases and (code in _JOINERS or code in _MODIFIERS or code in _TAGS):
            expecting = code == 0x200D
        elif expecting and unicodedata.category(chr(code)) == "So":
            bases += 1
            expecting = False
        else:
            return False
    return bases > 0 and not expecting


def name(emoji: str) -> str:
    """Words for a screen reader."""
    return NAMES.get(emoji) or unicodedata.name(emoji[0], "reaction").capitalize()
