"""Mail: plain text from templates, and the backend of a community that has no mail server."""

from __future__ import annotations

import email
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outgoing
from django.core.mail import EmailMessage, get_connection

from community import mail
from community.mail import TerminalAndFolder
from community.outbox import outbox
from tests.cast import World
from tests.members.signing import ask_for_a_code

BACKEND = "community.mail.TerminalAndFolder"


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = BACKEND
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def invitation(**changed: str) -> None:
    given: dict[str, Any] = {
        "name": "Ina", "inviter": "Mona", "organization": "Cedar School", "link": "https://x.example/i/1/", "days": 7,
        "letter": "",
    }  # fmt: skip
    mail.send("invitation", "ina@school.test", **(given | changed))


def test_a_mail_is_plain_text_with_nothing_to_load(world: World) -> None:
    invitation()
    [message] = outgoing.outbox
    assert (message.subject, message.to, message.attachments) == (
        "Mona invites you to Center community", ["ina@school.test"], [],
    )  # fmt: skip
    assert message.message().get_content_type() == "text/plain"
    assert "https://x.example/i/1/" in str(message.body)
    assert message.from_email == "Center community <community@localhost>"


def test_no_name_can_add_a_header(world: World) -> None:
    invitation(inviter="Mona\nBcc: everybody@school.test\r\nX: y")
    [message] = outgoing.outbox
    assert message.subject == "Mona Bcc: everybody@school.test X: y invites you to Center community"
    assert message.recipients() == ["ina@school.test"]


def test_words_in_mails_are_words_and_no_markup(world: World) -> None:
    """A mail is no page: an apostrophe stays one."""
    invitation(organization="O'Neil & <Sons>")
    assert "a seat of O'Neil & <Sons>." in str(outgoing.outbox[0].body)


def test_without_a_mail_server_a_code_appears_in_the_terminal(folder: Path, world: World, capsys: Any) -> None:
    ask_for_a_code(world.ada.email)
    assert outbox.settle(10)
    printed = capsys.readouterr().out
    [kept] = list(folder.iterdir())
    message = email.message_from_bytes(kept.read_bytes())
    code = printed.partition("Code: ")[2].split()[0]
    assert "Mail to ada@school.test: Your sign-in code" in printed
    assert (len(code), code in str(message.get_payload())) == (6, True)


def test_what_is_kept_is_readable_by_its_owner_alone(folder: Path) -> None:
    invitation()
    invitation()
    files = list(folder.iterdir())
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {file.suffix for file in files} == {".eml"}


def test_a_link_is_printed_when_there_is_no_code(folder: Path, capsys: Any) -> None:
    invitation()
    assert "Link: https://x.example/i/1/\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Your code:\n\n  123456  \n\nIt works once.", "  Code: 123456"),
        ("Your code:\n\nABCD-EFGH\n", "  Code: ABCD-EFGH"),
        ("See https://x.example/a and\n123456\n", "  Code: 123456"),
        ("Write to 1234567 or go to https://x.example/a?b=c", "  Link: https://x.example/a?b=c"),
    ],
)
def test_what_one_needs_is_found_in_the_mail(folder: Path, capsys: Any, body: str, line: str) -> None:
    EmailMessage("Hello", body, to=["a@b.test", "c@d.test"]).send()
    assert capsys.readouterr().out == f"\n  Mail to a@b.test, c@d.test: Hello\n{line}\n\n"


def test_a_mail_with_neither_is_announced_all_the_same(folder: Path, capsys: Any) -> None:
    EmailMessage("Hello", "Only words.", to=["a@b.test"]).send()
    assert capsys.readouterr().out == "\n  Mail to a@b.test: Hello\n\n"


def test_several_mails_are_counted(folder: Path) -> None:
    backend = get_connection(BACKEND)
    assert isinstance(backend, TerminalAndFolder)
    assert (
        backend.send_messages([EmailMessage("1", "x", to=["a@b.test"]), EmailMessage("2", "y", to=["a@b.test"])]) == 2
    )
    assert backend.send_messages([]) == 0
