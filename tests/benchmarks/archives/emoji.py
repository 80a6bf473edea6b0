"""Names of emoji, as archives write them, made into the emoji itself."""

from __future__ import annotations

import unicodedata

from community.text.emoji import is_emoji

# Names that are not Unicode's own, most used first; the rest is looked up by its Unicode name.
NAMES = {
    "+1": "👍", "thumbsup": "👍", "thumbs_up": "👍", "-1": "👎", "thumbsdown": "👎", "heart": "❤️", "tada": "🎉",
    "joy": "😂", "laughing": "😆", "smile": "😄", "grinning": "😀", "slightly_smiling_face": "🙂", "wink": "😉",
    "thinking_face": "🤔", "cry": "😢", "sob": "😭", "pray": "🙏", "clap": "👏", "raised_hands": "🙌", "wave": "👋",
    "muscle": "💪", "ok_hand": "👌", "point_up": "☝️", "eyes": "👀", "fire": "🔥", "rocket": "🚀", "100": "💯",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "bulb": "💡", "star": "⭐", "sparkles": "✨",
    "open_mouth": "😮", "heart_eyes": "😍", "sunglasses": "😎", "raised_hand": "✋", "party_popper": "🎉",
    "partying_face": "🥳", "hugging_face": "🤗", "blue_heart": "💙", "green_heart": "💚", "coffee": "☕", "beers": "🍻",
}  # fmt: skip


def emoji_of(name: str) -> str:
    """Empty for what is no emoji of Unicode: a picture of the workspace's own."""
    if is_emoji(name):
        return name
    plain = name.strip(":").partition("::")[0]  # without "::skin-tone-3"
    if plain in NAMES:
        return NAMES[plain]
    try:
        found = unicodedata.lookup(plain.replace("_", " ").replace("-", " "))
    except KeyError:
        return ""
    return found if is_emoji(found) else ""
