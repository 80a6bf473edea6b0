"""The program itself: a small chat said again over real sockets, and what it answers to what is no chat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.servers import ROOT


def benchmarks(*words: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNITY_")}
    command = [sys.executable, "-m", "tests.benchmarks", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.served
def test_an_evening_of_ada_and_ben_is_said_again_word_for_word(tmp_path: Path) -> None:
    def line(n: int) -> dict[str, object]:
        answers = {"reply_to": n - 4} if n > 9 else {}
        return {"id": n, "user": "Ada" if n % 3 else "Ben", "text": f"Number {n} שלום 🎉\x00", **answers}

    lines = [json.dumps(line(n)) for n in range(1, 41)]
    chat = tmp_path / "guides.jsonl"
    chat.write_text("\n".join([*lines, "{broken", json.dumps({"user": "Ada", "text": "word " * 2_000})]))
    done = benchmarks("replay", str(chat), "--clients", "6", "--cuts", "3", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    facts = json.loads(done.stdout.splitlines()[-1])
    wanted = {"messages": 42, "said": 41, "skipped": 1, "malformed": 1, "split": 1, "cuts": 3, "mismatches": 0,
              "answers": 31, "compared": 42 * 6}  # fmt: skip
    assert {name: facts[name] for name in wanted} == wanted
    assert "guides.jsonl:41" in done.stdout


def test_what_is_no_archive_ends_with_one_sentence_and_two(tmp_path: Path) -> None:
    done = benchmarks("replay", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "is not a chat archive" in done.stderr
