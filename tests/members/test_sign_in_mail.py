"""Mail of the sign-in leaves beside the request: at once, in bounded number, and again when the server was away."""

from __future__ import annotations

import smtplib
import threading
import time
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from community import outbox
from community.outbox import Outbox
from tests.cast import World
from tests.members.signing import FIRST_PAGE, codes
from tests.pages import text_of
from tests.verbs import until


class Message:
    """A mail whose server may be slow or away."""

    def __init__(self, *, failures: int = 0, error: type[Exception] = smtplib.SMTPServerDisconnected) -> None:
        self.failures, self.error = failures, error
        self.gate = threading.Event()
        self.sent_at = 0.0

    def send(self) -> None:
        if self.failures:
            self.failures -= 1
            raise self.error("away")
        self.sent_at = time.monotonic()


def write(message: Message) -> Any:
    return lambda: message


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "TRIES_AFTER_S", (0.01, 0.01))


def test_a_mail_leaves_within_a_second() -> None:
    box, message, begun = Outbox(), Message(), time.monotonic()
    box.post(write(message))
    until(lambda: message.sent_at > 0, within=1)
    assert message.sent_at - begun < 1


def test_the_request_does_not_wait_for_the_mail_server(world: World, monkeypatch: Any) -> None:
    """Whatever the server does: the answer is there, and the mail comes when it comes."""
    released, original = threading.Event(), EmailMessage.send

    def slow(self: EmailMessage, *args: Any, **kwargs: Any) -> Any:
        assert released.wait(10)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", slow)
    answer = Client().post(FIRST_PAGE, {"email": world.ada.email})
    assert answer.status_code == 302
    released.set()
    assert len(codes()) == 1


@pytest.mark.usefixtures("hasty")
def test_it_is_tried_again_when_the_server_was_away() -> None:
    box, message = Outbox(), Message(failures=2)
    box.post(write(message))
    assert box.settle(5)
    assert message.sent_at > 0


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected, ValueError])
def test_what_cannot_be_sent_is_given_up_and_hinders_nothing_after_it(error: type[Exception], caplog: Any) -> None:
    box, lost, next_one = Outbox(threads=1), Message(failures=9, error=error), Message()
    box.post(write(lost))
    box.post(write(next_one))
    assert box.settle(5)
    assert (lost.sent_at, next_one.sent_at > 0) == (0.0, True)
    assert "given up" in caplog.text


def test_only_so_many_wait(caplog: Any) -> None:
    gate = threading.Event()
    box = Outbox(most=2, threads=1)

    def held() -> Any:
        gate.wait(10)
        return Message()

    for _ in range(4):
        box.post(held)
        time.sleep(0)  # the sender takes the first of them
    until(lambda: box.waiting.qsize() <= 2)
    while not box.is_full():
        box.post(held)
    box.post(held)
    assert "dropped" in caplog.text
    assert not box.settle(0.05)
    gate.set()
    assert box.settle(5)


@pytest.mark.parametrize("email", ["ada@school.test", "vera@elsewhere.test"])
def test_nobody_is_promised_a_mail_that_cannot_leave(world: World, monkeypatch: Any, email: str) -> None:
    """The same words for members and strangers."""
    monkeypatch.setattr(outbox.outbox, "is_full", lambda: True)
    answer = Client().post(FIRST_PAGE, {"email": email})
    assert (answer.status_code, "Our mail is held up" in text_of(answer)) == (200, True)
    assert codes() == []
