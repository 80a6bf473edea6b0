"""Saying something: what the sender is told, what everybody gets, once and in one order."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from cohorts.models import Message
from community.live.protocol import MAX_BODY
from tests.cast import World
from tests.harness.community import Community
from tests.harness.tab import Frame, Tab
from tests.harness.view import View
from tests.live.wire.past import stored, until


def both(community: Community, people: World) -> tuple[Tab, Tab]:
    """Ada and Ben in their room, in different processes where there are two."""
    ada, ben = community.tab(people.ada), community.tab(people.ben, at=community.processes - 1)
    ada.enter(people.room)
    ben.enter(people.room)
    return ada, ben


def test_an_answer_names_the_message_and_its_place(community: Community, people: World) -> None:
    ada = community.tab(people.ada)
    nonce = uuid4()
    ack = ada.says(people.room, "Hello", nonce=nonce)
    message = Message.objects.get(author=people.ada, nonce=nonce)
    assert set(ack) == {"type", "nonce", "room", "message", "seq", "rev", "at"}
    assert (ack["type"], ack["nonce"], ack["room"]) == ("ack", str(nonce), str(people.room.pk))
    assert (ack["message"], ack["seq"], ack["rev"]) == (str(message.pk), 1, 1)
    assert abs(datetime.fromisoformat(ack["at"]) - datetime.now(UTC)) < timedelta(seconds=30)


def test_the_frame_of_a_message_is_its_whole_public_state(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    nonce = uuid4()
    ack = ada.says(people.room, "Hello *there*", nonce=nonce)
    frame = ben.hears("message")
    assert (set(frame), frame["room"], frame["rev"]) == ({"type", "room", "rev", "message"}, str(people.room.pk), 1)
    assert frame["message"] == {
        "id": ack["message"], "seq": 1, "rev": 1, "nonce": str(nonce), "at": ack["at"], "edited_at": None,
        "author": {
            "id": people.ada.pk, "handle": people.ada.handle, "name": people.ada.name, "role": "member",
            "avatar": {"initials": "A", "hue": "pine"}, "school": f"{people.cedar.name}, CO",
        },
        "deleted": False, "body": "Hello *there*", "html": "<p>Hello <em>there</em></p>",
        "reply_to": None, "attachments": [], "reactions": [], "pinned": False,
    }  # fmt: skip


@pytest.mark.parametrize(("name", "role"), [("fay", "facilitator"), ("mona", "moderator"), ("olga", "moderator")])
def test_everybody_can_see_who_leads(community: Community, people: World, name: str, role: str) -> None:
    ada, leading = community.tab(people.ada), community.tab(people.people[name])
    ada.enter(people.room)
    leading.says(people.room)
    assert ada.hears("message")["message"]["author"]["role"] == role


def test_every_reader_gets_the_same_bytes_the_author_too(community: Community, people: World) -> None:
    names = ("ada", "ben", "fay", "mona", "ron")
    tabs = [community.tab(people.people[name], at=n % community.processes) for n, name in enumerate(names)]
    for tab in tabs:
        tab.enter(people.room)
    tabs[0].says(people.room, f"@{people.ben.handle} *look*")
    for tab in tabs:
        tab.hears("message")
    texts = [[text for text in tab.heard if '"type":"message"' in text] for tab in tabs]
    assert texts == [texts[0]] * len(names)
    assert len(texts[0]) == 1


# ---- once ---------------------------------------------------------------------------------------------


def test_the_same_nonce_gets_the_same_answer_and_says_it_once(community: Community, people: World) -> None:
    """After a cut, from another tab, another process: the client may always ask again."""
    ada, ben = both(community, people)
    nonce = uuid4()
    first = ada.says(people.room, "Once", nonce=nonce)
    other = community.tab(people.ada, at=community.processes - 1)
    assert [tab.says(people.room, "Once", nonce=nonce) for tab in (ada, other, ada)] == [first] * 3
    ben.hears("message")
    ben.hears_nothing("message", during=0.2)
    assert len(stored(people.room)) == 1


def test_the_same_nonce_over_many_sockets_in_one_moment_is_one_message(community: Community, people: World) -> None:
    _, ben = both(community, people)
    tabs = [community.tab(people.ada, at=n % community.processes) for n in range(6)]
    for number in range(5):
        nonce = uuid4()
        for tab in tabs:
            tab.send("say", room=people.room.pk, nonce=nonce, body=f"Once {number}")
        answers = [tab.hears("ack", "refused", nonce=str(nonce)) for tab in tabs]
        assert answers == [answers[0]] * len(tabs)
        assert answers[0]["type"] == "ack"
        assert ben.hears("message")["message"]["seq"] == number + 1
    ben.hears_nothing("message", during=0.2)
    assert [body for _, _, body in stored(people.room)] == [f"Once {number}" for number in range(5)]


def test_a_nonce_of_ada_is_none_of_ben(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    nonce = uuid4()
    acks = [ada.says(people.room, "Hers", nonce=nonce), ben.says(people.room, "His", nonce=nonce)]
    assert [ack["type"] for ack in acks] == ["ack"] * 2
    assert acks[0]["message"] != acks[1]["message"]


# ---- one order ----------------------------------------------------------------------------------------


class Reader:
    """A client that keeps a view as the browser does."""

    def __init__(self, tab: Tab, room: object) -> None:
        self.tab, self.room, self.view = tab, room, View()
        entered = tab.enter(room)
        self.view.begin(entered["messages"], entered["rev"], entered["more"])

    def reads_to(self, rev: int) -> list[tuple[str, int, str]]:
        while self.view.cursor != rev:
            frame = self.tab.hears("message")
            self.view.hear(frame["rev"], frame["message"])
        return [(m["id"], m["seq"], m["body"]) for m in self.view.ordered()]


def test_everybody_sees_one_order_whoever_talks_where(community: Community, people: World) -> None:
    """Four who talk at once over all processes; five who listen at all of them."""
    names, each = ("ada", "ben", "fay", "mona"), 25
    readers = [
        Reader(community.tab(people.people[name], at=n % community.processes), people.room)
        for n, name in enumerate((*names, "ron"))
    ]
    talkers = [community.tab(people.people[name], at=n // 2 % community.processes) for n, name in enumerate(names)]
    threads = [threading.Thread(target=talk, args=(tab, people.room, each)) for tab in talkers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = [reader.reads_to(len(names) * each) for reader in readers]
    assert seen == [stored(people.room)] * len(readers)
    assert [seq for _, seq, _ in seen[0]] == list(range(1, len(names) * each + 1))


def talk(tab: Tab, room: object, count: int) -> None:
    """Without waiting for answers; what one person says keeps its order."""
    nonces = [str(uuid4()) for _ in range(count)]
    for number, nonce in enumerate(nonces):
        tab.send("say", room=getattr(room, "pk", room), nonce=nonce, body=f"Number {number}")
    acks = [tab.hears("ack", nonce=nonce)["seq"] for nonce in nonces]
    assert acks == sorted(acks)


# ---- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("[here](javascript:alert(1))", "<p>[here](javascript:alert(1))</p>"),
        ("مرحبا بكم", "<p>مرحبا بكم</p>"),
        ("👩🏽‍🏫 🏳️‍🌈", "<p>👩🏽‍🏫 🏳️‍🌈</p>"),
        ("line\u2028separator", "<p>line\u2028separator</p>"),
        ('"}],"type":"gone"', '<p>"}],"type":"gone"</p>'),
    ],
)
def test_hostile_and_foreign_words_arrive_as_words(community: Community, people: World, body: str, html: str) -> None:
    ada, ben = both(community, people)
    assert ada.says(people.room, body)["type"] == "ack"
    message = ben.hears("message")["message"]
    assert (message["body"], message["html"]) == (body, html)
    assert [words for _, _, words in stored(people.room)] == [body]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ('"a\\u0000b"', "ab"), ('"half \\ud83d here"', "half ? here"), ('"\\udc00 low"', "? low"),
        ('"\\u0007bell\\u001b[31m"', "bell[31m"), ('"  around  "', "around"),
        ('"one\\r\\ntwo\\rthree"', "one\ntwo\nthree"),
        ('"e\\u0301"', "é"), ('"\\ud83d\\ude00"', "😀"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_kept_as_text(community: Community, people: World, sent: str, kept: str) -> None:
    ada, ben = both(community, people)
    nonce = str(uuid4())
    ada.raw(f'{{"type": "say", "room": "{people.room.pk}", "nonce": "{nonce}", "body": {sent}}}')
    assert ada.hears("ack", "refused", nonce=nonce)["type"] == "ack"
    assert ben.hears("message")["message"]["body"] == kept


def answer_to(tab: Tab, room: object, body: str) -> Frame:
    nonce = str(uuid4())
    frame = {"type": "say", "room": str(getattr(room, "pk", room)), "nonce": nonce, "body": body}
    tab.raw(json.dumps(frame, ensure_ascii=False))
    return tab.hears("ack", "refused", nonce=nonce)


@pytest.mark.parametrize("letter", ["x", "ж", "字", "😀"])
def test_a_message_holds_eight_thousand_characters_of_any_script(
    community: Community, people: World, letter: str
) -> None:
    """Characters as Unicode counts them, not bytes, and not the halves that JavaScript counts."""
    ada, ben = both(community, people)
    assert answer_to(ada, people.room, letter * MAX_BODY)["type"] == "ack"
    assert ben.hears("message")["message"]["body"] == letter * MAX_BODY
    refused = answer_to(ada, people.room, letter * (MAX_BODY + 1))
    assert (refused["code"], "8,001" in refused["detail"]) == ("too_long", True)
    ben.hears_nothing("message", during=0.1)


NOTHING = [
    "",
    " ",
    "\n\t ",
    "\u200b\u200d\u2060",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\ufe0f",
    "\u202e\u202c",
    "\u0000\u0007",
]


@pytest.mark.parametrize("body", NOTHING)
def test_what_nobody_could_see_is_not_said(community: Community, people: World, body: str) -> None:
    ada = community.tab(people.ada)
    assert ada.says(people.room, body)["code"] == "empty"
    assert stored(people.room) == []


def test_a_mention_reaches_the_one_it_names(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    ben.send("follow", topic="inbox")
    ben.hears("followed")
    ada.says(people.room, f"@{people.ben.handle} and @nobody-here")
    assert f'data-mention="{people.ben.handle}"' in ben.hears("message")["message"]["html"]
    assert ben.hears("update", topic="inbox") == {"type": "update", "topic": "inbox", "kind": "new", "data": {}}


def test_the_words_of_a_form_reach_the_sockets_too(community: Community, people: World) -> None:
    """Without a script one says it through the page; whoever has one hears it live, from any process."""
    _, ben = both(community, people)
    page = community.browser(people.ada, at=community.processes - 1)
    assert page.post(f"/rooms/{people.room.pk}/say/", body="From a form", nonce=str(uuid4())).status == 302
    assert ben.hears("message")["message"]["body"] == "From a form"
    assert until(lambda: stored(people.room))[0][2] == "From a form"
