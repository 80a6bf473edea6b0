"""Every file of the hostile corpus, against what its manifest expects. The corpus is kept elsewhere."""

from __future__ import annotations

import base64
import io
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from community.files.inspect import Finding, Refused, inspect

DATA = Path(os.environ.get("COMMUNITY_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data")
FOLDER = DATA / "corpora" / "files"
MISSING = "The hostile corpus is not here: set COMMUNITY_TEST_DATA to the folder that holds corpora/files."
# Found in the corpus' pictures; none of it may be found in what we keep.
SECRETS = (b"Exif", b"GPS", b"<script", b"alert(", b"PK\x03\x04", b"xmp", b"tEXt", b"zTXt")
SECONDS = 5.0


def listed(name: str, key: str | None = None) -> list[Any]:
    if not (FOLDER / name).is_file():
        return []
    content = json.loads((FOLDER / name).read_text())
    return list(content[key] if key else content)


CASES = listed("manifest.json", "files")
NAMES = [case["name"] for case in listed("filenames.json")]


def outcome(case: dict[str, Any]) -> Finding | Refused:
    name, content = case["file"], (FOLDER / case["file"]).read_bytes()
    if name == "eicar.b64":  # stored so that no scanner eats the corpus
        name, content = "eicar.com", base64.b64decode(content)
    try:
        return inspect(name, io.BytesIO(content))
    except Refused as refused:
        return refused


def is_clean(found: Finding) -> bool:
    """A picture without notes, and without whatever was hidden in it."""
    with Image.open(io.BytesIO(found.content)) as picture:
        quiet = not picture.getexif() and not {"xmp", "exif", "comment", "icc_profile"} & set(picture.info)
    return quiet and not any(secret in found.content for secret in SECRETS)


def is_as_expected(expected: str, result: Finding | Refused) -> bool:
    if isinstance(result, Refused):
        return expected.startswith("reject")
    if result.kind == "image":
        return expected in ("accept", "accept_strip", "reject_or_strip") and is_clean(result)
    return expected == "accept" or (expected == "attachment" and "charset=" in result.media_type)


@pytest.mark.skipif(not CASES, reason=MISSING)
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["file"]))
def test_hostile_files_meet_the_end_that_was_foreseen(case: dict[str, Any]) -> None:
    began = time.monotonic()
    result = outcome(case)
    assert is_as_expected(case["expect"], result), f"{case['expect']}: {case['why']}, but {result!r:.300}"
    assert time.monotonic() - began < SECONDS


@pytest.mark.skipif(not NAMES, reason=MISSING)
@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_cleaned_or_refused(name: str) -> None:
    try:
        kept = inspect(name, io.BytesIO(b"Hello")).name
    except Refused:
        return
    assert kept.endswith((".txt", ".md", ".csv"))
    assert not set(kept) & set('/\\:*?"<>|`\r\n\0\u202e')
    assert not kept.startswith((".", "-", "=", "con."))
