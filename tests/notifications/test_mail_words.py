"""What a mail says: how much waits and where, and no word of it unless somebody chose so and it may leave."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import mail as outgoing
from django.core.mail import EmailMessage

from community import mail
from community.notifications import actions, kinds, letters
from community.notifications.models import Letter
from moderation.access.labels import Label
from moderation.actions.telling import note_answered
from tests.cast import World
from tests.forum.filling import threads
from tests.moderation.knocking import waiting
from tests.notifications.evening import mails
from tests.pages import text_of
from tests.verbs import ask, reply, say, signed_in

LINK = re.compile(r"https?://\S+")


def evening(world: World) -> EmailMessage:
    """Two replies, one mention in a room; the mail about it."""
    thread = ask(world.ada, world.commons, "Who pays for Larkspur?")
    reply(world.ben, thread, "<p>The Saxifrage fund</p>")
    reply(world.cleo, thread, "<p>Nobody\nelse <b>does</b></p>")
    say(world.fay, world.room, "@ada the Trillium, please")
    [message] = mails()
    return message


def quoting(world: World, label: Label = Label.FREE) -> None:
    """Ada wants words in her mail, and those of the commons may go so far."""
    world.commons.label = label
    world.commons.save()
    actions.choose_mail(world.ada.pk, pace="soon", excerpts=True)


def test_unless_chosen_otherwise_it_says_how_much_of_what_and_no_word_of_it(world: World) -> None:
    message = evening(world)
    body = str(message.body)
    assert body.startswith(
        "Hello Ada,\n\n3 new things wait for you in Center community: 2 replies, 1 mention in a room.\n\n"
    )
    whole = message.message().as_string()
    for word in ("Larkspur", "Saxifrage", "Nobody", "Trillium", "Ben", "Cleo", "Fay", "Commons", "Spring"):
        assert word not in whole, word


def test_its_links_lead_to_what_waits(world: World) -> None:
    client = signed_in(world.ada)
    body = str(evening(world).body)
    room, thread, inbox, chosen, off, home = LINK.findall(body)
    assert all(link.startswith(settings.COMMUNITY_URL) for link in (room, thread, inbox, chosen, off, home))
    assert "Trillium" in text_of(client.get(room.removeprefix(settings.COMMUNITY_URL)))
    assert "Saxifrage" in text_of(client.get(thread.removeprefix(settings.COMMUNITY_URL).partition("#")[0]))
    assert thread.endswith("?to=2#reply-2"), "the first that is new"
    for link in (inbox, chosen, off):
        assert client.get(link.removeprefix(settings.COMMUNITY_URL)).status_code == 200
    assert (urlsplit(home).path, body.rstrip().endswith(f"Center community, {settings.COMMUNITY_URL}")) == ("", True)


def test_with_excerpts_it_says_who_where_and_how_it_begins(world: World) -> None:
    quoting(world)
    body = str(evening(world).body)
    for words in (
        "Somebody mentioned you in Spring room\n“@Ada the Trillium, please”\n",  # what rooms hear goes without names
        "Cleo and Ben replied to “Who pays for Larkspur?” (2 replies)\n“Nobody else does”\n",
    ):
        assert words in body, body


def test_where_words_go_without_names_it_says_what_and_not_who(world: World) -> None:
    quoting(world, Label.UNNAMED)
    body = str(evening(world).body)
    assert "2 people replied to “Who pays for Larkspur?” (2 replies)\n“Nobody else does”\n" in body
    assert not re.search("Cleo|Ben|Fay", body)


def test_where_words_stay_it_counts(world: World) -> None:
    quoting(world, Label.STAYS)
    body = str(evening(world).body)
    assert ("Larkspur" in body, "Nobody" in body, "Trillium" in body) == (False, False, True)
    assert "\n2 replies\nhttp" in body


def test_even_then_the_subject_says_no_word(world: World) -> None:
    quoting(world)
    assert evening(world).subject == "3 new things wait for you in Center community"


def test_no_word_of_an_application_leaves_by_mail(world: World) -> None:
    actions.choose_mail(world.mona.pk, pace="soon", excerpts=True)
    note_answered(waiting("Nadia Belmont"))
    [body] = [str(message.body) for message in mails() if message.to == ["mona@school.test"]]
    assert "1 answer of an applicant." in body
    assert "Nadia" not in body
    assert "Wren Street" not in body


def test_what_its_own_kind_calls_not_quotable_is_counted_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    quoting(world)
    kind = kinds._kinds["post.reply"]

    def confidential(*given: Any) -> dict[str, dict[str, kinds.Shown]]:
        found = kind.together(*given)
        return {name: {pk: replace(one, quotable=False) for pk, one in some.items()} for name, some in found.items()}

    monkeypatch.setitem(kinds._kinds, "post.reply", replace(kind, together=confidential))
    body = str(evening(world).body)
    assert ("Larkspur" in body, "Saxifrage" in body, "Trillium" in body) == (False, False, True)
    assert "\n2 replies\nhttp" in body


def test_a_long_absence_is_a_short_mail(world: World) -> None:
    for n, thread in enumerate(threads(world.ada, world.commons, 13)):
        reply(world.ben, thread, f"<p>{n}</p>")
    [message] = mails()
    body = str(message.body)
    assert message.subject.startswith("13 new things")
    assert (body.count("/forum/t/"), "\nAnd 3 more.\n" in body) == (letters.MOST_LINES, True)


def test_a_name_or_title_cannot_break_the_mail(world: World) -> None:
    quoting(world)
    thread = ask(world.ada, world.commons, "A & B <script>")
    reply(world.ben, thread, "<p>x\r\nBcc: everybody@school.test</p>")
    [message] = mails()
    assert message.recipients() == ["ada@school.test"]
    assert "Ben replied to “A & B <script>”\n“x Bcc: everybody@school.test”\n" in str(message.body)


# ---- headers ---------------------------------------------------------------------------------


def test_it_is_plain_text_that_no_machine_answers_and_a_mail_program_can_turn_off(world: World) -> None:
    message = evening(world)
    sent = message.message()
    assert (sent.get_content_type(), message.attachments, sent.is_multipart()) == ("text/plain", [], False)
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Message-ID"] == f"<{Letter.objects.get().pk}@{urlsplit(settings.COMMUNITY_URL).hostname}>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    off = LINK.findall(str(message.body))[-2]
    assert "\nNo more of these mails: " + off in str(message.body)
    assert sent["List-Unsubscribe"] == f"<{off}>"
    received = message_from_bytes(sent.as_bytes(), policy=policy.default)
    assert received["List-Unsubscribe"].strip() == f"<{off}>"


def test_every_other_mail_says_that_a_machine_wrote_it_too(world: World) -> None:
    mail.send("already_member", "ina@school.test", name="Ina", link="https://x.example/")
    headers = outgoing.outbox[-1].message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"].endswith(f"@{mail.host()}>")
    assert "List-Unsubscribe" not in headers


def test_the_mail_knows_no_more_than_the_inbox(world: World) -> None:
    """The same words for the same person, from the same place."""
    quoting(world)
    body = str(evening(world).body)
    page = text_of(signed_in(world.ada).get("/notices/"))
    for words in ("mentioned you in Spring room", "Cleo and Ben replied to “Who pays for Larkspur?”"):
        assert words in body
        assert words in page
