"""Code words: two short words that are easy to read aloud, to type on a phone, and not to be guessed in a few tries."""

from __future__ import annotations

import secrets
import unicodedata

FIRST = (
    "amber", "apple", "azure", "birch", "blue", "brave", "bright", "calm", "cedar", "clear", "coral", "crisp", "early",
    "fresh", "gentle", "glad", "golden", "grand", "green", "happy", "hazel", "honest", "jolly", "kind", "lemon",
    "light", "little", "lively", "lucky", "maple", "mellow", "merry", "mint", "misty", "olive", "orange", "patient",
    "pink", "plain", "plum", "proud", "quick", "quiet", "rapid", "red", "ripe", "round", "royal", "ruby", "rustic",
    "silver", "simple", "smart", "snowy", "soft", "spring", "steady", "sunny", "sweet", "swift", "tall", "tidy",
    "violet", "warm", "white", "wild", "winter", "wise",
)  # fmt: skip
SECOND = (
    "acorn", "anchor", "apron", "barn", "basket", "beach", "bell", "bench", "bird", "boat", "book", "bread", "bridge",
    "brook", "bucket", "candle", "castle", "chair", "clock", "cloud", "creek", "desk", "door", "drum", "farm",
    "feather", "fern", "field", "flute", "forest", "garden", "gate", "harbor", "hill", "island", "kettle", "kite",
    "ladder", "lake", "lamp", "lantern", "leaf", "map", "meadow", "moon", "mountain", "nest", "ocean", "orchard",
    "paper", "pencil", "piano", "pond", "porch", "puzzle", "rabbit", "river", "robin", "sail", "shell", "star", "stone",
    "table", "tiger", "train", "valley", "wagon", "window",
)  # fmt: skip


def draw() -> str:
    """One of some 4,600; whoever tries has eight tries in ten minutes."""
    return f"{secrets.choice(FIRST)} {secrets.choice(SECOND)}"


def alike(typed: str, word: str) -> bool:
    """Capitals, blanks and strokes between the words are forgiven."""
    return secrets.compare_digest(plain(typed).encode(), plain(word).encode())


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
