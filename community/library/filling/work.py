"""What the other process does with a template (community/files/apart.py): it looks for fields, and it fills them in.

What it is given begins with a line of JSON: the kind of the file, and for filling in, the answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from community.files.apart import Answer
from community.library.filling import excel, word, writing
from community.library.filling.marks import Reader
from community.library.filling.names import Value

_MODULES = {"word": word, "excel": excel, "text": writing}
KINDS = frozenset(_MODULES)
# What XML cannot hold at all (XML 1.0, 2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def given(kind: str, content: bytes, answers: Mapping[str, Value] | None = None) -> bytes:
    values = {name: asdict(value) for name, value in (answers or {}).items()}
    return json.dumps({"kind": kind, "values": values}).encode() + b"\n" + content


def taken(together: bytes) -> tuple[dict[str, Any], bytes]:
    head, _, content = together.partition(b"\n")
    return dict(json.loads(head)), content


def find(together: bytes) -> Answer:
    head, content = taken(together)
    reader = reader_of(head["kind"])
    _MODULES[head["kind"]].find(content, reader)
    return {"fields": [asdict(field) for field in reader.fields.values()], "more": reader.more}, []


def fill(together: bytes) -> Answer:
    head, content = taken(together)
    values = {
        name: Value(_NOT_XML.sub("", value["text"]), value["kind"], value["number"])
        for name, value in head["values"].items()
    }
    return {}, [_MODULES[head["kind"]].fill(content, reader_of(head["kind"]), values)]


def reader_of(kind: str) -> Reader:
    return Reader(markdown=kind == "text", parts=kind in ("word", "text"))
