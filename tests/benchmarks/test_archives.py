"""Each format of a public archive in small samples, with what real exports have of odd things."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.archives import MALFORMED, NO_WORDS, NOTICE, REPEATED, Reaction
from tests.benchmarks.reading import of_zulip, said, skipped, words, written

# ---- Zulip ------------------------------------------------------------------------------------------


def test_adas_zulip_topic_is_a_room_even_when_its_file_begins_with_a_dot(tmp_path: Path) -> None:
    written(tmp_path, ".E2.9C.94.20Who.20drives.3F.json", [of_zulip(1, "Ada", "<p>The district?</p>")])
    written(tmp_path, "noob.20question(s).json", [of_zulip(2, "Ben", "<p>Hello</p>")])
    assert {one.room: one.body for one in said(tmp_path)} == {
        "✔ Who drives?": "<p>The district?</p>",
        "noob question(s)": "<p>Hello</p>",
    }


def test_ben_answers_what_he_quotes_in_zulip(tmp_path: Path) -> None:
    quoting = (
        '<p><span class="user-mention silent">Ada</span> <a href="#narrow/channel/7-x/topic/y/near/41">said</a>:</p>\n'
        "<blockquote>\n<p>Who?</p>\n</blockquote>\n<p>I do.</p>"
    )
    path = written(tmp_path, "t.json", [of_zulip(41, "Ada", "<p>Who?</p>"), of_zulip(42, "Ben", quoting)])
    assert [one.answers for one in said(path)] == ["", "41"]


def test_a_full_zulip_export_keeps_adas_first_wording_and_who_reacted(tmp_path: Path) -> None:
    realm = {
        "zerver_userprofile": [{"id": 8, "full_name": "Ada"}, {"id": 9, "full_name": "Ben"}],
        "zerver_stream": [{"id": 3, "name": "general"}],
        "zerver_recipient": [{"id": 30, "type": 2, "type_id": 3}],
        "zerver_reaction": [{"message": 1, "user_profile": 9, "emoji_code": "1f44d"}],
    }
    history = json.dumps([{"prev_content": "Wed"}, {"prev_content": 'We\n"meet"'}])
    row = {"id": 1, "sender": 8, "recipient": 30, "subject": "plans", "content": "We meet on Wednesday",
           "date_sent": 5.5, "last_edit_time": 6.0, "edit_history": history}  # fmt: skip
    written(tmp_path, "realm.json", realm)
    written(tmp_path, "messages-000001.json", {"zerver_message": [row], "zerver_usermessage": []})
    [one] = said(tmp_path)
    assert (one.room, one.name, one.first) == ("/general > plans", "Ada", 'We\n"meet"')
    assert one.reactions == (Reaction("👍", ("9",)),)


# ---- Slack ------------------------------------------------------------------------------------------


SLACK_USERS = [{"id": "U1", "name": "ada", "profile": {"display_name": "Ada"}}, {"id": "U2", "real_name": "Ben"}]


def of_slack(stamp: str, user: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "ts": stamp, "user": user, "text": text, **more}


def test_bens_slack_reply_stands_before_its_parent_and_is_said_after_it(tmp_path: Path) -> None:
    written(tmp_path, "users.json", SLACK_USERS)
    day = [of_slack("20.0", "U2", "Me", thread_ts="10.0"), of_slack("10.0", "U1", "Who?", thread_ts="10.0")]
    written(tmp_path, "general/2025-01-10.json", day)
    assert [(one.name, one.body, one.answers) for one in said(tmp_path)] == [("Ada", "Who?", ""), ("Ben", "Me", "10.0")]
    assert {one.room for one in said(tmp_path)} == {"general"}


def test_what_slack_only_notes_is_skipped_and_a_tombstone_is_a_deletion(tmp_path: Path) -> None:
    path = written(tmp_path, "general/2025-01-10.json", [
        of_slack("1.0", "U1", "joined", subtype="channel_join"),
        of_slack("2.0", "U1", "This message was deleted.", subtype="tombstone"),
        of_slack("3.0", "U1", "", files=[{"id": "F1"}]),
        of_slack("4.0", "U1", "Now right", edited={"ts": "5.0"}, reactions=[{"name": "tada", "users": ["U2"]}]),
    ])  # fmt: skip
    found = said(path)
    assert [(one.deleted, one.edited, one.reactions) for one in found] == [
        (True, False, ()), (False, True, (Reaction("tada", ("U2",), 1),)),
    ]  # fmt: skip
    assert skipped(path) == [(NOTICE, "2025-01-10.json:2"), (NO_WORDS, "2025-01-10.json:16")]


def test_a_slack_message_without_text_says_what_its_blocks_say(tmp_path: Path) -> None:
    section = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "Ask "}, {"type": "user", "user_id": "U2"}],
    }
    blocks = [{"type": "rich_text", "elements": [section]}]
    path = written(
        tmp_path, "general/2025-01-10.json", [{"type": "message", "ts": "1.0", "bot_id": "B7", "blocks": blocks}]
    )
    assert words(path) == [("B7", "Ask @U2")]


def test_a_slack_export_is_read_from_its_zip(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("users.json", json.dumps(SLACK_USERS))
        packed.writestr("channels.json", json.dumps([{"id": "C1", "name": "general"}]))
        packed.writestr("general/2025-01-10.json", json.dumps([of_slack("1.0", "U1", "Hello")]))
        packed.writestr("../../outside.json", json.dumps([of_slack("2.0", "U2", "From elsewhere")]))
    assert sorted(words(path)) == [("Ada", "Hello"), ("Ben", "From elsewhere")]
    assert list(tmp_path.parent.glob("outside.json")) == []


# ---- Discord ----------------------------------------------------------------------------------------


def of_discord(number: str, name: str, content: str, **more: Any) -> dict[str, Any]:
    author = {"id": f"1{name}", "name": name.lower(), "nickname": name}
    return {"id": number, "type": "Default", "timestamp": "2023-01-06T14:03:03.853+00:00", "timestampEdited": None,
            "content": content, "author": author, **more}  # fmt: skip


def test_a_discord_channel_is_a_room_and_the_same_id_counts_once(tmp_path: Path) -> None:
    thumbs = [{"emoji": {"id": "", "name": "👍"}, "count": 2}]
    path = written(tmp_path, "Guild - Text - general [7].json", {
        "guild": {"id": "1", "name": "Schools"}, "channel": {"id": "7", "name": "general"},
        "messages": [
            of_discord("100", "Ada", "Who drives?", reactions=thumbs),
            of_discord("100", "Ada", "Who drives?"),
            of_discord("101", "Ben", "I do", type="Reply", reference={"messageId": "100"}),
            of_discord("102", "Ben", "", type="GuildMemberJoin"),
        ],
        "messageCount": 4,
    })  # fmt: skip
    assert [(one.name, one.answers, one.reactions) for one in said(path)] == [
        ("Ada", "", (Reaction("👍", (), 2),)), ("Ben", "100", ()),
    ]  # fmt: skip
    assert [reason for reason, _ in skipped(path)] == [NOTICE, REPEATED]


# ---- plain text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("12/9/20, 23:55 - ", "12/9/20, 23:56 - "),
        ("[12/09/2020, 23:55:10] ", "[12/09/2020, 23:55:11] "),
        ("\u200e[12.09.20, 11:55:10\u202fPM] ", "[12.09.20, 11:56:10\u202fPM] "),
        ("2020-09-12, 11:55 p.m. - ", "2020-09-12, 11:56 p.m. - "),
        ("12.09.20 um 23:55 - ", "12.09.20 um 23:56 - "),
    ],
)
def test_bens_whatsapp_goes_on_until_the_next_date_however_dates_are_written(
    tmp_path: Path, first: str, second: str
) -> None:
    text = (
        f"{first}Messages are end-to-end encrypted.\n{first}Ben: One\n\ntwo: three\r\n{second}+1 303 555 0100: Four\n"
    )
    path = written(tmp_path, "WhatsApp Chat with Ben.txt", text)
    assert words(path) == [("Ben", "One\n\ntwo: three"), ("+1 303 555 0100", "Four")]
    assert skipped(path) == [(NOTICE, "WhatsApp Chat with Ben.txt:1")]


def test_a_whatsapp_zip_gives_its_name_to_the_room(tmp_path: Path) -> None:
    path = tmp_path / "Guides.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("_chat.txt", "not a message\n1/1/21, 12:00 - Ada: Hi\n")
    assert [one.room for one in said(path)] == ["Guides.zip"]
    assert skipped(path) == [(MALFORMED, "Guides.zip/_chat.txt:1")]


def test_adas_line_in_a_log_of_irc_is_told_from_joins_and_deeds(tmp_path: Path) -> None:
    log = "=== ada has joined\n[10:00] <ada> who drives?\n[10:01] * ben raises a hand\n[10:02] *** cleo quit\n"
    path = written(tmp_path, "guides.log", log)
    assert words(path) == [("ada", "who drives?"), ("ben", "raises a hand")]


# ---- others -----------------------------------------------------------------------------------------


def test_telegrams_words_in_pieces_are_one_message(tmp_path: Path) -> None:
    pieces = ["Read ", {"type": "link", "text": "https://school.test"}, "!"]
    path = written(tmp_path, "result.json", {"name": "Guides", "type": "private_group", "id": 5, "messages": [
        {"id": 1, "type": "service", "date": "2024-01-01T10:00:00", "actor": "Ada", "action": "create", "text": ""},
        {"id": 2, "type": "message", "date": "2024-01-01T10:01:00", "from": "Ada", "from_id": "user7", "text": pieces},
        {"id": 3, "type": "message", "date": "2024-01-01T10:02:00", "from": "Ben", "from_id": "user8", "text": "Yes",
         "reply_to_message_id": 2},
    ]})  # fmt: skip
    assert [(one.name, one.body, one.answers) for one in said(path)] == [
        ("Ada", "Read https://school.test!", ""), ("Ben", "Yes", "2"),
    ]  # fmt: skip


def test_json_lines_of_any_chat_are_read_and_a_broken_line_is_named(tmp_path: Path) -> None:
    path = written(
        tmp_path, "chat.jsonl", '{"user": "Ada", "text": "One"}\n{"user": "Ben", "te\n{"user": "Ben", "text": "Two"}'
    )
    assert words(path) == [("Ada", "One"), ("Ben", "Two")]
    assert skipped(path) == [(MALFORMED, "chat.jsonl:2")]


def test_a_discourse_topic_is_a_conversation(tmp_path: Path) -> None:
    posts = [
        {"post_number": 1, "username": "ada", "name": "Ada", "cooked": "<p>Who?</p>", "post_type": 1, "version": 2,
         "actions_summary": [{"id": 2, "count": 3}]},
        {"post_number": 2, "username": "system", "cooked": "", "post_type": 3},
        {"post_number": 3, "username": "ben", "cooked": "<p>Me</p>", "post_type": 1, "reply_to_post_number": 1},
        {"post_number": 4, "cooked": "<p>Nobody's</p>", "post_type": 1},
    ]  # fmt: skip
    path = written(tmp_path, "who-drives.7.json", {"post_stream": {"posts": posts}, "id": 7, "title": "Who drives?"})
    assert [(one.room, one.edited, one.answers) for one in said(path)] == [
        ("Who drives? 7", True, ""), ("Who drives? 7", False, "1"),
    ]  # fmt: skip
    assert [reason for reason, _ in skipped(path)] == [NOTICE, MALFORMED]


def test_a_stack_exchange_question_and_its_answers_are_one_room(tmp_path: Path) -> None:
    at = 'CreationDate="2015-01-27T20:09:32.720"'
    rows = [
        f'<row Id="1" PostTypeId="1" {at} Body="&lt;p&gt;Who?&lt;/p&gt;" OwnerUserId="4" />',
        f'<row Id="2" PostTypeId="2" ParentId="1" {at} Body="Me" OwnerDisplayName="Ben" />',
        f'<row Id="3" PostTypeId="2" ParentId="1" {at} Body="',
        f'<row Id="4" PostTypeId="4" {at} Body="about a tag" />',
    ]
    path = written(tmp_path, "Posts.xml", '\ufeff<?xml version="1.0"?>\n<posts>\n' + "\n".join(rows) + "\n</posts>")
    assert [(one.name, one.body, one.answers) for one in said(path)] == [
        ("User 4", "<p>Who?</p>", ""),
        ("Ben", "Me", "1"),
    ]
    assert skipped(path) == [(MALFORMED, "Posts.xml:5"), (NOTICE, "Posts.xml:6")]
