"""One request through the application for pages: what comes in, what goes out."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import signals
from django.templatetags.static import static

from community.pages import CHUNK_BYTES, SPOOL_BYTES, WHOLE_BYTES, Pages
from tests.harness.browser import Browser
from tests.server.asking import ask, asking, said
from tests.server.conftest import end_threads
from tests.server.stand.views import word

FORM = (b"content-type", b"application/x-www-form-urlencoded")
IDENTITY = [(name.lower().encode(), value.encode()) for name, value in Browser(0).identity().items()]


def parts(*each: str) -> dict[str, Any]:
    """A form in parts: each is the head of a part and its content."""
    body = "".join(f"--edge\r\nContent-Disposition: form-data; {part}\r\n" for part in each) + "--edge--\r\n"
    return {"headers": [(b"content-type", b"multipart/form-data; boundary=edge")], "body": body.encode()}


# ---- what comes in ----------------------------------------------------------------------------------


async def test_a_page_without_a_body(pages: Pages) -> None:
    answer = await ask(pages, "/stand/reads/")
    assert (answer.status, said(answer)["size"]) == (200, 0)


@pytest.mark.parametrize("pieces", [1, 7])
async def test_a_body_arrives_whole_whether_or_not_it_had_to_lie_on_disk(pages: Pages, pieces: int) -> None:
    sent = [os.urandom(SPOOL_BYTES // 3) for _ in range(pieces)]
    answer = await ask(pages, "/stand/reads/", "POST", body=sent)
    whole = b"".join(sent)
    assert said(answer) == {"size": len(whole), "sha256": hashlib.sha256(whole).hexdigest()}


async def test_a_body_that_the_server_has_spooled_is_taken_as_it_is(pages: Pages) -> None:
    place = io.BytesIO(b"a=1&b=2")
    request = asking("/stand/reads/", "POST", query="as=form", headers=[FORM], extensions={"community.body": place})
    assert said(await request.begin(pages).answer())["fields"] == {"a": "1", "b": "2"}
    assert place.closed


@pytest.mark.parametrize("claim", [[], [(b"content-length", b"3")], [(b"content-length", b"4000")]])
async def test_what_came_counts_not_what_was_announced(pages: Pages, claim: list[tuple[bytes, bytes]]) -> None:
    form = parts('name="word"\r\n\r\nHello')
    form["headers"] += claim
    answer = await ask(pages, "/stand/reads/", "POST", query="as=form", **form)
    assert said(answer)["fields"] == {"word": "Hello"}


async def test_more_than_the_site_takes_is_refused(pages: Pages, settings: Any) -> None:
    settings.MAX_BODY_BYTES = 1000
    request = asking("/stand/reads/", "POST", body=[b"x" * 600] * 50).begin(pages)
    answer = await request.answer()
    assert (answer.status, answer.body) == (413, b"This is larger than the community takes.")
    assert request.incoming.qsize() == 48, "the rest is not even looked at"


TOO_MUCH: dict[str, tuple[int, dict[str, Any]]] = {
    "a long form": (413, {"headers": [FORM], "body": b"text=" + b"x" * 600_000}),
    "a long field among parts": (413, parts('name="text"\r\n\r\n' + "x" * 600_000 + "\r\n")),
    "a long field in disguise": (
        413, parts('name="text"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + "eHh4" * 200_000 + "\r\n")),
    "many fields": (400, {"headers": [FORM], "body": b"&".join(b"f%d=1" % n for n in range(300))}),
    "many fields among parts": (400, parts(*[f'name="f{n}"\r\n\r\n1\r\n' for n in range(300)])),
    "many files": (400, parts(*[f'name="f{n}"; filename="a.txt"\r\n\r\n1\r\n' for n in range(11)])),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
async def test_too_much_in_a_form_is_said_so(pages: Pages, name: str) -> None:
    status, form = TOO_MUCH[name]
    answer = await ask(pages, "/stand/reads/", "POST", query="as=form", **form)
    assert (answer.status, b"<h1>" in answer.body) == (status, True)


UNREADABLE: dict[str, dict[str, Any]] = {
    "a zero in the path": {"path": "/people/\x00/"},
    "a query of another encoding": {"query": "q=\xff"},
    "an encoding nobody knows": {"headers": [(b"content-type", b"text/plain; charset*=bogus'en'x")]},
    "an encoding that is no text": {"headers": [(b"content-type", b"text/plain; charset=hex")]},
    "another encoding": {"headers": [(b"content-type", b"text/plain; charset=latin1")]},
}


@pytest.mark.parametrize("name", UNREADABLE)
async def test_a_head_that_cannot_be_read_is_a_bad_request(pages: Pages, name: str) -> None:
    given = {"path": "/stand/tells/", **UNREADABLE[name]}
    with counted() as count:
        answer = await ask(pages, **given)
    assert (answer.status, answer.body) == (400, b"This request cannot be read.\n")
    assert count == {"started": 1, "finished": 1}


async def test_vera_who_leaves_while_sending_is_answered_by_nobody(pages: Pages) -> None:
    request = asking("/stand/tells/", "POST", body=b"x")
    request.incoming.get_nowait()
    request.incoming.put_nowait({"type": "http.request", "body": b"x", "more_body": True})
    request.leave()
    request.begin(pages)
    assert request.task is not None
    await request.task
    assert request.sent == []


async def test_what_the_caller_holds_in_its_context_is_there_in_the_page(pages: Pages) -> None:
    token = word.set("moss")
    try:
        assert said(await ask(pages, "/stand/tells/"))["word"] == "moss"
    finally:
        word.reset(token)
    assert said(await ask(pages, "/stand/tells/"))["word"] == "nothing"


# ---- what goes out ----------------------------------------------------------------------------------


async def test_cookies_of_a_page_go_out_each_in_its_own_line(pages: Pages) -> None:
    answer = await ask(pages, "/stand/greets/")
    assert answer.headers["set-cookie"].split("\n") == [
        "one=1; HttpOnly; Path=/",
        'two="a b\\073c"; Path=/; SameSite=Strict',
    ]


async def test_a_stream_goes_out_piece_by_piece(pages: Pages) -> None:
    request = asking("/stand/streams/", query="pieces=3").begin(pages)
    answer = await request.answer()
    assert (answer.body, "content-length" in answer.headers) == (b"0;1;2;", False)
    assert [message["body"] for message in request.sent[1:]] == [b"0;", b"1;", b"2;", b""]


async def test_a_stream_that_breaks_is_never_closed_as_if_it_were_whole(pages: Pages) -> None:
    request = asking("/stand/streams/", query="pieces=3&break_at=1").begin(pages)
    assert request.task is not None
    with counted() as count, pytest.raises(RuntimeError):
        await request.task
    assert [message.get("more_body") for message in request.sent] == [None, True]
    assert count["finished"] == 1


async def test_a_small_file_is_answered_in_the_same_hop(pages: Pages) -> None:
    pages.files.shutdown()
    answer = await ask(pages, "/stand/lends/", query=f"size={WHOLE_BYTES - 1}")
    assert (answer.status, len(answer.body)) == (200, WHOLE_BYTES - 1)


async def test_a_large_file_goes_out_in_large_pieces(pages: Pages) -> None:
    request = asking("/stand/lends/", query=f"size={3 * CHUNK_BYTES + 5}").begin(pages)
    answer = await request.answer()
    assert len(answer.body) == int(answer.headers["content-length"]) == 3 * CHUNK_BYTES + 5
    assert [len(message["body"]) for message in request.sent[1:]] == [*[CHUNK_BYTES] * 3, 5, 0]


@pytest.mark.parametrize("query", ["size=100", f"size={WHOLE_BYTES * 4}"])
async def test_the_head_of_a_file_is_its_length_and_nothing_else(pages: Pages, query: str) -> None:
    answer = await ask(pages, "/stand/lends/", "HEAD", query=query)
    assert (answer.headers["content-length"], answer.body) == (query.removeprefix("size="), b"")


async def test_the_head_of_a_page_is_that_of_the_page(pages: Pages) -> None:
    whole, head = await ask(pages, "/health/"), await ask(pages, "/health/", "HEAD")
    assert (head.status, head.body, whole.body) == (200, b"", b"ok\n")
    assert head.headers == whole.headers


async def test_the_head_of_a_stream_does_not_start_it(pages: Pages) -> None:
    answer = await ask(pages, "/stand/streams/", "HEAD", query="break_at=0")
    assert (answer.status, answer.body, "content-length" in answer.headers) == (200, b"", False)


async def test_an_answer_of_nothing_is_nothing(pages: Pages) -> None:
    answer = await ask(pages, "/stand/says_nothing/")
    assert (answer.status, answer.body) == (204, b"")


async def test_a_browser_that_has_a_static_file_is_told_so_in_the_same_hop(pages: Pages) -> None:
    pages.files.shutdown()
    style = static("css/site.css")
    first = await ask(pages, style)
    seen = [(b"if-modified-since", first.headers["last-modified"].encode())]
    again = await ask(pages, style, headers=seen)
    assert (first.status, again.status, again.body) == (200, 304, b"")


async def test_a_method_that_is_not_for_this_page_is_said_so(pages: Pages) -> None:
    answer = await ask(pages, "/health/", "PUT", headers=IDENTITY)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


# ---- what breaks ------------------------------------------------------------------------------------


def requires_a_calm_page(answer: Any) -> None:
    assert (answer.status, b"Something broke on our side" in answer.body) == (500, True)
    assert b"secret" not in answer.body
    assert b"Traceback" not in answer.body


async def test_a_page_that_breaks_says_so_and_tells_nothing(pages: Pages) -> None:
    requires_a_calm_page(await ask(pages, "/stand/breaks/"))


@pytest.mark.parametrize("place", [0, 4, -1])
async def test_a_middleware_that_breaks_is_answered_alike(settings: Any, place: int) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE]
    settings.MIDDLEWARE.insert(place, "tests.server.stand.views.stumbles")
    pages = Pages(1)
    try:
        requires_a_calm_page(await ask(pages, "/health/"))
    finally:
        end_threads(pages)


async def test_even_the_page_of_errors_may_break(pages: Pages, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.ROOT_URLCONF = "tests.server.stand.broken_urls"
    requires_a_calm_page(await ask(pages, "/stand/breaks/"))
    assert "A request could not be answered" in caplog.text
    settings.ROOT_URLCONF = "tests.server.stand.urls"
    assert (await ask(pages, "/health/")).status == 200


# ---- signals ----------------------------------------------------------------------------------------


@contextmanager
def counted() -> Iterator[dict[str, int]]:
    """How often Django was told of a beginning and of an end."""
    count = {"started": 0, "finished": 0}

    def started(**kwargs: Any) -> None:
        count["started"] += 1

    def finished(**kwargs: Any) -> None:
        count["finished"] += 1

    signals.request_started.connect(started)
    signals.request_finished.connect(finished)
    try:
        yield count
    finally:
        signals.request_started.disconnect(started)
        signals.request_finished.disconnect(finished)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path",
    [
        "/health/",
        "/nowhere/",
        "/stand/breaks/",
        "/stand/streams/",
        "/stand/lends/?size=10",
        "/stand/lends/?size=900000",
    ],
)
async def test_a_request_begins_once_and_ends_once(pages: Pages, method: str, path: str) -> None:
    place, _, query = path.partition("?")
    with counted() as count:
        await ask(pages, place, method, query=query)
    assert count == {"started": 1, "finished": 1}
