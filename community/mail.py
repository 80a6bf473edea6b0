"""Mail: one function that renders and sends, and the embedded backend that shows codes in the terminal."""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Mapping, Sequence
from email.utils import make_msgid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template import loader

_CODE = re.compile(r"^\s*([0-9A-Z]{3,4}-[0-9A-Z]{3,4}|[0-9A-Z]{6})\s*$", re.MULTILINE)
_LINK = re.compile(r"https?://\S+")


def send(kind: str, to: str, *, headers: Mapping[str, str] | None = None, **context: Any) -> None:
    """Render templates/email/<kind>.subject.txt and .txt and send them: plain text, nothing to load or to track.

    No machine answers it (RFC 3834), and its id names the community, not the machine it was written on.
    """
    subject, body = write(kind, **context)
    own = {"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=host())}
    EmailMessage(subject, body, None, [to], headers={**own, **(headers or {})}).send()


def host() -> str:
    return urlsplit(settings.COMMUNITY_URL).hostname or "localhost"


def write(kind: str, **context: Any) -> tuple[str, str]:
    """Subject and words of a mail, as it would be sent."""
    context.setdefault("community", settings.COMMUNITY_NAME)
    subject = loader.get_template(f"email/{kind}.subject.txt", using="jinja2").render(context)
    body = loader.get_template(f"email/{kind}.txt", using="jinja2").render(context)
    return " ".join(str(subject).split()), str(body)


class TerminalAndFolder(BaseEmailBackend):
    """For a community without a mail server: each mail becomes a file, and its code or link a line on the terminal."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            place = folder / f"{uuid.uuid4().hex}.eml"
            place.touch(mode=0o600)
            place.write_bytes(message.message().as_bytes())
            sys.stdout.write(self.note(message))
            sys.stdout.flush()
        return len(email_messages)

    def note(self, message: EmailMessage) -> str:
        body = str(message.body)
        code, link = _CODE.search(body), _LINK.search(body)
        what = code.group(1) if code else link.group(0) if link else ""
        lines = [f"  Mail to {', '.join(message.to)}: {message.subject}"]
        if what:
            lines.append(f"  {'Code' if code else 'Link'}: {what}")
        return "\n" + "\n".join(lines) + "\n\n"
