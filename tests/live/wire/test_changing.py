"""Changing what was said: one frame for everything, and the same state by whichever way one learns of it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from cohorts.models import Enrollment
from community.live.protocol import React
from tests import cast
from tests.cast import World
from tests.files.samples import image
from tests.harness.community import Community
from tests.harness.tab import Frame, Tab
from tests.live.wire.past import change
from tests.live.wire.test_saying import both

NOBODY_KNOWS = {"body", "html", "reply_to", "attachments", "reactions", "pinned"}


def heard(tab: Tab, ack: Frame) -> Frame:
    """The message that belongs to this answer, by all ways that lead to it."""
    frame = tab.hears("message", rev=ack["rev"])
    room = frame["room"]
    synced = tab.syncs(room, ack["rev"] - 1)["messages"]
    tab.send("history", room=room, around=ack["message"])
    page = tab.hears("page")["messages"]
    tab.send("enter", room=room, after=None)
    entered = tab.hears("entered")["messages"]
    for messages in (synced, page, entered):
        assert [m for m in messages if m["id"] == ack["message"]] == [frame["message"]]
    assert frame["message"]["rev"] == frame["rev"]
    message: Frame = frame["message"]
    return message


def test_an_edit_brings_the_new_words_and_keeps_the_place(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    said = ada.says(people.room, "Frist")
    ada.says(people.room, "Second")
    edited = ada.does("edit", people.room, message=said["message"], body="First")
    assert (edited["message"], edited["seq"], edited["rev"]) == (said["message"], 1, 3)
    message = heard(ben, edited)
    assert (message["body"], message["html"], message["seq"], message["rev"]) == ("First", "<p>First</p>", 1, 3)
    assert message["edited_at"] == edited["at"] > message["at"]
    assert message["nonce"] == said["nonce"]


def test_a_deleted_message_has_no_words_any_more(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    said = ada.says(people.room, "Never mind")
    deleted = ada.does("delete", people.room, message=said["message"])
    message = heard(ben, deleted)
    assert (message["deleted"], message["seq"], message["rev"]) == (True, 1, 2)
    assert message["author"]["id"] == people.ada.pk
    assert not NOBODY_KNOWS & set(message)
    assert "Never mind" not in str(ben.syncs(people.room, 0))


def test_a_facilitator_takes_away_what_another_said(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    said = ada.says(people.room, "Unkind")
    deleted = community.tab(people.fay).does("delete", people.room, message=said["message"])
    assert heard(ben, deleted)["deleted"] is True


def test_reactions_are_counted_by_emoji_and_can_be_taken_back(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    said = ada.says(people.room)["message"]
    acks = [tab.does("react", people.room, message=said, emoji="🎉", on=True) for tab in (ada, ben, ben)]
    acks.append(ada.does("react", people.room, message=said, emoji="❤️", on=True))
    assert [ack["rev"] for ack in acks] == [2, 3, 4, 5]
    assert heard(ben, acks[-1])["reactions"] == [
        {"emoji": "🎉", "count": 2, "members": [people.ada.pk, people.ben.pk]},
        {"emoji": "❤️", "count": 1, "members": [people.ada.pk]},
    ]
    off = ada.does("react", people.room, message=said, emoji="❤️", on=False)
    assert [one["emoji"] for one in heard(ben, off)["reactions"]] == ["🎉"]


def test_of_many_who_react_twenty_are_named(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    said = ada.says(people.room)["message"]
    crowd = [cast.person(f"guest{n}-{people.ada.pk}", people.cedar) for n in range(22)]
    Enrollment.objects.bulk_create(Enrollment(cohort=people.spring, member=member) for member in crowd)
    for member in crowd:
        change(member, React(people.room.pk, UUID(said), uuid4(), "👍", True))
    last = ben.does("react", people.room, message=said, emoji="👍", on=True)
    [reactions] = heard(ben, last)["reactions"]
    assert (reactions["count"], reactions["members"]) == (23, [member.pk for member in crowd[:20]])


def test_a_pin_is_seen_by_all_and_taken_down(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    said = ada.says(people.room)["message"]
    fay = community.tab(people.fay)
    for on in (True, False):
        assert heard(ben, fay.does("pin", people.room, message=said, on=on))["pinned"] is on


def test_an_answer_shows_what_it_answers_as_that_is_now(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    first = ada.says(people.room, "A question " + "that goes on and on " * 20)["message"]
    answer = ben.says(people.room, "Yes", reply_to=first)
    quote = heard(ben, answer)["reply_to"]
    assert (quote["id"], quote["author"]) == (first, {"id": people.ada.pk, "name": people.ada.name})
    assert quote["excerpt"].startswith("A question that goes on")
    assert len(quote["excerpt"]) <= 120
    assert quote["deleted"] is False
    ada.does("delete", people.room, message=first)
    [again] = [m for m in ben.syncs(people.room, 0)["messages"] if m["id"] == answer["message"]]
    assert (again["reply_to"]["excerpt"], again["reply_to"]["deleted"]) == ("", True)


CHANGES: dict[str, dict[str, Any]] = {
    "edit": {"body": "Better"}, "react": {"emoji": "👍", "on": True}, "pin": {"on": True}, "delete": {},
}  # fmt: skip
OTHERS: dict[str, dict[str, Any]] = {
    "edit": {"body": "Worse"}, "react": {"emoji": "👍", "on": False}, "pin": {"on": False},
    "delete": {"message": None},
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_sent_again_is_answered_alike_and_done_once(community: Community, people: World, kind: str) -> None:
    """From the other process too; under the same nonce nothing else can be wished."""
    fay, ben = community.tab(people.fay), community.tab(people.ben)
    other = community.tab(people.fay, at=community.processes - 1)
    ben.enter(people.room)
    said, second = (fay.says(people.room, words)["message"] for words in ("Good", "Second"))
    nonce = uuid4()
    acks = [tab.does(kind, people.room, message=said, nonce=nonce, **CHANGES[kind]) for tab in (fay, other, fay)]
    assert acks == [acks[0]] * 3
    assert (acks[0]["type"], acks[0]["rev"]) == ("ack", 3)
    wish = {"message": said, **OTHERS[kind]}
    refused = fay.does(kind, people.room, nonce=nonce, **{**wish, "message": wish["message"] or second})
    assert refused["code"] == "nonce_conflict"
    assert ben.syncs(people.room, 0)["rev"] == 3


# ---- files --------------------------------------------------------------------------------------------


def upload(community: Community, who: Any, name: str, content: bytes) -> Frame:
    """As the composer does; what the server says of the file."""
    boundary = uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = head + content + f"\r\n--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    answer = community.browser(who).ask("POST", "/files/", body, kind)
    assert answer.status == 200, answer.body
    found: Frame = json.loads(answer.body)
    return found


def test_files_travel_with_words_and_open_for_whoever_is_in_the_room(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    photo = upload(community, people.ada, "garden.png", image("PNG", (640, 480)))
    notes = upload(community, people.ada, "notes.txt", b"Some notes.")
    said = ada.says(people.room, "", attachments=[photo["id"], notes["id"]])
    shown = {file["name"]: file for file in heard(ben, said)["attachments"]}
    assert set(shown["garden.png"]) == {"id", "name", "size", "kind", "url", "thumb", "width", "height"}
    assert set(shown["notes.txt"]) == {"id", "name", "size", "kind", "url", "thumb"}
    assert (shown["garden.png"]["kind"], shown["notes.txt"]["thumb"], shown["notes.txt"]["size"]) == ("image", None, 11)
    paths = [shown["garden.png"]["url"], shown["garden.png"]["thumb"], shown["notes.txt"]["url"]]
    assert [community.browser(people.ben).get(path).status for path in paths] == [200] * 3
    assert [community.browser(people.cleo).get(path).status for path in paths] == [404] * 3
    ada.does("delete", people.room, message=said["message"])
    assert [community.browser(people.ben).get(path).status for path in paths] == [404] * 3


def test_a_file_is_attached_once_by_whoever_brought_it(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    notes = upload(community, people.ada, "notes.txt", b"Some notes.")["id"]
    assert ben.says(people.room, "Mine", attachments=[notes])["code"] == "bad_attachment"
    assert ada.says(people.room, "Mine", attachments=[notes, notes])["type"] == "ack"
    assert len(ben.hears("message")["message"]["attachments"]) == 1
    assert ada.says(people.room, "Again", attachments=[notes])["code"] == "bad_attachment"


def test_the_words_beside_a_file_may_be_taken_away(community: Community, people: World) -> None:
    ada, ben = both(community, people)
    notes = upload(community, people.ada, "notes.txt", b"Some notes.")["id"]
    said = ada.says(people.room, "Look", attachments=[notes])
    edited = ada.does("edit", people.room, message=said["message"], body="")
    message = heard(ben, edited)
    assert (message["body"], [file["id"] for file in message["attachments"]]) == ("", [notes])
