"""What an operator does on a server, beside serving: found the community, tell it that a backup was put back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from community.members import epoch
from community.members.models import Member
from tests.cast import World


def test_a_community_is_founded_on_a_server_by_one_command(db: None, capsys: Any) -> None:
    call_command("found", "maria@school.test")
    assert Member.objects.get().role == "owner"
    assert [message.to for message in mail.outbox] == [["maria@school.test"]]
    assert capsys.readouterr().out == "Founded. The owner signs in at http://testserver/sign-in/ with a code.\n"


def test_a_community_is_founded_once(world: World) -> None:
    with pytest.raises(CommandError, match="somebody is here already"):
        call_command("found", "maria@school.test")
    assert not Member.objects.filter(email="maria@school.test").exists()


@pytest.mark.parametrize("address", ["maria", "maria@", "maria@school.test, x@school.test", ""])
def test_what_is_no_address_founds_nothing(db: None, address: str) -> None:
    with pytest.raises(CommandError, match="does not look like an email address"):
        call_command("found", address)
    assert not Member.objects.exists()


def test_a_mail_server_that_is_not_there_does_not_undo_the_founding(db: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match="It is founded, but its owner could not be told by mail"):
        call_command("found", "maria@school.test")
    assert Member.objects.get().role == "owner"


def test_a_backup_put_back_is_another_history_at_a_later_epoch(world: World) -> None:
    before, at = epoch.store(), epoch.current()
    call_command("restored", verbosity=0)
    assert epoch.store() != before
    assert epoch.current() > at
