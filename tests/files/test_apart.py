from __future__ import annotations

import io
import json
import os
import resource
import time

import pytest

from community.files import apart
from community.files.apart import Answer, Failed
from community.files.findings import Refused

HERE = "tests.files.test_apart"


def repeat(content: bytes) -> Answer:
    print("this must not mix with the answer")
    return {"length": len(content)}, [content, content[::-1]]


def refuse(content: bytes) -> Answer:
    raise Refused("Not this one.")


def fail(content: bytes) -> Answer:
    raise RecursionError("too deep")


def crash(content: bytes) -> Answer:
    os.abort()


def spin(content: bytes) -> Answer:
    while True:
        pass


def swell(content: bytes) -> Answer:
    return {}, [bytes(2 * apart.MEMORY_BYTES)]


def test_the_answer_comes_back_with_its_bytes() -> None:
    assert apart.run(f"{HERE}:repeat", b"abc\n\0", seconds=5) == ({"length": 5}, [b"abc\n\0", b"\0\ncba"])


def test_a_refusal_keeps_its_sentence() -> None:
    with pytest.raises(Refused, match=r"^Not this one\.$"):
        apart.run(f"{HERE}:refuse", b"", seconds=5)


@pytest.mark.parametrize("task", ["fail", "crash", "swell", "no_such_task"])
def test_whatever_goes_wrong_there_only_fails_here(task: str) -> None:
    with pytest.raises(Failed):
        apart.run(f"{HERE}:{task}", b"x", seconds=5)


def test_work_that_never_ends_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(Failed):
        apart.run(f"{HERE}:spin", b"", seconds=1)
    assert time.monotonic() - began < apart.WALL_SECONDS


@pytest.mark.parametrize("output", [b"", b"nonsense\n", b"[]\n", b'{"facts": {}}\n', b'{"facts": 1, "lengths": []}\n'])
def test_an_answer_that_makes_no_sense_is_a_failure(output: bytes) -> None:
    with pytest.raises(Failed):
        apart.unpacked("task", output)


def test_what_the_other_process_writes_is_json_and_bytes() -> None:
    target = io.BytesIO()
    apart.main(f"{HERE}:repeat", io.BytesIO(b"ab"), target)
    head, rest = target.getvalue().split(b"\n")
    assert (json.loads(head)["lengths"], rest) == ([2, 2], b"abba")


def test_a_machine_that_knows_no_limits_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse_limit(what: int, most: tuple[int, int]) -> None:
        asked.append(what)
        raise ValueError("not here")

    monkeypatch.setattr(resource, "setrlimit", refuse_limit)
    apart.limit(5)
    assert asked == [resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_CORE]
