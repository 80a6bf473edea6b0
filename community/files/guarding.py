"""What may point to a child in a file that somebody brings: looked at once, told to them alone, kept nowhere.

Whoever can read the words of a kind of file registers how; this app knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable

from community.files import actions
from community.files.models import Upload
from community.text import privacy

Reader = Callable[[str, bytes, str], str]  # kind, content, name → its words, or nothing
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Called once from AppConfig.ready()."""
    _readers.append(reader)


def cautions(upload: Upload) -> list[dict[str, str]]:
    """What was seen and which kind it is, in the order of the file (34 CFR 99.3). Pictures have no words here."""
    if upload.kind == "image" or not _readers:
        return []
    content = actions.content(upload)
    words = "\n\n".join(reader(upload.kind, content, upload.name) for reader in _readers)
    return [{"kind": seen.kind, "words": seen.words} for seen in privacy.look(words)]
