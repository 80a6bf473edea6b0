"""What is broken in an archive costs only itself, and what is no archive is told in one sentence."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from tests.benchmarks.archives import MALFORMED, Archive, NotAnArchive
from tests.benchmarks.reading import of_zulip, said, skipped, words, written


def test_a_broken_message_costs_only_itself_and_says_its_line(tmp_path: Path) -> None:
    text = json.dumps([of_zulip(n, "Ada", f"<p>{n}</p>") for n in range(4)], indent=2)
    broken = text.replace('"<p>1</p>"', '"<p>1</p>').replace('"sender_full_name": "Ada"', '"sender_full_name": 7', 1)
    path = written(tmp_path, "topic.json", broken)
    assert [one.body for one in said(path)] == ["<p>2</p>", "<p>3</p>"]
    assert skipped(path) == [(MALFORMED, "topic.json:2"), (MALFORMED, "topic.json:8")]


def test_a_file_that_ends_in_the_middle_gives_what_it_has(tmp_path: Path) -> None:
    text = json.dumps([of_zulip(n, "Ada", f"<p>{n}</p>") for n in range(3)], indent=2)
    path = written(tmp_path, "topic.json", text[: text.index("<p>2")])
    assert [one.body for one in said(path)] == ["<p>0</p>", "<p>1</p>"]
    assert [reason for reason, _ in skipped(path)] == [MALFORMED]


@pytest.mark.parametrize(
    "element", ["7", "null", "[]", '"text"', '{"id": 1}', '{"id": 1, "sender_full_name": "A", "content": null}']
)
def test_an_element_that_is_no_message_is_counted(tmp_path: Path, element: str) -> None:
    good = json.dumps(of_zulip(5, "Ada", "<p>Hello</p>"))
    path = written(tmp_path, "topic.json", f"[\n{good},\n{element}\n]")
    assert [one.name for one in said(path)] == ["Ada"]
    assert skipped(path) == [(MALFORMED, "topic.json:3")]


def test_pictures_and_damaged_packages_beside_the_messages_do_no_harm(tmp_path: Path) -> None:
    written(tmp_path, "topic.json", [of_zulip(1, "Ada", "<p>Hello</p>")])
    written(tmp_path, "notes.txt", "Only notes.")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "more.zip").write_bytes(b"PK no zip at all")
    archive = Archive(tmp_path)
    assert [entry.where for entry in archive.entries()] == ["more.zip", "topic.json:2"]
    assert archive.other == ["notes.txt"]


def test_an_old_encoding_and_a_mark_at_the_beginning_are_read(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("1/1/21, 12:00 - Zoë: naïve café\n".encode("cp1252"))
    (tmp_path / "new.txt").write_bytes("1/1/21, 12:00 - Ada: Grüße\n".encode("utf-16"))
    assert sorted(words(tmp_path)) == [("Ada", "Grüße"), ("Zoë", "naïve café")]


def test_a_tar_is_read_without_being_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "export.tar.gz"
    with tarfile.open(path, "w:gz") as rolled:
        data = json.dumps([of_zulip(1, "Ada", "<p>Hello</p>")]).encode()
        info = tarfile.TarInfo("../stream/topic.json")
        info.size = len(data)
        rolled.addfile(info, io.BytesIO(data))
    assert words(path) == [("Ada", "<p>Hello</p>")]


@pytest.mark.parametrize(
    "content", ["", "Only words.", "{}", "[]", '{"name": "demo", "version": 3}', "[1, 2]", "\x00\x01", "{" * 5000]
)
def test_what_is_no_archive_is_told_in_one_sentence(tmp_path: Path, content: str) -> None:
    path = written(tmp_path, "thing.json", content)
    with pytest.raises(NotAnArchive) as told:
        Archive(path)
    assert "is not a chat archive" in str(told.value)
    assert "\n" not in str(told.value)


def test_several_conversations_are_read_side_by_side(tmp_path: Path) -> None:
    for topic in "ab":
        written(tmp_path, f"{topic}.json", [of_zulip(n, "Ada", f"{topic}{n}") for n in range(3)])
    assert [one.body for one in said(tmp_path)] == ["a0", "b0", "a1", "b1", "a2", "b2"]
