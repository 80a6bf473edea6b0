"""The page for authors of clients says what the code does, all of it and nothing else."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings

from cohorts.timeline import batch
from community import routing
from community.live import outlet, parsing, presence, process, protocol
from moderation.access import talks

ROOT = Path(settings.BASE)
PAGE = (ROOT / "community" / "docs" / "realtime.md").read_text()
MIRROR = (ROOT / "community" / "static" / "js" / "live" / "protocol.js").read_text()


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table after this heading."""
    table = PAGE.split(f"{heading}\n\n", 1)[1].split("\n| --- ", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[1:]]


def first_column(heading: str) -> list[str]:
    return [row[0].strip("`") for row in rows(heading)]


def names(text: str) -> set[str]:
    """What stands in backticks, outside of braces and brackets: fields of fields are told there."""
    return set(re.findall(r"`(\w+)`", re.sub(r"\{[^}]*\}", "", text)))


def sources() -> list[str]:
    """Everything of ours that may refuse a frame or send one."""
    places = [*(ROOT / "cohorts").rglob("*.py"), *(ROOT / "community").rglob("*.py")]
    return [place.read_text() for place in [*places, ROOT / "moderation" / "access" / "rooms.py"]]


def used(pattern: str) -> set[str]:
    return {found for text in sources() for found in re.findall(pattern, text)}


def test_the_page_names_every_frame_of_a_client_and_no_other() -> None:
    assert sorted(first_column("Client to server")) == sorted(parsing.READERS)


def test_the_page_names_every_field_of_a_client_s_frames() -> None:
    kinds = {kind for part in get_args(protocol.Frame) for kind in (get_args(part) or (part,))}
    fields = {kind.type: {field.name for field in dataclasses.fields(kind)} for kind in kinds}
    assert {row[0].strip("`"): names(row[1]) for row in rows("Client to server")} == fields


def test_the_page_names_every_frame_of_the_server_and_no_other() -> None:
    assert sorted(first_column("Server to client")) == sorted(protocol.SENT)


def test_every_frame_of_the_server_is_sent() -> None:
    sent = used(r'(?<![.\w])encode\(\s*"(\w+)"') | {"synced"}  # `sync` is answered with one of two, by a variable
    assert sent == protocol.SENT


def test_the_page_names_every_close_code_and_no_other() -> None:
    assert sorted(map(int, first_column("Close codes"))) == sorted(protocol.Close)


def test_the_browser_s_scripts_know_the_same_close_codes() -> None:
    mirrored = {name: int(code) for name, code in re.findall(r"(\w+): (4\d{3})", MIRROR)}
    assert mirrored == {close.name: int(close) for close in protocol.Close}
    assert f'SUBPROTOCOL = "{protocol.SUBPROTOCOL}"' in MIRROR


CODES = (
    r'Refusal\(\s*"(\w+)"', r'refuse\(\s*"(\w+)"', r'f\.uuid\([^)]*code="(\w+)"', r'optional_uuid\([^)]*code="(\w+)"',
    r'def uuid\(self[^)]*code: str = "(\w+)"', r"""^[A-Z_]+ = no\("(\w+)",""", r'return no\("(\w+)",',
)  # fmt: skip


def refusal_codes() -> set[str]:
    """In the wire, in the timeline, and in the rules of the rooms."""
    texts = [p.read_text() for p in [*(ROOT / "community" / "live").glob("*.py"), *(ROOT / "cohorts").rglob("*.py")]]
    texts += [(ROOT / "community" / "routing.py").read_text(), (ROOT / "moderation/access/rooms.py").read_text()]
    of_talks = {decision.code for decision in (talks.CANNOT, talks.UNBLOCK, talks.NOT_HERE)}
    return of_talks | {code for text in texts for pattern in CODES for code in re.findall(pattern, text, re.MULTILINE)}


def test_the_page_names_every_refusal_and_no_other() -> None:
    assert sorted(first_column("Refusal codes")) == sorted(refusal_codes())


def test_what_the_browser_sends_again_is_what_the_page_says_to_send_again() -> None:
    later = set(re.findall(r'"(\w+)"', MIRROR.split("LATER", 1)[1]))
    waiting = {row[0].strip("`") for row in rows("Refusal codes") if "retry_after" in row[2]}
    assert later == waiting


def test_the_page_names_every_kind_of_update_and_no_other() -> None:
    told = {kind for text in sources() for kind in re.findall(r'encode\("update".*?kind="(\w+)"', text, re.DOTALL)}
    assert sorted(first_column("asks for them over HTTP.")) == sorted(told)


LIMITS = {
    "characters in a message": protocol.MAX_BODY,
    "bytes in a frame": protocol.MAX_FRAME_BYTES,
    "files on a message": protocol.MAX_ATTACHMENTS,
    "frames in a minute": process.Limits().frames_per_minute,
    "messages in 10 seconds": process.Limits().messages_per_10_s,
    "sockets of a member": process.Limits().sockets_per_member,
    "topics followed": routing.MOST_FOLLOWED,
    "messages in the first page": protocol.PAGE,
    "messages in `synced`": protocol.SYNC_LIMIT,
    "messages in a `page`": protocol.HISTORY_LIMIT,
    "kinds of reactions": batch.MOST_REACTIONS,
    "unreadable frames": protocol.BAD_FRAMES_PER_MINUTE - 1,
}


@pytest.mark.parametrize("what", LIMITS)
def test_the_page_names_the_limit_that_holds(what: str) -> None:
    [most] = [row[1] for row in rows("Limits") if row[0].startswith(what)]
    assert int(most.replace(",", "")) == LIMITS[what]
    assert len(LIMITS) == len(rows("Limits"))


def test_the_page_names_the_times_and_bounds_that_hold() -> None:
    limits = process.Limits()
    assert (limits.beat_s, limits.epoch_poll_s) == (15, 5)
    assert (outlet.MAX_WAITING_BYTES, outlet.MAX_WAITING_FRAMES) == (2**20, 500)
    assert (presence.EVERY_S, presence.NAMED_UP_TO) == (2, 100)
    for words in ("1 MiB or 500 frames", "every 15 seconds", "up to 100 people", "at most every 2 seconds"):
        assert words in PAGE
